// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.egl;

import io.github.dmabuf4j.examples.common.Failure;
import java.nio.ByteBuffer;
import org.lwjgl.opengles.GLES20;
import org.lwjgl.opengles.OESEGLImage;
import org.lwjgl.opengles.OESEGLImageExternal;

/** A texture without filtering: each pixel that is drawn is a pixel of it. */
final class Texture implements AutoCloseable {
    private final int target;
    private final int name;

    private Texture(int target) {
        this.target = target;
        this.name = GLES20.glGenTextures();
        bind();
        set(GLES20.GL_TEXTURE_MIN_FILTER, GLES20.GL_NEAREST);
        set(GLES20.GL_TEXTURE_MAG_FILTER, GLES20.GL_NEAREST);
        set(GLES20.GL_TEXTURE_WRAP_S, GLES20.GL_CLAMP_TO_EDGE);
        set(GLES20.GL_TEXTURE_WRAP_T, GLES20.GL_CLAMP_TO_EDGE);
    }

    private void set(int parameter, int value) {
        GLES20.glTexParameteri(target, parameter, value);
    }

    /** Creates one of 8 bits each for red, green, blue and alpha. */
    static Texture ofSize(int width, int height) throws Failure {
        Texture texture = new Texture(GLES20.GL_TEXTURE_2D);
        GLES20.glTexImage2D(
                texture.target,
                0,
                GLES20.GL_RGBA,
                width,
                height,
                0,
                GLES20.GL_RGBA,
                GLES20.GL_UNSIGNED_BYTE,
                (ByteBuffer) null);
        return texture.checked("glTexImage2D");
    }

    /** Shows the pixels of an image, without a copy. */
    static Texture of(EglImage image) throws Failure {
        return of(GLES20.GL_TEXTURE_2D, image);
    }

    /** Shows an image of any format; the driver converts it to RGB. */
    static Texture external(EglImage image) throws Failure {
        return of(OESEGLImageExternal.GL_TEXTURE_EXTERNAL_OES, image);
    }

    private static Texture of(int target, EglImage image) throws Failure {
        Texture texture = new Texture(target);
        OESEGLImage.glEGLImageTargetTexture2DOES(target, image.handle());
        return texture.checked("glEGLImageTargetTexture2DOES");
    }

    private Texture checked(String operation) throws Failure {
        int error = GLES20.glGetError();
        if (error != GLES20.GL_NO_ERROR) {
            close();
            throw Failure.failed(operation + " failed: OpenGL ES error 0x" + Integer.toHexString(error));
        }
        return this;
    }

    void bind() {
        GLES20.glBindTexture(target, name);
    }

    int name() {
        return name;
    }

    @Override
    public void close() {
        GLES20.glDeleteTextures(name);
    }
}
