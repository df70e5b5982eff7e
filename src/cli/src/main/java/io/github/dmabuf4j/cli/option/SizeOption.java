// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import io.github.dmabuf4j.internal.sys.Machine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option {@code --size} of the commands that allocate. */
public final class SizeOption {
    @Option(
            names = "--size",
            paramLabel = "SIZE",
            defaultValue = "1M",
            converter = ByteSize.Converter.class,
            description = "Size of a buffer in bytes, or with K, M or G; it is rounded up to pages. Default:"
                    + " ${DEFAULT-VALUE}.")
    private ByteSize size = new ByteSize(1);

    public long bytes() {
        return size.bytes();
    }

    public void checkAgainstMemory(CommandSpec command) {
        checkAgainstMemory(command, 1);
    }

    /** Refuses more than the memory of the machine. The system heap has no limit: the kernel would kill processes instead. */
    public void checkAgainstMemory(CommandSpec command, int count) {
        boolean tooBig =
                bytes() > Machine.memoryBytes() || Machine.roundUpToPages(bytes()) > Machine.memoryBytes() / count;
        if (tooBig) {
            throw new ParameterException(
                    command.commandLine(),
                    "--size " + bytes() + (count == 1 ? "" : " times " + count)
                            + " is more than this machine's memory of " + Machine.memoryBytes() + " bytes");
        }
    }
}
