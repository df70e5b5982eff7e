// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.StatsCapability;

/** How the page refers to buffers that no process was seen to hold. */
enum NoHolderWording {
    /** All processes were visible. */
    KERNEL_ALONE(
            "Held by the kernel alone",
            "the kernel alone",
            "what the kernel alone holds",
            "of it held by the kernel alone",
            "No process holds these: a device uses them, they are queued in a socket, or they have leaked."),
    /** A process that was not visible may hold them. */
    NO_VISIBLE_HOLDER(
            "Without a visible holder",
            "no visible holder",
            "what has no visible holder",
            "of it without a visible holder",
            "No process was seen to hold these. Not all processes were visible: one of the others may hold them, a"
                    + " device uses them, they are queued in a socket, or they have leaked."),
    NOT_KNOWN("Without a visible holder", "not known", "", "", "");

    private final String title;
    private final String holder;
    private final String subject;
    private final String legend;
    private final String intro;

    NoHolderWording(String title, String holder, String subject, String legend, String intro) {
        this.title = title;
        this.holder = holder;
        this.subject = subject;
        this.legend = legend;
        this.intro = intro;
    }

    static NoHolderWording of(Snapshot snapshot) {
        return snapshot.provides(StatsCapability.HOLDERS)
                ? of(snapshot.provides(StatsCapability.ALL_HOLDERS))
                : NOT_KNOWN;
    }

    static NoHolderWording of(boolean allHolders) {
        return allHolders ? KERNEL_ALONE : NO_VISIBLE_HOLDER;
    }

    /** A heading. */
    String title() {
        return title;
    }

    /** An entry in a column of holders. */
    String holder() {
        return holder;
    }

    /** The subject of a sentence. */
    String subject() {
        return subject;
    }

    /** The legend of their line in the chart. */
    String legend() {
        return legend;
    }

    /** Sentences that introduce a table of them. */
    String intro() {
        return intro;
    }
}
