// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.KernelFeature.CONTIGUOUS_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.SYSFS_STATS;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.UDMABUF;
import static io.github.dmabuf4j.support.KernelFeature.VGEM;
import static io.github.dmabuf4j.support.KernelFeature.VKMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.dmabuf4j.cli.CommandRun;
import io.github.dmabuf4j.support.BuffersCheck;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Compares the commands with an independent C program that reads the same files of the kernel. */
@RealKernel
@Needs({SYSTEM_HEAP, CONTIGUOUS_HEAP, UDMABUF, VGEM, VKMS, SYSFS_STATS})
@Smoke
class AgreementIT {
    private static final int PAGE = 4096;
    private static final int EACH = 110;

    /** Members that the C program does not print. */
    private static final List<String> ONLY_OURS = List.of("startTicks", "fences", "noVisibleHolder");

    @Test
    void theCommandsAgreeWithTheCheckFieldByField() throws IOException {
        List<Holder> holders = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                holders.add(Holder.start());
            }
            arrange(holders);
            Map<String, Object> expected = JSON.std.mapFrom(BuffersCheck.json());
            List<?> buffers = (List<?>) expected.get("buffers");
            assertThat(buffers).hasSizeGreaterThanOrEqualTo(3 * EACH);
            assertThat(without(command("ls").get("buffers"))).isEqualTo(without(buffers));
            assertThat(byPid(command("ps").get("processes"))).isEqualTo(byPid(expected.get("processes")));
            Map<String, Object> usage = command("usage");
            assertThat(without(usage.get("totals"))).isEqualTo(expected.get("totals"));
            for (String part : List.of("exporters", "devices")) {
                assertThat(usage.get(part)).as(part).isEqualTo(expected.get(part));
            }
            assertTheSceneIsRich(usage);
        } finally {
            for (Holder holder : holders) {
                holder.close();
            }
        }
    }

    /** Three exporters and five processes, with buffers that are shared, named, only mapped, only attached, or in flight. */
    private static void arrange(List<Holder> holders) throws IOException {
        Holder first = holders.get(0);
        first.allocMany("system", 3 * PAGE, EACH, 0);
        holders.get(1).allocMany(Heaps.contiguous(), 2 * PAGE, EACH, 0);
        for (int i = 0; i < EACH; i++) {
            holders.get(2).udmabuf(PAGE, i);
        }
        for (int i = 0; i < 40; i++) {
            first.pass(i, holders.get(3), i);
            first.name(i, "shared " + i);
        }
        for (int i = 0; i < 20; i++) {
            first.pass(i, holders.get(4), i);
            holders.get(4).map(i, i, PAGE, 2 * PAGE);
            holders.get(4).close(i);
        }
        mapOnly(holders.get(2));
        attachOnly(holders.get(1));
        first.name(50, "a\"b\\c\n\td,e");
        first.name(51, "\u001b[31m");
        first.name(52, "");
        first.dup(53, 200);
        first.socketHold(54);
        holders.get(3).comm("x) y\"z");
        holders.get(4).leaderExit();
    }

    private static void mapOnly(Holder holder) throws IOException {
        for (int i = 0; i < 30; i++) {
            holder.map(i, i, 0, PAGE);
            holder.close(i);
        }
    }

    private static void attachOnly(Holder holder) throws IOException {
        holder.drm("vgem", 0);
        holder.drm("vkms", 1);
        holder.drm("vgem", 2);
        for (int i = 0; i < 25; i++) {
            holder.importInto(i % 2, i);
            holder.importInto(2, i);
            if (i < 15) {
                holder.name(i, "device " + i);
                holder.close(i);
            }
        }
    }

    private static Map<String, Object> command(String name) throws IOException {
        CommandRun run = CommandRun.of(name, "--json");
        assertThat(run.exitCode()).isZero();
        return JSON.std.mapFrom(run.out());
    }

    private static void assertTheSceneIsRich(Map<String, Object> usage) {
        assertThat((List<?>) usage.get("exporters")).hasSize(3);
        assertThat((List<?>) usage.get("devices")).hasSize(2);
        Map<?, ?> totals = (Map<?, ?>) usage.get("totals");
        assertThat(((Map<?, ?>) totals.get("kernelOnly")).get("buffers")).isEqualTo(16);
    }

    /** Returns the documents without the members that the C program does not print. */
    private static Object without(Object document) {
        if (document instanceof List<?> list) {
            return list.stream().map(AgreementIT::without).toList();
        }
        if (document instanceof Map<?, ?> map) {
            Map<Object, Object> rest = new java.util.HashMap<>();
            map.forEach((key, value) -> {
                if (!ONLY_OURS.contains(key)) {
                    rest.put(key, value == null ? "null" : without(value));
                }
            });
            return rest;
        }
        return document;
    }

    private static List<?> byPid(Object processes) {
        List<?> all = (List<?>) processes;
        return IntStream.range(0, all.size())
                .mapToObj(i -> (Map<?, ?>) all.get(i))
                .sorted(Comparator.comparing(process -> (Integer) process.get("pid")))
                .toList();
    }
}
