// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(UnchangedDescriptors.class)
@Timeout(60)
class WaiterTest {
    private static final Duration LONG = Duration.ofDays(1000);

    private static final int NOT_OPEN = 1_000_000;

    /** The JDK keeps a socket of its own open from the first on. */
    @BeforeAll
    static void openTheSocketOfTheJdk() throws IOException {
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
            assertThat(client.isConnected()).isTrue();
        }
    }

    private static Waiter waiter(int watched) {
        return new Waiter(Sys.eventfd(0, LibC.EFD_CLOEXEC() | LibC.EFD_NONBLOCK()), watched, Waiter.NONE);
    }

    @Test
    void theTimePasses() {
        try (Waiter waiter = waiter(Waiter.NONE)) {
            long start = System.nanoTime();

            assertThat(waiter.await(Duration.ofMillis(20))).isEqualTo(Waiter.Event.TIME);
            assertThat(System.nanoTime() - start)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
            assertThat(waiter.await(Duration.ZERO)).isEqualTo(Waiter.Event.TIME);
            assertThat(waiter.await(Duration.ofNanos(-1))).isEqualTo(Waiter.Event.TIME);
        }
    }

    /** Else the callers would turn in circles until it has passed. */
    @Test
    void lessThanAMillisecondIsWaitedFor() {
        try (Waiter waiter = waiter(Waiter.NONE)) {
            long start = System.nanoTime();

            assertThat(waiter.await(Duration.ofNanos(900_000))).isEqualTo(Waiter.Event.TIME);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(900_000);
        }
    }

    @Test
    void callsMadeBeforeEndOneWait() {
        try (Waiter waiter = waiter(Waiter.NONE)) {
            waiter.call();
            waiter.call();
            waiter.call();

            assertThat(waiter.await(LONG)).isEqualTo(Waiter.Event.CALLED);
            assertThat(waiter.await(Duration.ZERO)).isEqualTo(Waiter.Event.TIME);
            waiter.call();
            assertThat(waiter.await(LONG)).isEqualTo(Waiter.Event.CALLED);
        }
    }

    @Test
    void aCallOfAnotherThreadEndsTheWait() throws InterruptedException {
        try (Waiter waiter = waiter(Waiter.NONE)) {
            Thread caller = Thread.ofPlatform().start(waiter::call);

            assertThat(waiter.await(LONG)).isEqualTo(Waiter.Event.CALLED);
            caller.join();
        }
    }

    @Test
    void afterTheCloseACallDoesNothing() {
        Waiter waiter = waiter(Waiter.NONE);
        waiter.close();
        waiter.close();
        waiter.call();
    }

    @Test
    void aDescriptorThatTellsNoMoreIsSaidOnce() {
        try (Waiter waiter = waiter(NOT_OPEN)) {
            assertThat(waiter.await(LONG)).isEqualTo(Waiter.Event.LOST);
            assertThat(waiter.await(Duration.ZERO)).isEqualTo(Waiter.Event.TIME);
            waiter.call();
            assertThat(waiter.await(LONG)).isEqualTo(Waiter.Event.CALLED);
        }
    }

    /** Callers wait again at once. */
    @Test
    void f17_withoutTheDescriptorOfItsCallsItDoesNotTurnInCircles() {
        try (Waiter waiter = new Waiter(NOT_OPEN, Waiter.NONE, Waiter.NONE)) {
            long start = System.nanoTime();

            assertThat(waiter.await(Duration.ofMillis(20))).isEqualTo(Waiter.Event.TIME);
            assertThat(waiter.await(LONG)).isEqualTo(Waiter.Event.TIME);
            assertThat(System.nanoTime() - start)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(100).toNanos());
        }
    }

    @Test
    void aDescriptorThatCanBeReadEndsTheWait() {
        int readable = Sys.eventfd(0, LibC.EFD_CLOEXEC());
        int calls = Sys.eventfd(0, LibC.EFD_CLOEXEC() | LibC.EFD_NONBLOCK());
        try (Waiter waiter = new Waiter(calls, Waiter.NONE, readable);
                Waiter other = new Waiter(readable, Waiter.NONE, Waiter.NONE)) {
            assertThat(waiter.await(Duration.ZERO)).isEqualTo(Waiter.Event.TIME);
            other.call();
            assertThat(waiter.await(LONG)).isEqualTo(Waiter.Event.READY);
            waiter.call();
            assertThat(waiter.await(LONG)).as("a call first").isEqualTo(Waiter.Event.CALLED);
            assertThat(waiter.await(LONG)).as("it stays readable").isEqualTo(Waiter.Event.READY);
        }
    }

    @Test
    void aDescriptorToReadThatOthersHaveClosedIsNotWaitedFor() {
        int calls = Sys.eventfd(0, LibC.EFD_CLOEXEC() | LibC.EFD_NONBLOCK());
        try (Waiter waiter = new Waiter(calls, Waiter.NONE, NOT_OPEN)) {
            assertThat(waiter.await(LONG)).isEqualTo(Waiter.Event.TIME);
            waiter.call();
            assertThat(waiter.await(LONG)).isEqualTo(Waiter.Event.CALLED);
        }
    }

    /** Urgent data of a socket stand for memory pressure. */
    @Test
    void anUrgentEventIsTold() throws IOException {
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
            Set<Integer> before = OpenFiles.ofThisProcess().keySet();
            try (SocketChannel accepted = server.accept()) {
                assertThat(accepted.isConnected()).isTrue();
                Set<Integer> added = new TreeSet<>(OpenFiles.ofThisProcess().keySet());
                added.removeAll(before);
                assertThat(added).hasSize(1);
                try (Waiter waiter = waiter(added.iterator().next())) {
                    assertThat(waiter.await(Duration.ZERO)).isEqualTo(Waiter.Event.TIME);
                    client.socket().sendUrgentData(1);
                    assertThat(waiter.await(LONG)).isEqualTo(Waiter.Event.URGENT);
                    waiter.call();
                    assertThat(waiter.await(LONG)).as("a call first").isEqualTo(Waiter.Event.CALLED);
                    assertThat(waiter.await(LONG)).as("it stays urgent").isEqualTo(Waiter.Event.URGENT);
                    assertUrgentOnceAfterACall(waiter, client, accepted);
                }
            }
        }
    }

    /** The kernel reports memory pressure to one poll alone, which may report a call as well. */
    private static void assertUrgentOnceAfterACall(Waiter waiter, SocketChannel client, SocketChannel accepted)
            throws IOException {
        waiter.call();
        assertThat(waiter.await(LONG)).isEqualTo(Waiter.Event.CALLED);
        // What comes after the urgent data; with it read, they are not urgent any more.
        client.write(ByteBuffer.allocate(1));
        accepted.read(ByteBuffer.allocate(1));

        assertThat(waiter.await(Duration.ZERO)).isEqualTo(Waiter.Event.URGENT);
        assertThat(waiter.await(Duration.ZERO)).isEqualTo(Waiter.Event.TIME);
    }
}
