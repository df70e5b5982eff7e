// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

/** Prints what this process knows of its seccomp filter. */
final class SeccompFilterMain {
    private SeccompFilterMain() {}

    public static void main(String[] arguments) {
        System.out.println(
                "filter: " + SeccompFilter.isSet() + ", pidfd_getfd filtered: " + ProcessCalls.isGetFdFiltered());
    }
}
