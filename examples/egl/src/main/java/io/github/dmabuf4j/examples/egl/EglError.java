// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.egl;

import org.lwjgl.egl.EGL10;
import org.lwjgl.egl.EGL11;

/** The error of the last call of EGL in this thread. */
final class EglError {
    private EglError() {}

    /** Returns its name, such as {@code EGL_BAD_ALLOC}. */
    static String name() {
        int error = EGL10.eglGetError();
        return switch (error) {
            case EGL10.EGL_SUCCESS -> "no error";
            case EGL10.EGL_NOT_INITIALIZED -> "EGL_NOT_INITIALIZED";
            case EGL10.EGL_BAD_ACCESS -> "EGL_BAD_ACCESS";
            case EGL10.EGL_BAD_ALLOC -> "EGL_BAD_ALLOC";
            case EGL10.EGL_BAD_ATTRIBUTE -> "EGL_BAD_ATTRIBUTE";
            case EGL10.EGL_BAD_MATCH -> "EGL_BAD_MATCH";
            case EGL10.EGL_BAD_PARAMETER -> "EGL_BAD_PARAMETER";
            case EGL11.EGL_CONTEXT_LOST -> "EGL_CONTEXT_LOST";
            default -> "EGL error 0x" + Integer.toHexString(error);
        };
    }
}
