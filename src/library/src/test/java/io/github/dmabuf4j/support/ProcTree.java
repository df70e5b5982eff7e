// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory like procfs, with processes made of files. */
public final class ProcTree {
    private final Path root;

    /** Creates a tree in an empty directory. */
    public ProcTree(Path root) throws IOException {
        this.root = root;
        Files.writeString(root.resolve("stat"), "cpu  1 2 3 4\n");
    }

    /** Returns the text of a process's stat. */
    public static String stat(int pid, String command, String state, long flags, String startTicks) {
        return pid + " (" + command + ") " + state + " 1 7 7 0 -1 " + flags + " 120 0 0 0 1 2 0 0 20 0 1 0 "
                + startTicks + " 2469888 200 18446744073709551615 0 0\n";
    }

    /** Adds a process without descriptors and mappings, which started at 100 times its pid. */
    public Path process(int pid, String command) throws IOException {
        Path directory = thread(pid);
        Files.writeString(directory.resolve("stat"), stat(pid, command, "S", 0x40_0100, pid * 100L + ""));
        return directory;
    }

    /** Creates the directory of a process or a thread, without stat. */
    public Path thread(int id) throws IOException {
        Path directory = Files.createDirectory(root.resolve(Integer.toString(id)));
        Files.createDirectory(directory.resolve("fd"));
        Files.createDirectory(directory.resolve("fdinfo"));
        Files.createFile(directory.resolve("maps"));
        return directory;
    }

    /** Returns the fdinfo of a buffer, as of Linux 5.14. The name is null for a buffer without one. */
    public static String fdinfo(String inode, long size, long references, String exporter, String name) {
        return "pos:\t0\nflags:\t02000002\nmnt_id:\t15\nino:\t" + inode + "\n"
                + "size:\t" + size + "\ncount:\t" + references + "\nexp_name:\t" + exporter + "\n"
                + (name == null ? "" : "name:\t" + name + "\n");
    }

    /** Adds a descriptor of any file to a process. */
    public static void open(Path process, int fd, String link, String fdinfo) throws IOException {
        Files.createSymbolicLink(process.resolve("fd/" + fd), Path.of(link));
        Files.writeString(process.resolve("fdinfo/" + fd), fdinfo);
    }

    /** Adds a descriptor of a buffer to a process. */
    public static void open(Path process, int fd, String inode, long size, String name) throws IOException {
        open(process, fd, "/dmabuf:" + name, fdinfo(inode, size, 1, "system", name.isEmpty() ? null : name));
    }

    /** Adds rows to a process's mappings. */
    public static void map(Path process, String... rows) throws IOException {
        Path maps = process.resolve("maps");
        Files.writeString(maps, Files.readString(maps) + String.join("\n", rows) + "\n");
    }

    /** Returns the row of a buffer's mapping. As in the kernel, a line end in its name is octal. */
    public static String row(String addresses, String offset, String device, String inode, String name) {
        return addresses + " rw-s " + offset + " " + device + " " + inode + "                          /dmabuf:"
                + name.replace("\n", "\\012");
    }
}
