// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.lang.foreign.ValueLayout;

/** The permission to call native functions, which the command line of the JVM gives to a module. */
public final class NativeAccess {
    private NativeAccess() {}

    /**
     * Checks that this module may call native functions. The public classes by which a program starts do so in their static
     * initializers, before they use a class that jextract wrote: its failure would not say what to do.
     *
     * @throws ExceptionInInitializerError when the JVM denies it
     */
    public static void check() {
        try {
            // The restricted method of least effect.
            ValueLayout.ADDRESS.withTargetLayout(ValueLayout.JAVA_BYTE);
        } catch (IllegalCallerException denied) {
            throw new ExceptionInInitializerError(message(NativeAccess.class.getModule()));
        }
    }

    static String message(Module module) {
        return "this JVM denies native access to dmabuf4j: start it with --enable-native-access="
                + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
    }
}
