// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.egl;

import io.github.dmabuf4j.examples.common.Failure;
import org.lwjgl.opengles.GLES20;

/** A vertex shader and a fragment shader, compiled and linked. */
final class Shaders implements AutoCloseable {
    private final int program = GLES20.glCreateProgram();

    Shaders(String vertices, String fragments) throws Failure {
        attach(GLES20.GL_VERTEX_SHADER, vertices);
        attach(GLES20.GL_FRAGMENT_SHADER, fragments);
        GLES20.glLinkProgram(program);
        if (GLES20.glGetProgrami(program, GLES20.GL_LINK_STATUS) == GLES20.GL_FALSE) {
            throw Failure.failed("the shaders do not link: " + GLES20.glGetProgramInfoLog(program));
        }
    }

    private void attach(int kind, String source) throws Failure {
        int shader = GLES20.glCreateShader(kind);
        GLES20.glShaderSource(shader, source);
        GLES20.glCompileShader(shader);
        if (GLES20.glGetShaderi(shader, GLES20.GL_COMPILE_STATUS) == GLES20.GL_FALSE) {
            throw Failure.failed("a shader does not compile: " + GLES20.glGetShaderInfoLog(shader));
        }
        GLES20.glAttachShader(program, shader);
        // It lasts as long as the program.
        GLES20.glDeleteShader(shader);
    }

    /** Makes them current. Returns the name of the program. */
    int use() {
        GLES20.glUseProgram(program);
        return program;
    }

    @Override
    public void close() {
        GLES20.glDeleteProgram(program);
    }
}
