// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Runs code of a test as an unprivileged user. */
public final class AnotherUser {
    private static final int NOBODY = 65534;

    // The user id for file permissions is the only one that can be set for a single thread.
    private static final MethodHandle SETFSUID = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().find("setfsuid").orElseThrow(),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private AnotherUser() {}

    /** Calls {@code body} in a new thread with the file permissions of nobody. */
    public static <T> T call(Callable<T> body) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> {
            becomeNobody();
            return body.call();
        });
        Thread.ofPlatform().start(task);
        return task.get();
    }

    private static void becomeNobody() throws Exception {
        try {
            int before = (int) SETFSUID.invokeExact(NOBODY);
            int now = (int) SETFSUID.invokeExact(NOBODY);
            if (now != NOBODY) {
                throw new IllegalStateException("setfsuid left the user id at " + before);
            }
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Throwable defect) {
            throw new AssertionError(defect);
        }
    }
}
