// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.egl;

import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.interop.EglExport;
import io.github.dmabuf4j.frame.interop.EglImport;
import java.io.IOException;
import org.lwjgl.egl.EGL10;
import org.lwjgl.egl.EGL15;
import org.lwjgl.egl.KHRImageBase;
import org.lwjgl.egl.MESAImageDMABufExport;
import org.lwjgl.system.JNI;

/** A picture that EGL shares: made of DMA-BUFs, or of a texture that is exported as DMA-BUFs. */
final class EglImage implements AutoCloseable {
    private final Display display;
    private final long handle;

    private EglImage(Display display, long handle, String what) throws EglRefusal {
        if (handle == KHRImageBase.EGL_NO_IMAGE_KHR) {
            throw new EglRefusal("eglCreateImageKHR refused " + what + ": " + EglError.name());
        }
        this.display = display;
        this.handle = handle;
    }

    /** Imports a frame. EGL has references of its own then, so that the frame may be closed before the image. */
    static EglImage of(Display display, Frame frame) throws EglRefusal {
        try (EglImport source = EglImport.of(frame)) {
            // LWJGL's own method does not take NULL as the buffer, which this target needs.
            long handle = JNI.callPPPPP(
                    display.handle(),
                    EGL10.EGL_NO_CONTEXT,
                    EglImport.TARGET,
                    0L,
                    source.attributes(),
                    display.functions().eglCreateImageKHR);
            return new EglImage(display, handle, frame.toString());
        }
    }

    /** Shares a texture. */
    static EglImage of(Display display, Texture texture) throws EglRefusal {
        int[] wholeTexture = {EGL10.EGL_NONE};
        long handle = KHRImageBase.eglCreateImageKHR(
                display.handle(), display.context(), EGL15.EGL_GL_TEXTURE_2D, texture.name(), wholeTexture);
        return new EglImage(display, handle, "a texture");
    }

    /** Exports the image. The frame owns what EGL returned. */
    Frame export(int width, int height) throws IOException {
        try (EglExport export = new EglExport()) {
            boolean isExported = MESAImageDMABufExport.eglExportDMABUFImageQueryMESA(
                            display.handle(), handle, export.fourcc(), export.planes(), export.modifiers())
                    && MESAImageDMABufExport.eglExportDMABUFImageMESA(
                            display.handle(), handle, export.fds(), export.strides(), export.offsets());
            if (!isExported) {
                throw Failure.failed("the image cannot be exported: " + EglError.name());
            }
            return export.toFrame(width, height);
        }
    }

    long handle() {
        return handle;
    }

    @Override
    public void close() {
        KHRImageBase.eglDestroyImageKHR(display.handle(), handle);
    }
}
