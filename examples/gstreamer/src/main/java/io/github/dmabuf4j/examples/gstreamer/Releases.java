// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.gstreamer;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Learns when GStreamer has done with a buffer: it calls a weak reference when the last reference to the buffer is gone. */
final class Releases {
    private static final Map<Long, CompletableFuture<Void>> WAITING = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBER = new AtomicLong();

    /** It is never freed: a thread of GStreamer may still be on its way out of it. */
    private static final MemorySegment NOTIFY = notifyFunction();

    private Releases() {}

    /** A {@code GstMiniObjectNotify}: called by a thread of GStreamer. An exception would end the JVM. */
    @FunctionalInterface
    interface Notify {
        void released(long number, long buffer);
    }

    private static MemorySegment notifyFunction() {
        Notify notify = (number, buffer) -> complete(number);
        try {
            MethodType type = MethodType.methodType(void.class, long.class, long.class);
            MethodHandle released = MethodHandles.lookup().findVirtual(Notify.class, "released", type);
            return Linker.nativeLinker()
                    .upcallStub(
                            released.bindTo(notify), FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG), Arena.global());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void complete(long number) {
        CompletableFuture<Void> released = WAITING.remove(number);
        if (released != null) {
            released.complete(null);
        }
    }

    /** Returns a future that is completed when nothing uses the buffer any more. */
    static CompletableFuture<Void> of(Gst gst, long buffer) {
        CompletableFuture<Void> released = new CompletableFuture<>();
        long number = NUMBER.incrementAndGet();
        WAITING.put(number, released);
        gst.miniObjectWeakRef.call(buffer, NOTIFY.address(), number);
        return released;
    }
}
