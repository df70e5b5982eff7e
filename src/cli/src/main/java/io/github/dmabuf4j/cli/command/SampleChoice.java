// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.stats.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Chooses the samples of recordings that a watch takes: not sooner after each other than an interval. */
final class SampleChoice {
    private final Duration apart;
    private final Set<String> boots = new HashSet<>();
    private String boot = "";
    private Instant last = Instant.MIN;

    SampleChoice(Duration apart) {
        this.apart = apart;
    }

    /**
     * Whether to take the next sample. A clock that was set back leaves nothing out.
     *
     * @throws BadRequestException if samples of two boots take turns: each would begin the watch again
     */
    boolean takes(Snapshot snapshot) throws BadRequestException {
        if (!snapshot.bootId().equals(boot)) {
            boot = snapshot.bootId();
            last = Instant.MIN;
            if (!boots.add(boot)) {
                throw new BadRequestException("the recordings are of two machines, or of two boots whose times overlap:"
                        + " watch each alone");
            }
        }
        Instant time = snapshot.time();
        boolean isTaken = last.equals(Instant.MIN) || time.isBefore(last) || !time.isBefore(last.plus(apart));
        last = isTaken ? time : last;
        return isTaken;
    }
}
