// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.egl;

import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.frame.DrmFormat;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.lwjgl.PointerBuffer;
import org.lwjgl.egl.EGL;
import org.lwjgl.egl.EGL10;
import org.lwjgl.egl.EGL12;
import org.lwjgl.egl.EGL13;
import org.lwjgl.egl.EGL14;
import org.lwjgl.egl.EGLCapabilities;
import org.lwjgl.egl.EXTDeviceDRM;
import org.lwjgl.egl.EXTDeviceQuery;
import org.lwjgl.egl.EXTImageDMABufImportModifiers;
import org.lwjgl.egl.EXTPlatformBase;
import org.lwjgl.egl.EXTPlatformDevice;
import org.lwjgl.opengles.GLES;
import org.lwjgl.opengles.GLES20;
import org.lwjgl.system.MemoryStack;

/** A device that EGL draws with, and a context of OpenGL ES 2 that is current in this thread. It has no window. */
final class Display implements AutoCloseable {
    private static final int[] NOTHING = null;
    private static final int VERSION = 2;
    private static final Pattern PROCESSOR = Pattern.compile("llvmpipe|softpipe|swrast");

    private final long handle;
    private final Optional<String> node;
    private EGLCapabilities functions;
    private long context;

    private Display(long handle, Optional<String> node) {
        this.handle = handle;
        this.node = node;
    }

    /** Opens a device. Fails if it cannot use DMA-BUFs. */
    static Display open(long device) throws Failure {
        long handle =
                EXTPlatformBase.eglGetPlatformDisplayEXT(EXTPlatformDevice.EGL_PLATFORM_DEVICE_EXT, device, NOTHING);
        Display display = new Display(handle, node(device));
        if (handle == EGL14.EGL_NO_DISPLAY) {
            throw display.refusal("eglGetPlatformDisplayEXT failed: " + EglError.name());
        }
        try {
            display.initialise();
            display.createContext();
            display.checkRenderer();
            return display;
        } catch (Throwable failure) {
            try (display) {
                throw failure;
            }
        }
    }

    /** The file of the graphics device; empty for the processor. */
    private static Optional<String> node(long device) {
        String extensions = EXTDeviceQuery.eglQueryDeviceStringEXT(device, EGL10.EGL_EXTENSIONS);
        boolean isCard = Arrays.asList(String.valueOf(extensions).split(" ")).contains("EGL_EXT_device_drm");
        return isCard
                ? Optional.ofNullable(
                        EXTDeviceQuery.eglQueryDeviceStringEXT(device, EXTDeviceDRM.EGL_DRM_DEVICE_FILE_EXT))
                : Optional.empty();
    }

    private void initialise() throws Failure {
        int[] major = new int[1];
        int[] minor = new int[1];
        if (!EGL10.eglInitialize(handle, major, minor)) {
            throw refusal("eglInitialize failed: " + EglError.name());
        }
        functions = EGL.createDisplayCapabilities(handle, major[0], minor[0]);
        require(functions.EGL_EXT_image_dma_buf_import, "EGL_EXT_image_dma_buf_import");
        require(functions.EGL_EXT_image_dma_buf_import_modifiers, "EGL_EXT_image_dma_buf_import_modifiers");
        require(functions.EGL_MESA_image_dma_buf_export, "EGL_MESA_image_dma_buf_export");
        require(functions.EGL_KHR_gl_texture_2D_image, "EGL_KHR_gl_texture_2D_image");
    }

    private void require(boolean isThere, String extension) throws Failure {
        if (!isThere) {
            throw refusal(EGL10.eglQueryString(handle, EGL10.EGL_VERSION) + " lacks " + extension);
        }
    }

    private Failure refusal(String reason) {
        return Failure.cannot(node.orElse("the processor") + ": " + reason);
    }

    private void createContext() throws Failure {
        EGL12.eglBindAPI(EGL12.EGL_OPENGL_ES_API);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer config = stack.mallocPointer(1);
            int[] wish = {EGL12.EGL_RENDERABLE_TYPE, EGL13.EGL_OPENGL_ES2_BIT, EGL10.EGL_SURFACE_TYPE, 0, EGL10.EGL_NONE
            };
            int[] count = new int[1];
            if (!EGL10.eglChooseConfig(handle, wish, config, count) || count[0] == 0) {
                throw refusal("it does not support OpenGL ES 2");
            }
            int[] version = {EGL13.EGL_CONTEXT_CLIENT_VERSION, VERSION, EGL10.EGL_NONE};
            context = EGL10.eglCreateContext(handle, config.get(0), EGL10.EGL_NO_CONTEXT, version);
        }
        if (context == EGL10.EGL_NO_CONTEXT || !makeCurrent(context)) {
            throw refusal("no context of OpenGL ES 2: " + EglError.name());
        }
        require(GLES.createCapabilities().GL_OES_EGL_image, "GL_OES_EGL_image");
    }

    private boolean makeCurrent(long other) {
        return EGL10.eglMakeCurrent(handle, EGL10.EGL_NO_SURFACE, EGL10.EGL_NO_SURFACE, other);
    }

    /**
     * A card without a driver in Mesa is drawn for by the processor, through buffers of the card. It imports a buffer of another
     * exporter, but the kernel does not let the processor map it through the card, and Mesa crashes.
     */
    private void checkRenderer() throws Failure {
        if (node.isPresent() && PROCESSOR.matcher(renderer()).find()) {
            throw refusal("the processor draws for it and cannot map imported buffers");
        }
    }

    private static String renderer() {
        return String.valueOf(GLES20.glGetString(GLES20.GL_RENDERER));
    }

    /** Whether OpenGL ES can draw images of formats that it has no texture for. */
    boolean hasExternalTextures() {
        return GLES.getCapabilities().GL_OES_EGL_image_external;
    }

    /** Whether EGL says that it imports this format. */
    boolean lists(DrmFormat format) {
        int[] count = new int[1];
        EXTImageDMABufImportModifiers.eglQueryDmaBufFormatsEXT(handle, null, count);
        int[] codes = new int[count[0]];
        EXTImageDMABufImportModifiers.eglQueryDmaBufFormatsEXT(handle, codes, count);
        return Arrays.stream(codes).anyMatch(code -> code == format.code());
    }

    long handle() {
        return handle;
    }

    long context() {
        return context;
    }

    EGLCapabilities functions() {
        return functions;
    }

    @Override
    public void close() {
        if (context != EGL10.EGL_NO_CONTEXT) {
            makeCurrent(EGL10.EGL_NO_CONTEXT);
            GLES.setCapabilities(null);
            EGL10.eglDestroyContext(handle, context);
        }
        EGL10.eglTerminate(handle);
    }

    @Override
    public String toString() {
        return "EGL " + EGL10.eglQueryString(handle, EGL10.EGL_VERSION) + ", " + GLES20.glGetString(GLES20.GL_VERSION)
                + ", " + renderer() + ", " + node.orElse("no graphics device");
    }
}
