// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.standin.StandIn;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.internal.sys.Sockets;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.support.Background;
import io.github.dmabuf4j.support.ChildJvm;
import io.github.dmabuf4j.support.FreedLog;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The life of a channel, with messages of nothing but data: on every kernel. */
@ExtendWith(UnchangedDescriptors.class)
@Timeout(60)
class ShareChannelTest {
    private static final Duration LONG = Duration.ofDays(1000);

    @TempDir
    static Path folder;

    private Pair pair;

    /** The two ends of a connection. */
    private record Pair(ShareChannel left, ShareChannel right) implements AutoCloseable {
        static Pair open() throws Exception {
            try (ShareListener listener = ShareListener.bind(folder.resolve("socket"))) {
                return new Pair(ShareChannel.connect(listener.path()), listener.accept());
            }
        }

        @Override
        public void close() {
            left.close();
            right.close();
        }
    }

    /** The JDK keeps a socket of its own open from the first on. */
    @BeforeAll
    static void openTheSocketOfTheJdk() throws Exception {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).close();
    }

    @BeforeEach
    void openPair() throws Exception {
        pair = Pair.open();
    }

    @AfterEach
    void closePair() {
        pair.close();
    }

    private static void send(ShareChannel channel, byte... data) throws Exception {
        channel.send(List.of(), List.of(), data);
    }

    private static byte[] receive(ShareChannel channel) throws Exception {
        return channel.receive().orElseThrow().data();
    }

    private static void assertFailsWith(int errno, String part, Callable<?> call) {
        assertThatExceptionOfType(DmaBufException.class)
                .isThrownBy(call::call)
                .withMessageContaining(part)
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(errno));
    }

    @Test
    void messagesKeepTheirBoundsAndTheirOrderInBothDirections() throws Exception {
        send(pair.left, (byte) 1, (byte) 2);
        send(pair.left);
        send(pair.left, (byte) 3);
        send(pair.right, (byte) 4);
        assertThat(receive(pair.right)).containsExactly(1, 2);
        assertThat(receive(pair.right)).isEmpty();
        assertThat(receive(pair.right)).containsExactly(3);
        assertThat(receive(pair.left)).containsExactly(4);
    }

    @Test
    void aMessageHasAsManyBytesAsItMay() throws Exception {
        byte[] most = new byte[ShareChannel.MAX_DATA_BYTES];
        most[most.length - 1] = 7;
        send(pair.left, most);
        assertThat(receive(pair.right)).isEqualTo(most);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> send(pair.left, new byte[ShareChannel.MAX_DATA_BYTES + 1]))
                .withMessageContaining("at most 65536 bytes");
        StandIn.allow();
        try (DmaBuf buffer = DmaBuf.adopt(StandIn.create(4096))) {
            List<DmaBuf> tooMany = Collections.nCopies(ShareChannel.MAX_ITEMS + 1, buffer);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pair.left.send(tooMany, List.of(), new byte[0]))
                    .withMessageContaining("at most 253 buffers");
        }
        assertThat(pair.right.await(Duration.ZERO)).as("nothing was sent").isFalse();
    }

    /** A list that another thread empties after its size was asked for. */
    private static final class Emptied extends AbstractList<SyncFile> {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public Iterator<SyncFile> iterator() {
            return Collections.emptyIterator();
        }

        @Override
        public SyncFile get(int index) {
            throw new IndexOutOfBoundsException(index);
        }
    }

    @Test
    void aListThatIsEmptiedMeanwhileSendsNoDescriptor() throws Exception {
        pair.left.send(List.of(), new Emptied(), new byte[] {7});
        Delivery delivery = pair.right.receive().orElseThrow();
        assertThat(delivery.data()).containsExactly(7);
        assertThat(delivery.syncFiles()).isEmpty();
    }

    @Test
    void theDataAreACopy() throws Exception {
        send(pair.left, (byte) 1);
        Delivery delivery = pair.right.receive().orElseThrow();
        delivery.data()[0] = 2;
        assertThat(delivery.data()).containsExactly(1);
        assertThat(delivery.buffers()).isEmpty();
        assertThat(delivery.names()).isEmpty();
        assertThat(delivery.syncFiles()).isEmpty();
        delivery.close();
    }

    @Test
    void whatWasSentBeforeACloseArrivesAndThenTheEnd() throws Exception {
        send(pair.left, (byte) 1);
        send(pair.left, (byte) 2);
        pair.left.close();
        assertThat(receive(pair.right)).containsExactly(1);
        assertThat(receive(pair.right)).containsExactly(2);
        assertThat(pair.right.receive()).isEmpty();
        assertThat(pair.right.receive()).as("again").isEmpty();
        assertFailsWith(LibC.EPIPE(), "has closed the channel, or has ended", () -> sendOne(pair.right));
    }

    private static boolean sendOne(ShareChannel channel) throws Exception {
        send(channel, (byte) 1);
        return true;
    }

    @Test
    void thatTheOtherDidNotReadAllIsSaidOnceAndItsMessagesArrive() throws Exception {
        send(pair.left, (byte) 1);
        send(pair.right, (byte) 2);
        pair.right.close();
        assertFailsWith(LibC.ECONNRESET(), "has closed the channel, or has ended", pair.left::receive);
        assertThat(receive(pair.left)).containsExactly(2);
        assertThat(pair.left.receive()).isEmpty();
    }

    @Test
    void timeOutMessageAndEndAreToldApart() throws Exception {
        assertThat(pair.right.await(Duration.ZERO)).isFalse();
        assertThat(pair.right.await(Duration.ofMillis(5))).isFalse();
        Background<Boolean> waiting = Background.waiting(() -> pair.right.await(LONG));
        send(pair.left, (byte) 1);
        assertThat(waiting.result()).isTrue();
        assertThat(pair.right.await(Duration.ZERO)).isTrue();
        assertThat(receive(pair.right)).containsExactly(1);
        assertThat(pair.right.await(Duration.ZERO)).isFalse();
        Background<Boolean> waitingForTheEnd = Background.waiting(() -> pair.right.await(LONG));
        pair.left.close();
        assertThat(waitingForTheEnd.result()).isTrue();
        assertThat(pair.right.receive()).isEmpty();
    }

    @Test
    void aMessageEndsTheWaitOfAReceiver() throws Exception {
        Background<byte[]> receiving = Background.waiting(() -> receive(pair.right));
        send(pair.left, (byte) 1);
        assertThat(receiving.result()).containsExactly(1);
    }

    @Test
    void anInterruptEndsTheWaitOfAReceiver() throws Exception {
        Background<byte[]> receiving = Background.waiting(() -> receive(pair.right));
        receiving.interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(receiving::result);
        send(pair.left, (byte) 1);
        assertThat(receive(pair.right)).as("none was lost").containsExactly(1);
    }

    @Test
    void whoWasInterruptedBeforeTakesAndSendsNothing() throws Exception {
        send(pair.left, (byte) 1);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(pair.right::receive);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> send(pair.left, (byte) 2));
        assertThat(receive(pair.right)).containsExactly(1);
        assertThat(pair.right.await(Duration.ZERO)).isFalse();
    }

    /** Fills the channel; returns how many messages that took. */
    private static int fill(ShareChannel channel) throws Exception {
        byte[] much = new byte[ShareChannel.MAX_DATA_BYTES];
        int sent = 0;
        while (channel.send(List.of(), List.of(), much, Duration.ZERO)) {
            sent++;
        }
        return sent;
    }

    @Test
    void anInterruptEndsTheWaitOfASenderWhoHasSentNothingThen() throws Exception {
        int sent = fill(pair.left);
        assertThat(sent).isPositive();
        Background<Boolean> sending = Background.waiting(() -> sendOne(pair.left));
        sending.interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(sending::result);
        for (int i = 0; i < sent; i++) {
            assertThat(receive(pair.right)).hasSize(ShareChannel.MAX_DATA_BYTES);
        }
        assertThat(pair.right.await(Duration.ZERO)).isFalse();
    }

    @Test
    void roomEndsTheWaitOfASender() throws Exception {
        int sent = fill(pair.left);
        Background<Boolean> sending = Background.waiting(() -> sendOne(pair.left));
        for (int i = 0; i < sent; i++) {
            receive(pair.right);
        }
        assertThat(sending.result()).isTrue();
        assertThat(receive(pair.right)).containsExactly(1);
    }

    @Test
    void theEndOfTheOtherEndsTheWaitOfASender() throws Exception {
        fill(pair.left);
        Background<Boolean> sending = Background.waiting(() -> sendOne(pair.left));
        pair.right.close();
        // Which of the two depends on whether the sender sees the shutdown or already the close.
        assertThatExceptionOfType(DmaBufException.class)
                .isThrownBy(sending::result)
                .withMessageContaining("has closed the channel, or has ended")
                .satisfies(failure -> assertThat(failure.errno()).isIn(LibC.EPIPE(), LibC.ECONNRESET()));
    }

    @Test
    void f22_aSenderWaitsNoLongerThanTheTimeAndHasSentNothingThen() throws Exception {
        int sent = fill(pair.left);
        byte[] one = {1};
        for (Duration time : List.of(Duration.ofMillis(5), Duration.ZERO, Duration.ofSeconds(Long.MIN_VALUE))) {
            assertThat(pair.left.send(List.of(), List.of(), one, time)).isFalse();
        }
        for (int i = 0; i < sent; i++) {
            assertThat(receive(pair.right)).hasSize(ShareChannel.MAX_DATA_BYTES);
        }
        assertThat(pair.right.receive(Duration.ZERO)).isEmpty();
        assertThat(pair.left.send(List.of(), List.of(), one, Duration.ZERO)).isTrue();
        assertThat(receive(pair.right)).containsExactly(1);
    }

    @Test
    void f22_theTimeIsAlsoThatForOtherThreadsThatWaitBefore() throws Exception {
        fill(pair.left);
        Background<Boolean> sending = Background.waiting(() -> sendOne(pair.left));
        assertThat(pair.left.send(List.of(), List.of(), new byte[0], Duration.ofMillis(5)))
                .isFalse();
        Background<byte[]> receiving = Background.waiting(() -> receive(pair.left));
        assertThat(pair.left.receive(Duration.ofMillis(5))).isEmpty();
        assertThat(pair.left.receive(Duration.ZERO)).isEmpty();
        assertThat(sending.isDone()).isFalse();
        assertThat(receiving.isDone()).isFalse();
        pair.left.close();
        assertThatExceptionOfType(AsynchronousCloseException.class).isThrownBy(sending::result);
        assertThatExceptionOfType(AsynchronousCloseException.class).isThrownBy(receiving::result);
    }

    @Test
    void f22_timeOutAndEndOfAReceiverAreToldApart() throws Exception {
        for (Duration time : List.of(Duration.ofMillis(5), Duration.ZERO, Duration.ofSeconds(Long.MIN_VALUE))) {
            assertThat(pair.right.receive(time)).isEmpty();
            assertThat(pair.right.hasEnded()).isFalse();
            send(pair.left, (byte) 1);
            assertThat(pair.right.receive(time).orElseThrow().data()).containsExactly(1);
        }
        Background<byte[]> receiving =
                Background.waiting(() -> pair.right.receive(LONG).orElseThrow().data());
        send(pair.left, (byte) 2);
        assertThat(receiving.result()).containsExactly(2);
        send(pair.left, (byte) 3);
        pair.left.close();
        assertThat(pair.right.receive(LONG)).isPresent();
        assertThat(pair.right.hasEnded()).isFalse();
        assertThat(pair.right.receive(LONG)).isEmpty();
        assertThat(pair.right.hasEnded()).isTrue();
    }

    @Test
    void f22_anInterruptEndsAWaitWithATimeLimit() throws Exception {
        fill(pair.left);
        Background<?> sending = Background.waiting(() -> pair.left.send(List.of(), List.of(), new byte[0], LONG));
        Background<?> receiving = Background.waiting(() -> pair.left.receive(LONG));
        for (Background<?> one : List.of(sending, receiving)) {
            one.interrupt();
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(one::result);
        }
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> pair.left.receive(Duration.ZERO));
    }

    @Test
    void f24_aCloseEndsTheWaitsOfAllSenders() throws Exception {
        fill(pair.left);
        List<Background<Boolean>> senders = List.of(
                Background.waiting(() -> sendOne(pair.left)),
                Background.waiting(() -> sendOne(pair.left)),
                Background.waiting(() -> pair.left.send(List.of(), List.of(), new byte[0], LONG)),
                Background.waitingVirtual(() -> sendOne(pair.left)));
        pair.left.close();
        for (Background<Boolean> sender : senders) {
            assertThatExceptionOfType(AsynchronousCloseException.class).isThrownBy(sender::result);
        }
        assertThatIllegalStateException().isThrownBy(() -> sendOne(pair.left));
    }

    @Test
    void f24_aCloseEndsTheWaitsOfAllReceivers() throws Exception {
        for (int round = 0; round < 100; round++) {
            try (Pair other = Pair.open()) {
                List<Background<?>> waiting = List.of(
                        Background.waiting(() -> receive(other.right)),
                        Background.waiting(() -> other.right.receive(LONG)),
                        Background.waiting(() -> other.right.await(LONG)),
                        Background.waitingVirtual(() -> receive(other.right)),
                        Background.waitingVirtual(() -> other.right.await(LONG)));
                other.right.close();
                for (Background<?> one : waiting) {
                    assertThatExceptionOfType(AsynchronousCloseException.class).isThrownBy(one::result);
                }
                assertThatIllegalStateException()
                        .isThrownBy(other.right::receive)
                        .withMessageContaining("is closed");
            }
        }
    }

    /** A kernel that looks for a message, sees none, and then that there is an end, returns the end. */
    @Test
    void aMessageRightBeforeTheEndIsReceived() throws Exception {
        for (int round = 0; round < 200; round++) {
            try (Pair other = Pair.open()) {
                Background<byte[]> receiving = Background.of(() -> receive(other.right));
                send(other.left, (byte) 1);
                other.left.close();
                assertThat(receiving.result()).containsExactly(1);
                assertThat(other.right.receive()).isEmpty();
            }
        }
    }

    @Test
    void aCloseAmidCallsIsNeverTakenForTheEndOfTheOther() throws Exception {
        for (int round = 0; round < 200; round++) {
            try (Pair other = Pair.open()) {
                CountDownLatch started = new CountDownLatch(10);
                Background<Void> receiving = Background.of(() -> receiveForever(other.right, started));
                Background<Void> sending = Background.of(() -> sendForever(other.left));
                started.await();
                other.right.close();
                // A call that began after the close is of another kind than one that it ended.
                assertThatThrownBy(receiving::result)
                        .isInstanceOfAny(AsynchronousCloseException.class, IllegalStateException.class);
                assertThatExceptionOfType(DmaBufException.class).isThrownBy(sending::result);
            }
        }
    }

    private static Void receiveForever(ShareChannel channel, CountDownLatch received) throws Exception {
        while (true) {
            receive(channel);
            received.countDown();
        }
    }

    private static Void sendForever(ShareChannel channel) throws Exception {
        while (true) {
            send(channel, (byte) 1);
        }
    }

    @Test
    void afterItsCloseEachCallSaysSo() throws Exception {
        assertThat(pair.left.isOpen()).isTrue();
        pair.left.close();
        pair.left.close();
        assertThat(pair.left.isOpen()).isFalse();
        assertThat(pair.left.toString()).endsWith("closed]");
        assertThatIllegalStateException().isThrownBy(pair.left::receive).withMessageContaining("is closed");
        assertThatIllegalStateException().isThrownBy(() -> send(pair.left)).withMessageContaining("is closed");
        assertThatIllegalStateException()
                .isThrownBy(() -> pair.left.await(LONG))
                .withMessageContaining("is closed");
        assertThatIllegalStateException().isThrownBy(() -> pair.left.await(Duration.ZERO));
    }

    @Test
    void aDroppedChannelIsClosedAndReportedOnceWithItsOrigin() throws Exception {
        try (ShareListener listener = ShareListener.bind(folder.resolve("socket"))) {
            assertThat(FreedLog.of(() -> dropOne(listener))).contains("it is freed now");
            // From the first one on it is recorded where each comes from.
            assertThat(FreedLog.of(() -> dropOne(listener)))
                    .containsOnlyOnce("of " + listener.path() + " was dropped without close; it is freed now")
                    .contains("ShareChannelTest.dropOne");
            for (int dropped = 0; dropped < 2; dropped++) {
                try (ShareChannel other = listener.accept()) {
                    assertThat(other.receive()).isEmpty();
                }
            }
        }
    }

    private static String dropOne(ShareListener listener) throws Exception {
        return ShareChannel.connect(listener.path()).toString();
    }

    /** Compiled code keeps no reference that it does not need any more. */
    @Test
    void nobodyHasDroppedAChannelThatAThreadWaitsFor() throws Exception {
        String printed = ChildJvm.run(
                AwaitedChannelMain.class,
                "-Xcomp",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:CompileCommand=quiet",
                "-XX:CompileCommand=compileonly,io.github.dmabuf4j.share.*::*",
                "-Dsocket=" + folder.resolve("awaited"));
        assertThat(printed.strip()).isEqualTo("true");
    }

    @Test
    void severalSendersAndReceiversLoseAndDuplicateNothing() throws Exception {
        int senders = 4;
        int each = 500;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Integer>>> receivers = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                receivers.add(threads.submit(() -> receiveNumbers(pair.right)));
            }
            List<Future<?>> sending = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                int first = i * each;
                sending.add(threads.submit(() -> sendNumbers(pair.left, first, each)));
            }
            for (Future<?> sender : sending) {
                sender.get();
            }
            pair.left.close();
            List<Integer> received = new ArrayList<>();
            for (Future<List<Integer>> receiver : receivers) {
                received.addAll(receiver.get());
            }
            assertThat(received)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, senders * each).boxed().toList());
        }
    }

    private static Void sendNumbers(ShareChannel channel, int first, int count) throws Exception {
        for (int i = first; i < first + count; i++) {
            send(channel, ByteBuffer.allocate(Integer.BYTES).putInt(i).array());
        }
        return null;
    }

    private static List<Integer> receiveNumbers(ShareChannel channel) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        for (Delivery delivery = channel.receive().orElse(null);
                delivery != null;
                delivery = channel.receive().orElse(null)) {
            numbers.add(ByteBuffer.wrap(delivery.data()).getInt());
        }
        return numbers;
    }

    @Test
    void virtualThreadsThatWaitHoldNoCarriers() throws Exception {
        int count = 100;
        CountDownLatch started = new CountDownLatch(count);
        List<Pair> pairs = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<byte[]>> receivers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Pair one = Pair.open();
                pairs.add(one);
                receivers.add(threads.submit(() -> {
                    started.countDown();
                    return receive(one.right);
                }));
            }
            // Were carriers held, then those that there are would be used up before all have begun.
            assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < count; i++) {
                send(pairs.get(i).left, (byte) i);
            }
            for (int i = 0; i < count; i++) {
                assertThat(receivers.get(i).get()).containsExactly(i);
            }
        } finally {
            pairs.forEach(Pair::close);
        }
    }

    @Test
    void aSocketThatCameFromElsewhereIsAdopted() throws Exception {
        try (ShareListener listener = ShareListener.bind(folder.resolve("adopt"))) {
            int fd = Sockets.socket(0);
            assertThat(Sockets.connect(fd, ShareListener.socketName(listener.path())))
                    .isZero();
            try (ShareChannel adopted = ShareChannel.adopt(fd);
                    ShareChannel accepted = listener.accept()) {
                send(adopted, (byte) 1);
                assertThat(receive(accepted)).containsExactly(1);
            }
            assertThat(OpenFiles.link(fd)).isEmpty();
        }
    }

    @Test
    void whatIsNoSuchSocketIsNotAdopted() throws Exception {
        int memory = Sys.memfdCreate("no-socket", LibC.MFD_CLOEXEC());
        try {
            assertFailsWith(LibC.ENOTSOCK(), "fd " + memory, () -> ShareChannel.adopt(memory));
            assertThat(OpenFiles.link(memory)).as("left as it was").contains("no-socket");
        } finally {
            Sys.close(memory);
        }
        assertFailsWith(LibC.EBADF(), "fd " + memory, () -> ShareChannel.adopt(memory));
        assertFailsWith(LibC.EBADF(), "fd -1", () -> ShareChannel.adopt(-1));
    }

    @Test
    void aSocketOfAnotherTypeIsNotAdopted() throws Exception {
        Map<Integer, String> before = OpenFiles.ofThisProcess();
        try (ServerSocketChannel stream = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            Map<Integer, String> opened = new TreeMap<>(OpenFiles.ofThisProcess());
            opened.keySet().removeAll(before.keySet());
            int fd = Collections.max(opened.keySet());
            assertFailsWith(0, "it is not a Unix socket of type SOCK_SEQPACKET", () -> ShareChannel.adopt(fd));
            assertThat(OpenFiles.link(fd)).as("left as it was").startsWith("socket:[");
            assertThat(stream.isOpen()).isTrue();
        }
    }

    @Test
    void aSocketThatIsNotConnectedSaysSo() throws Exception {
        try (ShareChannel unconnected = ShareChannel.adopt(Sockets.socket(0))) {
            assertFailsWith(LibC.ENOTCONN(), "sendmsg", () -> sendOne(unconnected));
            assertFailsWith(LibC.ENOTCONN(), "recvmsg", unconnected::receive);
        }
    }
}
