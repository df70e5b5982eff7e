// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.NoSuchHeapException;
import io.github.dmabuf4j.cli.text.DidYouMean;
import io.github.dmabuf4j.cli.text.RootAdvice;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The message of a command that has failed, with what to type next. */
final class FailureMessage {
    private FailureMessage() {}

    static String of(Exception failure, CommandSpec command) {
        return command.qualifiedName() + ": " + TerminalEscape.sentence(String.valueOf(failure.getMessage()))
                + next(failure, command);
    }

    private static String next(Exception failure, CommandSpec command) {
        if (failure instanceof NoSuchHeapException missing) {
            return DidYouMean.clause(TerminalEscape.of(nameOf(missing.target())), heaps());
        }
        boolean needsRoot =
                failure instanceof NoPermissionException && RootAdvice.isIn(String.valueOf(failure.getMessage()));
        return needsRoot ? "; for instance: sudo " + command.qualifiedName() : "";
    }

    /** The last part of the path of a heap. */
    private static String nameOf(String target) {
        return target.substring(target.lastIndexOf('/') + 1);
    }

    private static List<String> heaps() {
        try {
            return DmaHeap.names().stream().map(TerminalEscape::of).toList();
        } catch (DmaBufException unlisted) {
            return List.of();
        }
    }
}
