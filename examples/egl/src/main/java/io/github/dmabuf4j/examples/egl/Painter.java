// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.egl;

import io.github.dmabuf4j.examples.common.Failure;
import java.util.List;
import org.lwjgl.opengles.GLES20;

/** Draws a texture over the whole of the current framebuffer, pixel by pixel. */
final class Painter implements AutoCloseable {
    private static final String CORNERS = """
        attribute vec2 corner;
        uniform float left;
        varying vec2 place;
        void main() {
            gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
            place = vec2(left + (1.0 - 2.0 * left) * corner.x, corner.y);
        }
        """;

    private static final String PIXELS = """
        precision highp float;
        uniform SAMPLER pixels;
        varying vec2 place;
        void main() {
            gl_FragColor = texture2D(pixels, place);
        }
        """;

    /** As {@link #PIXELS}, for Y' and for Cb and Cr in textures of their own: BT.601 with the limited range. */
    private static final String VIDEO = """
        precision highp float;
        uniform sampler2D pixels;
        uniform sampler2D chroma;
        varying vec2 place;
        const mat3 RGB = mat3(1.164384, 1.164384, 1.164384, 0.0, -0.391762, 2.017232, 1.596027, -0.812968, 0.0);
        void main() {
            vec3 video = vec3(texture2D(pixels, place).r, texture2D(chroma, place).rg);
            gl_FragColor = vec4(RGB * (video - vec3(16.0, 128.0, 128.0) / 255.0), 1.0);
        }
        """;

    /** The first line of a shader that uses external textures. */
    private static final String EXTERNAL = "#extension GL_OES_EGL_image_external : require\n";

    private static final float[] SQUARE = {0, 0, 1, 0, 0, 1, 1, 1};
    private static final int COORDINATES = 2;

    private final Shaders shaders;
    private final int square;
    private final List<Texture> chroma;

    private Painter(String pixels, List<Texture> chroma) throws Failure {
        this.chroma = chroma;
        shaders = new Shaders(CORNERS, pixels);
        square = GLES20.glGenBuffers();
        GLES20.glBindBuffer(GLES20.GL_ARRAY_BUFFER, square);
        GLES20.glBufferData(GLES20.GL_ARRAY_BUFFER, SQUARE, GLES20.GL_STATIC_DRAW);
    }

    /** Draws textures of {@link Texture#of}. */
    static Painter plain() throws Failure {
        return new Painter(PIXELS.replace("SAMPLER", "sampler2D"), List.of());
    }

    /** Draws textures of {@link Texture#external}. */
    static Painter external() throws Failure {
        return new Painter(EXTERNAL + PIXELS.replace("SAMPLER", "samplerExternalOES"), List.of());
    }

    /** Draws textures of Y', with the Cb and Cr of another one. */
    static Painter video(Texture chroma) throws Failure {
        return new Painter(VIDEO, List.of(chroma));
    }

    /** Draws a texture. {@code mirrored} swaps left and right. Returns when the drawing has ended. */
    void draw(Texture texture, boolean mirrored) throws Failure {
        int program = shaders.use();
        GLES20.glUniform1f(GLES20.glGetUniformLocation(program, "left"), mirrored ? 1 : 0);
        for (Texture second : chroma) {
            GLES20.glActiveTexture(GLES20.GL_TEXTURE1);
            second.bind();
            GLES20.glUniform1i(GLES20.glGetUniformLocation(program, "chroma"), 1);
            GLES20.glActiveTexture(GLES20.GL_TEXTURE0);
        }
        texture.bind();
        GLES20.glBindBuffer(GLES20.GL_ARRAY_BUFFER, square);
        int corner = GLES20.glGetAttribLocation(program, "corner");
        GLES20.glEnableVertexAttribArray(corner);
        GLES20.glVertexAttribPointer(corner, COORDINATES, GLES20.GL_FLOAT, false, 0, 0);
        GLES20.glDrawArrays(GLES20.GL_TRIANGLE_STRIP, 0, SQUARE.length / COORDINATES);
        GLES20.glFinish();
        int error = GLES20.glGetError();
        if (error != GLES20.GL_NO_ERROR) {
            throw Failure.failed("drawing failed: OpenGL ES error 0x" + Integer.toHexString(error));
        }
    }

    @Override
    public void close() {
        GLES20.glDeleteBuffers(square);
        shaders.close();
    }
}
