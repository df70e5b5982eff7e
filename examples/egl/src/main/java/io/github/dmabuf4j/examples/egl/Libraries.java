// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.egl;

import io.github.dmabuf4j.examples.common.Failure;
import org.lwjgl.egl.EGL;
import org.lwjgl.opengles.GLES;
import org.lwjgl.system.Configuration;

/** The shared libraries of EGL and OpenGL ES. */
final class Libraries {
    /** The JDK that LWJGL's memory access by FFM needs. Its other way makes this JDK and later ones print warnings. */
    private static final int FFM = 25;

    private static boolean loaded;

    private Libraries() {}

    /** Loads them once. */
    static synchronized void load() throws Failure {
        if (loaded) {
            return;
        }
        if (Runtime.version().feature() >= FFM) {
            Configuration.MEMORY_BACKEND.set("ffm");
        }
        Configuration.EGL_EXPLICIT_INIT.set(true);
        Configuration.OPENGLES_EXPLICIT_INIT.set(true);
        try {
            EGL.create();
            GLES.create();
            loaded = true;
        } catch (UnsatisfiedLinkError missing) {
            throw Failure.cannot("EGL and OpenGL ES are not installed (Debian: libegl1 libgles2 libgl1-mesa-dri): "
                    + missing.getMessage().lines().findFirst().orElse(""));
        }
    }
}
