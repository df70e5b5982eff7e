// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.internal.bpf.PinnedIterators;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code --directory} of the commands about pins. */
final class PinPlace {
    @Option(
            names = "--directory",
            paramLabel = "DIRECTORY",
            description =
                    "A directory in a BPF file system that is mounted. Default: /run/dmabuf4j/bpf, which is mounted where"
                            + " it is needed; other commands look for pins there alone.")
    private Path directory = PinnedIterators.DEFAULT_DIRECTORY;

    Path directory() {
        return directory.toAbsolutePath().normalize();
    }
}
