// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.support.Background;
import io.github.dmabuf4j.support.DescriptorLimit;
import io.github.dmabuf4j.support.FailingCall;
import io.github.dmabuf4j.support.Peer;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Listening and connecting: no buffer is needed for that. */
@ExtendWith(UnchangedDescriptors.class)
@Timeout(60)
@SuppressWarnings("try")
class ShareListenerTest {
    private static final Duration LONG = Duration.ofDays(1000);

    @TempDir
    static Path folder;

    private Path path;

    /** The JDK keeps a socket of its own open from the first on. */
    @BeforeAll
    static void openTheSocketOfTheJdk() throws Exception {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).close();
    }

    /** What a failure needs is loaded from files, which takes descriptors that a test may not leave. */
    @BeforeAll
    static void loadTheClassesOfFailures() {
        Path nowhere = folder.resolve("nowhere");
        assertFails("connect", LibC.ENOENT(), "nowhere", () -> ShareChannel.connect(nowhere));
    }

    @BeforeEach
    void cleanUp() throws Exception {
        path = folder.resolve("socket");
        Files.deleteIfExists(path);
    }

    private static void assertFails(String operation, int errno, String part, ThrowingCallable call) {
        assertThatExceptionOfType(DmaBufException.class)
                .isThrownBy(call)
                .withMessageContaining(part)
                .satisfies(failure -> {
                    assertThat(failure.operation()).isEqualTo(operation);
                    assertThat(failure.errno()).isEqualTo(errno);
                });
    }

    @Test
    void f13_thePathInAMessageIsEscaped() throws Exception {
        ShareListener listener = ShareListener.bind(folder.resolve("a\n\u001b[31m"));
        listener.close();
        assertThatIllegalStateException()
                .isThrownBy(listener::accept)
                .withMessageEndingWith("/a\\u000a\\u001b[31m is closed");
        assertThat(listener.toString()).endsWith("/a\\u000a\\u001b[31m, closed]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShareListener.bind(Path.of("\n" + "x".repeat(107))))
                .withMessageContaining(" \\u000axxx");
    }

    @Test
    void whoConnectsIsAcceptedInOrder() throws Exception {
        try (ShareListener listener = ShareListener.bind(path);
                ShareChannel first = ShareChannel.connect(path);
                ShareChannel second = ShareChannel.connect(path);
                ShareChannel acceptedFirst = listener.accept();
                ShareChannel acceptedSecond = listener.accept()) {
            first.send(List.of(), List.of(), new byte[] {1});
            second.send(List.of(), List.of(), new byte[] {2});
            assertThat(acceptedFirst.receive().orElseThrow().data()).containsExactly(1);
            assertThat(acceptedSecond.receive().orElseThrow().data()).containsExactly(2);
            assertThat(listener.path()).isEqualTo(path);
        }
    }

    @Test
    void allItsSocketsAreClosedByExec() throws Exception {
        Map<Integer, String> before = OpenFiles.ofThisProcess();
        try (ShareListener listener = ShareListener.bind(path);
                ShareChannel connected = ShareChannel.connect(path);
                ShareChannel accepted = listener.accept()) {
            Map<Integer, String> sockets = new TreeMap<>(OpenFiles.ofThisProcess());
            sockets.keySet().removeAll(before.keySet());
            assertThat(sockets)
                    .as("three, and the directory of the listener's file")
                    .hasSize(4);
            assertThat(sockets.keySet()).allMatch(OpenFiles::isCloseOnExec);
            assertThat(connected.toString() + accepted).doesNotContain("closed");
        }
    }

    @Test
    void itsFileGoesAndItsConnectionsLiveOnWhenItIsClosed() throws Exception {
        ShareListener listener = ShareListener.bind(path);
        try (ShareChannel connected = ShareChannel.connect(path);
                ShareChannel accepted = listener.accept()) {
            assertThat(path).exists();
            assertThat(listener.isOpen()).isTrue();
            listener.close();
            listener.close();
            assertThat(listener.isOpen()).isFalse();
            assertThat(path).doesNotExist();
            assertThat(listener.toString()).endsWith("closed]");
            connected.send();
            assertThat(accepted.receive()).isPresent();
        }
        assertThatIllegalStateException().isThrownBy(listener::accept).withMessageContaining("is closed");
    }

    @Test
    void aCloseForgivesThatTheFileHasGone() throws Exception {
        ShareListener listener = ShareListener.bind(path);
        Files.delete(path);
        listener.close();
        assertThat(path).doesNotExist();
    }

    @Test
    void aFileThatIsThereIsNotReplaced() throws Exception {
        Files.createFile(path);
        assertFails("bind", LibC.EADDRINUSE(), "remove it", () -> ShareListener.bind(path));
        assertThat(path).exists();
    }

    @Test
    void theFileOfAnEndedProgramRefusesUntilItIsRemoved() throws Exception {
        staleSocket();
        assertFails("connect", LibC.ECONNREFUSED(), path.toString(), () -> ShareChannel.connect(path));
        assertFails("bind", LibC.EADDRINUSE(), "a program that has ended left it", () -> ShareListener.bind(path));
        Files.delete(path);
        ShareListener.bind(path).close();
    }

    /** As a program leaves it that is killed. */
    private void staleSocket() throws Exception {
        Path other = folder.resolve("moved");
        try (ShareListener listener = ShareListener.bind(other)) {
            Files.move(other, path);
        }
    }

    @Test
    void aFolderThatIsNotThereIsSaid() {
        Path nowhere = folder.resolve("none").resolve("socket");
        assertFails("open", LibC.ENOENT(), "none", () -> ShareListener.bind(nowhere));
        assertFails("connect", LibC.ENOENT(), "none/socket", () -> ShareChannel.connect(nowhere));
    }

    @Test
    void f31_withoutADirectoryNoFileIsSaidToBeLeft() {
        Path nowhere = folder.resolve("none").resolve("socket");

        assertThatExceptionOfType(DmaBufException.class)
                .isThrownBy(() -> ShareListener.bind(nowhere))
                .satisfies(failure -> assertThat(failure).hasNoSuppressedExceptions());
    }

    @Test
    void aPathThatIsTooLongIsRefused() throws Exception {
        String room = folder + "/";
        Path longest = Path.of(room + "x".repeat(107 - room.length()));
        Path tooLong = Path.of(room + "x".repeat(108 - room.length()));
        try (ShareListener listener = ShareListener.bind(longest);
                ShareChannel channel = ShareChannel.connect(longest)) {
            assertThat(longest).exists();
            assertThat(channel.toString() + listener).doesNotContain("closed");
        }
        for (Path bad : new Path[] {tooLong, Path.of("")}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ShareListener.bind(bad))
                    .withMessageContaining("107");
            assertThatIllegalArgumentException().isThrownBy(() -> ShareChannel.connect(bad));
        }
    }

    @Test
    void aPathIsMeasuredInBytes() {
        Path path = Path.of("/tmp/" + "ü".repeat(52));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShareListener.bind(path))
                .withMessageContaining("has 109");
    }

    @Test
    void aSocketOfAnotherTypeIsSaid() throws Exception {
        try (ServerSocketChannel stream = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stream.bind(UnixDomainSocketAddress.of(path));
            assertFails("connect", LibC.EPROTOTYPE(), path.toString(), () -> ShareChannel.connect(path));
        }
    }

    @Test
    void withoutADescriptorLeftNothingIsMade() throws Exception {
        try (ShareListener listener = ShareListener.bind(path)) {
            try (DescriptorLimit limit = DescriptorLimit.leaving(0)) {
                assertFails("socket", LibC.EMFILE(), "", () -> ShareListener.bind(folder.resolve("other")));
                assertFails("socket", LibC.EMFILE(), "", () -> ShareChannel.connect(path));
            }
            try (DescriptorLimit limit = DescriptorLimit.leaving(1)) {
                assertFails("open", LibC.EMFILE(), "", () -> ShareListener.bind(folder.resolve("other")));
            }
            assertThat(folder.resolve("other")).doesNotExist();
        }
    }

    @Test
    void whoCannotBeAcceptedForWantOfDescriptorsIsAcceptedLater() throws Exception {
        try (ShareListener listener = ShareListener.bind(path);
                ShareChannel connected = ShareChannel.connect(path)) {
            try (DescriptorLimit limit = DescriptorLimit.leaving(0)) {
                assertFails("accept4", LibC.EMFILE(), "ulimit -n", listener::accept);
            }
            try (ShareChannel accepted = listener.accept()) {
                connected.send();
                assertThat(accepted.receive()).isPresent();
            }
        }
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        try (ShareListener listener = ShareListener.bind(path)) {
            Background<ShareChannel> accepting = Background.waiting(listener::accept);
            accepting.interrupt();
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(accepting::result);
            try (ShareChannel connected = ShareChannel.connect(path);
                    ShareChannel accepted = listener.accept()) {
                connected.close();
                assertThat(accepted.receive()).isEmpty();
            }
        }
    }

    @Test
    void f24_aCloseEndsTheWaitsOfAllAcceptors() throws Exception {
        for (int round = 0; round < 100; round++) {
            ShareListener listener = ShareListener.bind(path);
            Background<ShareChannel> accepting = Background.waiting(listener::accept);
            Background<?> another = Background.waiting(() -> listener.accept(LONG));
            Background<?> virtual = Background.waitingVirtual(() -> listener.accept(LONG));
            listener.close();
            for (Background<?> one : List.of(accepting, another, virtual)) {
                assertThatExceptionOfType(AsynchronousCloseException.class).isThrownBy(one::result);
            }
            assertThatIllegalStateException().isThrownBy(() -> listener.accept(LONG));
        }
    }

    @Test
    void aConnectEndsTheWait() throws Exception {
        try (ShareListener listener = ShareListener.bind(path)) {
            Background<ShareChannel> accepting = Background.waiting(listener::accept);
            try (ShareChannel connected = ShareChannel.connect(path);
                    ShareChannel accepted = accepting.result()) {
                connected.send();
                assertThat(accepted.receive()).isPresent();
            }
        }
    }

    @Test
    void whoIsNotAcceptedSeesTheEnd() throws Exception {
        ShareListener listener = ShareListener.bind(path);
        try (ShareChannel connected = ShareChannel.connect(path)) {
            listener.close();
            assertFails("recvmsg", LibC.ECONNRESET(), "the other process has closed", connected::receive);
            assertThat(connected.receive()).isEmpty();
        }
    }

    @Test
    void f20_aCloseLeavesTheSocketOfAnotherListener() throws Exception {
        ShareListener first = ShareListener.bind(path);
        Files.delete(path);
        try (ShareListener second = ShareListener.bind(path)) {
            first.close();
            try (ShareChannel connected = ShareChannel.connect(path);
                    ShareChannel accepted = second.accept()) {
                connected.send();
                assertThat(accepted.receive()).isPresent();
            }
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void f20_aCloseLeavesWhatIsNoSocket() throws Exception {
        ShareListener listener = ShareListener.bind(path);
        Files.delete(path);
        Files.writeString(path, "of another program");
        listener.close();
        assertThat(path).hasContent("of another program");
    }

    @Test
    void f20_aCloseLeavesALinkToItsSocket() throws Exception {
        ShareListener listener = ShareListener.bind(path);
        Path moved = Files.move(path, folder.resolve("moved-socket"));
        Files.createSymbolicLink(path, moved);
        listener.close();
        assertThat(path).isSymbolicLink();
        assertThat(moved).exists();
        Files.delete(moved);
    }

    @Test
    void f20_aCloseRemovesItsSocketFromADirectoryThatWasRenamed() throws Exception {
        Path directory = Files.createDirectory(folder.resolve("before"));
        ShareListener listener = ShareListener.bind(directory.resolve("s"));
        Path renamed = Files.move(directory, folder.resolve("after"));
        Files.createDirectory(directory);
        Path other = Files.createFile(directory.resolve("s"));
        listener.close();
        assertThat(renamed).isEmptyDirectory();
        assertThat(other).exists();
        Files.delete(renamed);
    }

    @Test
    void f20_aRelativePathIsRemoved() throws Exception {
        Path relative = Path.of("dmabuf4j-test-" + ProcessHandle.current().pid());
        try (ShareListener listener = ShareListener.bind(relative)) {
            assertThat(relative).exists();
            assertThat(listener.path()).isEqualTo(relative);
        }
        assertThat(relative).doesNotExist();
    }

    @Test
    void f20_aBindThatFailsHalfWayLeavesNoFile() {
        assertFails(
                "listen",
                LibC.EACCES(),
                path.toString(),
                () -> FailingCall.LISTEN.with(LibC.EACCES(), () -> ShareListener.bind(path)));
        assertThat(path).doesNotExist();
    }

    @Test
    void f31_aFileThatCannotBeRemovedIsSaidToBeLeft() throws Exception {
        for (FailingCall call : List.of(FailingCall.UNLINKAT, FailingCall.STATX)) {
            ShareListener listener = ShareListener.bind(path);
            assertFails(
                    call.name().toLowerCase(Locale.ROOT),
                    LibC.EPERM(),
                    path + " failed: EPERM",
                    () -> call.with(LibC.EPERM(), () -> closed(listener)));
            assertThat(path).exists();
            assertFails("connect", LibC.ECONNREFUSED(), "", () -> ShareChannel.connect(path));
            listener.close();
            Files.delete(path);
        }
    }

    private static boolean closed(ShareListener listener) throws Exception {
        try {
            listener.close();
            return true;
        } catch (DmaBufException failure) {
            assertThat(failure).hasMessageEndingWith("nobody listens any more, but the file of the socket is left");
            throw failure;
        }
    }

    @Test
    void f31_whatABindThatFailedCouldNotRemoveIsSaidToo() {
        assertThatExceptionOfType(DmaBufException.class)
                .isThrownBy(() -> FailingCall.STATX.with(
                        LibC.ENOMEM(), () -> FailingCall.LISTEN.with(LibC.EACCES(), () -> ShareListener.bind(path))))
                .satisfies(failure -> assertThat(failure.operation()).isEqualTo("listen"))
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .isInstanceOfSatisfying(
                                DmaBufException.class,
                                left -> assertThat(left.errno()).isEqualTo(LibC.ENOMEM())));
        assertThat(path).exists();
    }

    @Test
    void f22_whoDoesNotConnectIsWaitedForNoLongerThanTheTime() throws Exception {
        try (ShareListener listener = ShareListener.bind(path)) {
            assertThat(listener.accept(Duration.ofMillis(5))).isEmpty();
            for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(Long.MIN_VALUE))) {
                assertThat(listener.accept(none)).isEmpty();
                try (ShareChannel connected = ShareChannel.connect(path, none).orElseThrow();
                        ShareChannel accepted = listener.accept(none).orElseThrow()) {
                    connected.send();
                    assertThat(accepted.receive()).isPresent();
                }
            }
        }
    }

    @Test
    void f22_anInterruptEndsAWaitWithATimeLimit() throws Exception {
        try (ShareListener listener = ShareListener.bind(path)) {
            Background<?> accepting = Background.waiting(() -> listener.accept(LONG));
            accepting.interrupt();
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(accepting::result);
        }
    }

    /** The C program has room for one that it has not accepted, and the kernel for one more. */
    @Test
    void f22_aListenerWithoutRoomIsWaitedForNoLongerThanTheTime() throws Exception {
        try (Peer peer = Peer.start()) {
            peer.tell("listen", path);
            try (ShareChannel first = ShareChannel.connect(path);
                    ShareChannel second =
                            ShareChannel.connect(path, Duration.ZERO).orElseThrow()) {
                assertThat(ShareChannel.connect(path, Duration.ZERO)).isEmpty();
                assertThat(ShareChannel.connect(path, Duration.ofMillis(5))).isEmpty();
                Background<ShareChannel> interrupted = Background.waiting(() -> ShareChannel.connect(path));
                interrupted.interrupt();
                assertThatExceptionOfType(InterruptedException.class).isThrownBy(interrupted::result);
                Background<ShareChannel> waiting = Background.waiting(() -> ShareChannel.connect(path));
                peer.tell("accept-one");
                try (ShareChannel third = waiting.result()) {
                    assertThat(third.toString() + first + second).doesNotContain("closed");
                }
            }
        }
    }

    @Test
    void f22_bothEndsAreToldWhoTheOtherIs() throws Exception {
        long uid = ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
        long gid = ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:gid")).longValue();
        PeerCredentials self = new PeerCredentials(ProcessHandle.current().pid(), uid, gid);
        try (Peer peer = Peer.start();
                ShareChannel toPeer = peer.connect(folder);
                ShareListener listener = ShareListener.bind(path);
                ShareChannel connected = ShareChannel.connect(path);
                ShareChannel accepted = listener.accept()) {
            assertThat(connected.peerCredentials()).isEqualTo(self);
            assertThat(accepted.peerCredentials()).isEqualTo(self);
            PeerCredentials other = new PeerCredentials(peer.pid(), uid, gid);
            assertThat(toPeer.peerCredentials()).isEqualTo(other);
            peer.kill();
            assertThat(toPeer.peerCredentials()).as("that has ended").isEqualTo(other);
            connected.close();
            assertThatIllegalStateException().isThrownBy(connected::peerCredentials);
        }
    }
}
