// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;

/** Entries that a test creates in {@code /dev/dma_heap}, or elsewhere by an absolute path. {@link #close} removes them. */
public final class HeapEntries implements AutoCloseable {
    private static final Path DIRECTORY = Path.of("/dev/dma_heap");

    private final Deque<Path> made = new ArrayDeque<>();

    /** Creates a symbolic link. The target need not exist. */
    public HeapEntries link(String name, String target) throws IOException {
        made.push(Files.createSymbolicLink(DIRECTORY.resolve(name), Path.of(target)));
        return this;
    }

    public HeapEntries file(String name) throws IOException {
        made.push(Files.createFile(DIRECTORY.resolve(name)));
        return this;
    }

    public HeapEntries directory(String name) throws IOException {
        made.push(Files.createDirectory(DIRECTORY.resolve(name)));
        return this;
    }

    public HeapEntries fifo(String name) throws Exception {
        return make(name, "p");
    }

    /** Creates a character or block device, such as {@code c 1 3}. */
    public HeapEntries device(String name, String type, long major, long minor) throws Exception {
        return make(name, type, Long.toString(major), Long.toString(minor));
    }

    /** Creates a node by mknod(1). */
    private HeapEntries make(String name, String type, String... numbers) throws Exception {
        Path path = DIRECTORY.resolve(name);
        ProcessBuilder mknod = new ProcessBuilder(new ArrayList<>(List.of("mknod", path.toString(), type)));
        mknod.command().addAll(List.of(numbers));
        assertThat(mknod.start().waitFor()).isZero();
        made.push(path);
        return this;
    }

    /** Calls {@code body} while the directory has these permissions, {@code rwx------}. */
    public static <T> T withPermissions(String permissions, Callable<T> body) throws Exception {
        return Permissions.during(DIRECTORY, permissions, body);
    }

    @Override
    public void close() throws IOException {
        for (Path path : made) {
            Files.deleteIfExists(path);
        }
    }
}
