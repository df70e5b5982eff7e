// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.stack;

import io.github.dmabuf4j.internal.sys.FdInfo;
import io.github.dmabuf4j.internal.sys.KernelFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names the frames of stacks, while their processes run: by the file that an address is in, its symbol table, and the functions that a
 * program says that it has compiled. Other programs have chosen all names. For one thread.
 */
public final class StackNames {
    /** So many files, and perf maps, stay in memory. */
    private static final int KEPT = 16;

    private static final int MOST_KNOWN = 10_000;

    private final Path procfs;
    private final Map<String, String> known = new HashMap<>();
    private final Map<Integer, List<CodeRange>> ranges = new HashMap<>();
    private final Map<Integer, CodeNames> compiled = new HashMap<>();
    private final Map<Integer, PerfMap> maps = new Kept<>();
    private final Map<String, ElfFile> files = new Kept<>();

    /** The last used. */
    private static final class Kept<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;

        Kept() {
            super(KEPT, 1, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > KEPT;
        }
    }

    /** Reads procfs, mounted at {@code procfs}. */
    public StackNames(String procfs) {
        this.procfs = Path.of(procfs);
    }

    /** Forgets what a process can change: what it has mapped, and compiled. */
    public void forget() {
        ranges.clear();
        compiled.clear();
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

    /** The same names come again and again, and stay with buffers. */
    private String only(String name) {
        if (known.size() >= MOST_KNOWN) {
            known.clear();
        }
        String before = known.putIfAbsent(name, name);
        return before == null ? name : before;
    }

    /** A return address can be behind the end of a function whose last instruction is the call. */
    private String name(int pid, long address, int back) {
        Optional<CodeRange> range = ranges.computeIfAbsent(pid, this::readRanges).stream()
                .filter(one -> one.has(address - back))
                .findFirst();
        return range.filter(one -> !one.path().isEmpty())
                .map(one -> nameInFile(pid, one, address, back))
                .or(() -> compiled.computeIfAbsent(pid, this::readCompiled)
                        .at(address - back)
                        .map(CodeNames.Code::name))
                .orElseGet(() -> "0x" + Long.toHexString(address));
    }

    private String nameInFile(int pid, CodeRange range, long address, int back) {
        long place = range.inFile(address);
        return elfFile(pid, range)
                .functionAt(place, back)
                .map(name -> name + " (" + range.path() + ")")
                .orElseGet(() -> range.path() + "+0x" + Long.toHexString(place));
    }

    private ElfFile elfFile(int pid, CodeRange range) {
        if (!range.isOfFile()) {
            return ElfFile.NONE;
        }
        return files.computeIfAbsent(
                range.identity(), identity -> ElfFile.read(directory(pid).resolve("map_files/" + range.link())));
    }

    private Path directory(int pid) {
        return procfs.resolve(Integer.toString(pid));
    }

    private List<CodeRange> readRanges(int pid) {
        return KernelFile.readAll(directory(pid).resolve("maps").toString())
                .text()
                .lines()
                .flatMap(row -> CodeRange.parse(row).stream())
                .toList();
    }

    private CodeNames readCompiled(int pid) {
        FdInfo status = new FdInfo(
                KernelFile.readAll(directory(pid).resolve("status").toString()).text());
        String[] users = status.value("Uid").split("\\s+", -1);
        String[] numbers = status.value("NSpid").split("\\s+", -1);
        if (users.length < 2) {
            return CodeNames.NONE;
        }
        PerfMap map = PerfMap.read(
                directory(pid),
                numbers[numbers.length - 1],
                Integer.parseUnsignedInt(users[1]),
                Optional.ofNullable(maps.get(pid)));
        maps.put(pid, map);
        return map.names();
    }
}
