// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.support.GeneratedBindings.Claim;
import io.github.dmabuf4j.support.HeaderProbe;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.lang.foreign.MemoryLayout.PathElement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(UnchangedDescriptors.class)
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class EpollTest {
    private static final int NOT_OPEN = 1_000_000;

    @TempDir
    Path directory;

    private final List<Event> events = new ArrayList<>();

    private int fd;
    private Epoll set;

    @BeforeEach
    void make() {
        fd = Epoll.create();
        set = Epoll.of(fd);
    }

    private Event event() {
        Event event = new Event();
        events.add(event);
        return event;
    }

    private List<Integer> told() {
        return IntStream.range(0, set.await()).mapToObj(set::descriptor).toList();
    }

    @AfterEach
    void closeAll() {
        events.forEach(Event::close);
        Sys.close(fd);
    }

    /** Written by hand, and different on each architecture. */
    @Test
    void theLayoutOfAnEventIsThatOfTheHeaders() throws Exception {
        List<Claim> claims = List.of(
                new Claim("size", "sizeof(struct epoll_event)", Epoll.EVENT.byteSize()),
                new Claim("events", "offsetof(struct epoll_event, events)", offset("events")),
                new Claim("data", "offsetof(struct epoll_event, data)", offset("data")));

        assertThat(HeaderProbe.mismatches(
                        claims, HeaderProbe.ofLibrary(directory).values(claims)))
                .isEmpty();
    }

    private static long offset(String field) {
        return Epoll.EVENT.byteOffset(PathElement.groupElement(field));
    }

    @Test
    void itIsClosedByAnExec() {
        assertThat(OpenFiles.isCloseOnExec(fd)).isTrue();
    }

    @Test
    void anEventIsToldOnceUntilItIsWatchedAgain() {
        Event event = event();
        Event another = event();
        event.set();

        assertThat(set.add(event.number(), LibC.POLLIN())).isZero();
        assertThat(told()).containsExactly(event.number());

        another.set();
        assertThat(set.add(another.number(), LibC.POLLIN())).isZero();
        assertThat(told()).as("the other alone").containsExactly(another.number());

        assertThat(set.rearm(event.number(), LibC.POLLIN())).isZero();
        assertThat(told()).containsExactly(event.number());
    }

    @Test
    void onlyWhatIsWatchedForIsTold() {
        Event event = event();
        Event another = event();
        another.set();

        assertThat(set.add(event.number(), LibC.POLLIN())).isZero();
        assertThat(set.add(another.number(), LibC.POLLIN())).isZero();
        assertThat(told()).containsExactly(another.number());

        assertThat(set.rearm(event.number(), LibC.POLLOUT())).isZero();
        assertThat(told()).containsExactly(event.number());
    }

    @Test
    void whatIsTakenOutIsToldNoMore() {
        Event event = event();
        Event another = event();
        set.add(event.number(), LibC.POLLIN());
        set.add(another.number(), LibC.POLLIN());

        assertThat(set.remove(event.number())).isZero();
        event.set();
        another.set();

        assertThat(told()).containsExactly(another.number());
        assertThat(set.remove(event.number())).isEqualTo(-LibC.ENOENT());
        assertThat(set.rearm(event.number(), LibC.POLLIN())).isEqualTo(-LibC.ENOENT());
    }

    @Test
    void moreEventsThanItTellsAtOnceAreAllTold() {
        Set<Integer> all = new TreeSet<>();
        for (int i = 0; i < 300; i++) {
            Event event = event();
            event.set();
            assertThat(set.add(event.number(), LibC.POLLIN())).isZero();
            all.add(event.number());
        }
        Set<Integer> told = new TreeSet<>();
        while (told.size() < all.size()) {
            for (int one : told()) {
                assertThat(told.add(one)).isTrue();
            }
        }
        assertThat(told).isEqualTo(all);
    }

    @Test
    void whatCannotBeWatchedIsRefused() {
        Event event = event();
        assertThat(set.add(event.number(), LibC.POLLIN())).isZero();

        assertThat(set.add(event.number(), LibC.POLLIN())).isEqualTo(-LibC.EEXIST());
        assertThat(set.add(NOT_OPEN, LibC.POLLIN())).isEqualTo(-LibC.EBADF());
        int folder = Sys.open(directory.toString(), LibC.O_RDONLY() | LibC.O_CLOEXEC());
        try {
            assertThat(set.add(folder, LibC.POLLIN())).isEqualTo(-LibC.EPERM());
        } finally {
            Sys.close(folder);
        }
    }

    @Test
    void aSetWhoseDescriptorOthersHaveClosedSaysSo() {
        assertThat(Epoll.of(NOT_OPEN).await()).isEqualTo(-LibC.EBADF());
    }
}
