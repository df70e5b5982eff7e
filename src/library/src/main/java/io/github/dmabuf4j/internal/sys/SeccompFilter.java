// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

/** The seccomp filter of a container or service, which refuses system calls whatever the privileges of the process are. */
public final class SeccompFilter {
    private static final String FILTERED = "Seccomp:\t2";

    private SeccompFilter() {}

    /** Returns whether the calling thread has one. False if procfs does not show it. */
    public static boolean isSet() {
        return isSet(KernelFile.readAll("/proc/thread-self/status").text());
    }

    static boolean isSet(String status) {
        return status.lines().anyMatch(FILTERED::equals);
    }

    /** Returns what to do, as a clause, after it has refused a call that traces other processes. */
    public static String refusesToTrace(String call) {
        return "a seccomp filter refuses " + call + " to this container or service: start it with a filter that allows"
                + " the call, as by --cap-add=SYS_PTRACE";
    }
}
