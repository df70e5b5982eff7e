// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.util.List;
import java.util.Set;

/** Whoever called this library, seen from a site within it. */
public final class Callers {
    private static final String LIBRARY = "io.github.dmabuf4j";

    /** Those whose methods create buffers for the program. */
    private static final Set<String> PACKAGES =
            Set.of(LIBRARY, LIBRARY + ".frame", LIBRARY + ".frame.interop", LIBRARY + ".share", LIBRARY + ".testing");

    private static final String INTERNAL = LIBRARY + ".internal.";

    private Callers() {}

    /** The calls that led to a site, innermost first, without those of this library. */
    public static List<StackTraceElement> of(Throwable site) {
        List<StackTraceElement> stack = List.of(site.getStackTrace());
        int start = 0;
        while (start < stack.size() && isOfLibrary(stack.get(start).getClassName())) {
            start++;
        }
        return stack.subList(start, stack.size());
    }

    private static boolean isOfLibrary(String type) {
        String packageName = type.substring(0, Math.max(0, type.lastIndexOf('.')));
        return PACKAGES.contains(packageName) || packageName.startsWith(INTERNAL);
    }
}
