// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.stack;

import io.github.dmabuf4j.internal.sys.FdInfo;
import io.github.dmabuf4j.internal.sys.FileVersion;
import io.github.dmabuf4j.internal.sys.ForeignFile;
import io.github.dmabuf4j.internal.sys.KernelFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names the frames of stacks, while their processes run: by the file that an address is in, its symbol table, and the functions that a
 * program says that it has compiled. Other programs have chosen all names. For one thread.
 */
public final class StackNames {
    /** So many functions of files, and of perf maps, stay in memory. */
    private static final long MOST_FUNCTIONS = 1_000_000;

    private static final long MOST_RANGES = 100_000;

    /** A process has at most 65,530 ranges unless an administrator has set another limit, and their paths have any length. */
    private static final int LARGEST_FILE = 16 << 20;

    private static final int MOST_KNOWN = 10_000;

    private final Path procfs;
    private final Map<String, String> known = new HashMap<>();
    private final Kept<Integer, ProcessCode> ranges = new Kept<>(MOST_RANGES, ProcessCode::weight);
    private final Kept<Integer, PerfMap> maps =
            new Kept<>(MOST_FUNCTIONS, map -> map.names().weight());
    private final Kept<FileVersion, ElfFile> files = new Kept<>(MOST_FUNCTIONS, ElfFile::weight);

    /** The processes whose perf maps were compared with the files. */
    private final Set<Integer> compared = new HashSet<>();

    /** The files of ranges, which are looked at once. */
    private final Map<RangeOfProcess, FileVersion> versions = new HashMap<>();

    private record RangeOfProcess(int pid, CodeRange range) {}

    /** Reads procfs, mounted at {@code procfs}. */
    public StackNames(String procfs) {
        this.procfs = Path.of(procfs);
    }

    /** Forgets what a process can change: what it has mapped, and compiled. */
    public void forget() {
        ranges.clear();
        compared.clear();
        versions.clear();
    }

    /**
     * Names frames, the innermost first.
     *
     * @param addresses that of the next instruction, and the return addresses of its callers
     */
    public List<String> of(int pid, long[] addresses) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < addresses.length; i++) {
            names.add(only(name(pid, addresses[i], i == 0 ? 0 : 1)));
        }
        return names;
    }

    /** The addresses alone, for frames of processes that cannot be looked up. */
    public static List<String> none(long[] addresses) {
        return Arrays.stream(addresses).mapToObj(StackNames::none).toList();
    }

    private static String none(long address) {
        return "0x" + Long.toHexString(address);
    }

    /** The same names come again and again, and stay with buffers. */
    private String only(String name) {
        if (known.size() >= MOST_KNOWN) {
            known.clear();
        }
        String before = known.putIfAbsent(name, name);
        return before == null ? name : before;
    }

    /**
     * A return address can be behind the end of a function whose last instruction is the call. Compiled functions can be in a file, as
     * those are that a JIT compiler writes to a memfd: then the file has no symbols, and the place in it says nothing.
     */
    private String name(int pid, long address, int back) {
        Optional<CodeRange> range = range(pid, address - back);
        return range.flatMap(one -> function(pid, one, address, back))
                .or(() -> compiled(pid).at(address - back).map(CodeNames.Code::name))
                .or(() -> range.filter(one -> !one.path().isEmpty())
                        .map(one -> one.path() + "+0x" + Long.toHexString(one.inFile(address))))
                .orElseGet(() -> none(address));
    }

    private Optional<CodeRange> range(int pid, long address) {
        return ranges.get(pid)
                .orElseGet(() -> ranges.put(pid, new ProcessCode(read(pid, "maps"))))
                .at(address);
    }

    private Optional<String> function(int pid, CodeRange range, long address, int back) {
        return range.isOfFile()
                ? elfFile(pid, range)
                        .functionAt(range.inFile(address), back)
                        .map(name -> name + " (" + range.path() + ")")
                : Optional.empty();
    }

    private ElfFile elfFile(int pid, CodeRange range) {
        RangeOfProcess place = new RangeOfProcess(pid, range);
        return Optional.ofNullable(versions.get(place)).flatMap(files::get).orElseGet(() -> openElfFile(place));
    }

    /** A file that cannot be read now may be readable later: it is not kept. The row says nothing of the file that can be trusted. */
    private ElfFile openElfFile(RangeOfProcess place) {
        try (ForeignFile file = new ForeignFile()) {
            Path link =
                    directory(place.pid()).resolve("map_files/" + place.range().link());
            if (file.find(link.toString()) < 0) {
                return ElfFile.NONE;
            }
            FileVersion version = file.version();
            versions.put(place, version);
            return files.get(version)
                    .or(() -> ElfFile.read(file).map(read -> files.put(version, read)))
                    .orElse(ElfFile.NONE);
        }
    }

    private Path directory(int pid) {
        return procfs.resolve(Integer.toString(pid));
    }

    private String read(int pid, String file) {
        return KernelFile.readAll(directory(pid).resolve(file).toString(), LARGEST_FILE)
                .text();
    }

    private CodeNames compiled(int pid) {
        boolean isCompared = !compared.add(pid);
        Optional<PerfMap> before = maps.get(pid);
        return before.filter(map -> isCompared)
                .orElseGet(() -> maps.put(pid, readCompiled(pid, before)))
                .names();
    }

    private PerfMap readCompiled(int pid, Optional<PerfMap> before) {
        FdInfo status = new FdInfo(read(pid, "status"));
        String[] users = status.value("Uid").split("\\s+", -1);
        String[] numbers = status.value("NSpid").split("\\s+", -1);
        return users.length < 2
                ? PerfMap.NONE
                : PerfMap.read(directory(pid), numbers[numbers.length - 1], Integer.parseUnsignedInt(users[1]), before);
    }
}
