// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.support.StandardError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * With an munmap that fails when a test wants it. A kernel at its limit of mappings refuses as well, and ends this JVM, which
 * maps memory for itself.
 */
class UnmapQueueTest {
    private static final int PAGE = 4096;

    private final List<Mapping> unmapped = new ArrayList<>();
    private final List<Runnable> afterCollection = new ArrayList<>();
    private final UnmapQueue queue = new UnmapQueue(this::munmap, this::runLater);
    private int result;
    private boolean javaHasMemory = true;
    private @Nullable Mapping failing;

    private int munmap(Mapping mapping) {
        if (mapping == failing) {
            failing = null;
            throw new StackOverflowError("thrown by a test");
        }
        if (result == 0) {
            unmapped.add(mapping);
        }
        return result;
    }

    private void runLater(Runnable action) {
        if (!javaHasMemory) {
            throw new OutOfMemoryError("thrown by a test");
        }
        afterCollection.add(action);
    }

    private Mapping unmap(int answer) {
        result = answer;
        Mapping mapping = new Mapping(PAGE);
        queue.unmap(mapping);
        return mapping;
    }

    private void collect() {
        List<Runnable> actions = List.copyOf(afterCollection);
        afterCollection.clear();
        actions.forEach(Runnable::run);
    }

    @Test
    void f29_whatTheKernelHadNoMemoryForIsTriedAgainWithTheNextRelease() {
        Mapping one = unmap(-LibC.ENOMEM());
        Mapping two = unmap(-LibC.ENOMEM());
        assertThat(unmapped).isEmpty();

        Mapping three = unmap(0);

        assertThat(unmapped).containsExactlyInAnyOrder(one, two, three);
    }

    @Test
    void f29_itIsTriedAfterEachCollectionUntilItWorks() {
        Mapping one = unmap(-LibC.ENOMEM());
        Mapping two = unmap(-LibC.ENOMEM());
        assertThat(afterCollection).as("once for both").hasSize(1);
        collect();
        assertThat(unmapped).isEmpty();
        assertThat(afterCollection).as("the next one").hasSize(1);

        result = 0;
        collect();

        assertThat(unmapped).containsExactlyInAnyOrder(one, two);
        assertThat(afterCollection).isEmpty();
    }

    @Test
    void f29_withoutJavasMemoryItIsTriedWithTheNextReleaseAlone() {
        javaHasMemory = false;
        Mapping one = unmap(-LibC.ENOMEM());
        javaHasMemory = true;

        Mapping two = unmap(0);

        assertThat(unmapped).containsExactlyInAnyOrder(one, two);
        unmap(-LibC.ENOMEM());
        assertThat(afterCollection).hasSize(1);
    }

    @Test
    void f29_anErrorOfJavasLeavesTheOthersToTheNextRelease() {
        Mapping one = unmap(-LibC.ENOMEM());
        failing = unmap(-LibC.ENOMEM());
        assertThatThrownBy(() -> unmap(0)).isInstanceOf(StackOverflowError.class);

        Mapping last = unmap(0);

        assertThat(unmapped).hasSize(3).contains(one, last);
    }

    @Test
    void f29_theLogSaysWhatItIs() {
        assertThat(StandardError.of(() -> unmap(-LibC.ENOMEM())))
                .contains("munmap of 4096 bytes failed: ENOMEM (12), " + ErrorNumber.text(LibC.ENOMEM())
                        + "; the pages stay mapped until a later try")
                .doesNotContain("defect");
    }

    @Test
    void whatIsNoWantOfMemoryIsNotTriedAgain() {
        assertThat(StandardError.of(() -> unmap(-LibC.EINVAL())))
                .contains("munmap of 4096 bytes failed: EINVAL (22), " + ErrorNumber.text(LibC.EINVAL()))
                .contains("this is a defect of dmabuf4j");
        assertThat(afterCollection).isEmpty();
        unmap(0);
        assertThat(unmapped).hasSize(1);
    }
}
