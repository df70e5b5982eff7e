// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.egl;

import io.github.dmabuf4j.examples.common.Failure;
import org.lwjgl.opengles.GLES20;

/** A texture as the current framebuffer. */
final class Canvas implements AutoCloseable {
    private final int width;
    private final int height;
    private final int framebuffer = GLES20.glGenFramebuffers();

    Canvas(Texture texture, int width, int height) throws Failure {
        this.width = width;
        this.height = height;
        GLES20.glBindFramebuffer(GLES20.GL_FRAMEBUFFER, framebuffer);
        GLES20.glFramebufferTexture2D(
                GLES20.GL_FRAMEBUFFER, GLES20.GL_COLOR_ATTACHMENT0, GLES20.GL_TEXTURE_2D, texture.name(), 0);
        int status = GLES20.glCheckFramebufferStatus(GLES20.GL_FRAMEBUFFER);
        if (status != GLES20.GL_FRAMEBUFFER_COMPLETE) {
            close();
            throw Failure.failed("OpenGL ES cannot draw into this texture: status 0x" + Integer.toHexString(status));
        }
        GLES20.glViewport(0, 0, width, height);
    }

    /** Returns the pixels as 0xAARRGGBB, row by row. The first row is that of texture coordinate 0. */
    int[] read() {
        int[] pixels = new int[width * height];
        GLES20.glReadPixels(0, 0, width, height, GLES20.GL_RGBA, GLES20.GL_UNSIGNED_BYTE, pixels);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = argb(pixels[i]);
        }
        return pixels;
    }

    /** Red comes first in memory, and this machine is little-endian: 0xAABBGGRR. */
    private static int argb(int pixel) {
        return Integer.rotateRight(Integer.reverseBytes(pixel), Byte.SIZE);
    }

    @Override
    public void close() {
        GLES20.glBindFramebuffer(GLES20.GL_FRAMEBUFFER, 0);
        GLES20.glDeleteFramebuffers(framebuffer);
    }
}
