// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that Linux 7.3.4 has printed, and what others could make of them. */
class TraceTextTest {
    private static final String EXPORT =
            "            perl-232     (    232) [001] ...1.    31.158232: dma_buf_export: exp_name=system size=8192"
                    + " ino=2\n";
    private static final String LIFE = EXPORT
            + "            perl-232     (    230) [001] ...1.    31.158314: dma_buf_fd: exp_name=system size=8192"
            + " ino=2 fd=4\n"
            + "            perl-232     (    232) [001] ...1.    31.158400: dma_buf_get: exp_name=system size=8192"
            + " ino=2 fd=4\n"
            + "            perl-232     (    232) [001] ...1.    31.158500: dma_buf_dynamic_attach: exp_name=system"
            + " size=8192 ino=2 attachment:00000000e9bd3cc7 is_dynamic=0 dev_name=vgem\n"
            + "            perl-232     (    232) [001] ...1.    31.158600: dma_buf_put: exp_name=system size=8192"
            + " ino=2\n"
            + "            perl-232     (    232) [001] ...1.    31.158700: dma_buf_detach: exp_name=system size=8192"
            + " ino=2 attachment:00000000e9bd3cc7 is_dynamic=0 dev_name=vgem\n"
            + "            perl-232     (    232) [001] ...1.    31.158800: dma_buf_mmap_internal: exp_name=system"
            + " size=8192 ino=2\n"
            + "            perl-232     (    232) [001] .....    31.159783: dma_buf_name: (dma_buf_ioctl+0x4/0x410)"
            + " ino=2 cmd=1074291201 n0=0x780a31206d6163 n1=0x7fa50b10cc00 n2=0x0 n3=0x1081\n"
            + "            perl-232     (    232) [001] .....    31.161804: dma_buf_free:"
            + " (dma_buf_file_release+0x4/0x80) ino=2\n";

    private static Collected parse(String text) {
        return parse(text.getBytes(StandardCharsets.ISO_8859_1), Integer.MAX_VALUE);
    }

    /** Passes on at most so many bytes at a time. */
    private static Collected parse(byte[] bytes, int atATime) {
        Collected collected = new Collected();
        TraceText text = new TraceText();
        for (int at = 0; at < bytes.length; at += Math.min(atATime, bytes.length)) {
            byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + Math.min(atATime, bytes.length)));
            text.add(part, part.length, collected);
        }
        return collected;
    }

    @Test
    void eachEventIsUnderstood() {
        Collected life = parse(LIFE);
        assertThat(life.others).isEmpty();
        assertThat(life.events)
                .extracting(TraceEvent::kind)
                .containsExactly(
                        EventKind.EXPORT,
                        EventKind.FD,
                        EventKind.GET,
                        EventKind.ATTACH,
                        EventKind.PUT,
                        EventKind.DETACH,
                        EventKind.MMAP,
                        EventKind.NAME,
                        EventKind.FREE);
        assertThat(life.events.get(0))
                .isEqualTo(new TraceEvent(
                        31_158_232_000L,
                        232,
                        232,
                        "perl",
                        EventKind.EXPORT,
                        2,
                        OptionalLong.of(8192),
                        Optional.of("system"),
                        OptionalInt.empty(),
                        Optional.empty(),
                        List.of()));
        assertThat(life.events.get(1).pid()).isEqualTo(230);
        assertThat(life.events.get(1).fd()).hasValue(4);
        assertThat(life.events.get(3).text()).hasValue("vgem");
        assertThat(life.events.get(5).text()).hasValue("vgem");
        assertThat(life.events.get(7).text()).hasValue("cam 1\nx");
        assertThat(life.events).extracting(TraceEvent::inode).containsOnly(2L);
    }

    /** What Linux 6.12.118 has printed. */
    private static String probed(String event) {
        return "            perl-232     (    232) [001] .....     5.450219: " + event + "\n";
    }

    private static final String PROBED = probed("dma_buf_export: (system_heap_allocate+0x37a/0x400 <- dma_buf_export)"
                    + " result=0xff162a4c01cdba00 ino=2 size=8192 exp=\"system\"")
            + probed("dma_buf_fd: (fd_install+0x4/0xe0) ino=2 size=8192 fd=4 magic=1145913666")
            + probed("dma_buf_get: (drm_gem_prime_fd_to_handle+0x27/0x210 [drm] <- dma_buf_get)"
                    + " result=0xff162a4c01cdba00 ino=2 size=8192 fd=4 exp=\"system\"")
            + probed("dma_buf_dynamic_attach: (drm_gem_prime_import_dev+0x44/0x170 [drm] <- dma_buf_dynamic_attach)"
                    + " result=0xff162a4c0259aea0 ino=2 size=8192 exp=\"system\" dev=\"vgem\"")
            + probed("dma_buf_put: (dma_buf_put+0x4/0x30) ino=2 size=8192 exp=\"system\"")
            + probed("dma_buf_detach: (dma_buf_detach+0x4/0xd0) ino=2 size=8192 exp=\"system\" dev=\"vgem\"")
            + probed("dma_buf_mmap_internal: (dma_buf_mmap_internal+0x4/0x50) ino=2 size=8192 first=1"
                    + " start=140377368936448 end=140377368940544")
            + probed("dma_buf_mmap: (dma_buf_mmap+0x4/0x50) ino=2 size=8192 first=0"
                    + " start=140377368936448 end=140377368944640 exp=\"system\"");

    @Test
    void eachEventOfAProbeIsUnderstood() {
        Collected life = parse(PROBED);
        assertThat(life.others).isEmpty();
        assertThat(life.events)
                .extracting(TraceEvent::kind)
                .containsExactly(
                        EventKind.EXPORT,
                        EventKind.FD,
                        EventKind.GET,
                        EventKind.ATTACH,
                        EventKind.PUT,
                        EventKind.DETACH,
                        EventKind.MMAP,
                        EventKind.MMAP);
        assertThat(life.events).extracting(TraceEvent::inode).containsOnly(2L);
        assertThat(life.events).extracting(TraceEvent::size).containsOnly(OptionalLong.of(8192));
        assertThat(life.events)
                .filteredOn(event -> event.kind() != EventKind.FD)
                .extracting(TraceEvent::exporter)
                .containsOnly(Optional.of("system"), Optional.empty());
        assertThat(life.events.get(1).fd()).hasValue(4);
        assertThat(life.events.get(1).exporter()).isEmpty();
        assertThat(life.events.get(2).fd()).hasValue(4);
        assertThat(life.events.get(3).text()).hasValue("vgem");
        assertThat(life.events.get(5).text()).hasValue("vgem");
    }

    /** The probe is before the kernel's comparison. */
    @ParameterizedTest
    @ValueSource(strings = {"first=2", "first=4503599627370495", "first=9999999999999999999"})
    void aMappingThatTheKernelRefusesIsNoEvent(String first) {
        Collected collected = parse(PROBED.replace("first=1", first));
        assertThat(collected.others).isEmpty();
        assertThat(collected.events).hasSize(7);
    }

    @Test
    void textsOfAProbeChangeNoFigure() {
        String device = "x\" dev=\"y ino=9";
        Collected collected =
                parse(PROBED.replace("\"system\"", "\" fd=9 ino=1\"").replace("vgem", device));
        assertThat(collected.events).hasSize(8).extracting(TraceEvent::inode).containsOnly(2L);
        assertThat(collected.events.get(3).text()).hasValue(device);
        assertThat(collected.events.get(4).fd()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100})
    void theKernelMayCutALineAnywhere(int bytes) {
        assertThat(parse(LIFE.getBytes(StandardCharsets.ISO_8859_1), bytes).events)
                .isEqualTo(parse(LIFE).events);
    }

    @Test
    void aLineLongerThanTheFirstBufferIsUnderstood() {
        String exporter = "x".repeat(20_000);
        assertThat(parse(EXPORT.replace("system", exporter)).events)
                .extracting(TraceEvent::exporter)
                .containsExactly(Optional.of(exporter));
    }

    /** Up to 15 bytes that a program has chosen, in its column of 16. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nb-1 (2) [",
                "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n",
                "CPU:1 [LOST 9 E",
                "-1 (1) [000] ..",
                "x: dma_buf_put:",
                "a b",
                "\\",
                "<idle>"
            })
    void aNameChangesNothingElse(String name) {
        Collected collected = parse(LIFE.replace("            perl", " ".repeat(16 - name.length()) + name));
        assertThat(collected.others).isEmpty();
        assertThat(collected.losses).isEmpty();
        assertThat(collected.events).hasSize(9).extracting(TraceEvent::command).containsOnly(name);
        assertThat(collected.events).extracting(TraceEvent::thread).containsOnly(232);
    }

    @Test
    void aNameThatIsNotUtf8KeepsItsBytes() {
        assertThat(parse(EXPORT.replace("   perl", " \u00ffperl\u00e9")).events)
                .extracting(TraceEvent::command)
                .containsExactly("\udcffperl\udce9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "x size=1 ino=9", "x size=1 ino=9 fd=3", "x size=1 ino=9 attachment:0"})
    void anExporterChangesNoFigure(String exporter) {
        Collected collected = parse(EXPORT.replace("system", exporter));
        assertThat(collected.events).extracting(TraceEvent::inode).containsExactly(2L);
        assertThat(collected.events).extracting(TraceEvent::exporter).containsExactly(Optional.of(exporter));
        assertThat(collected.events).extracting(TraceEvent::fd).containsExactly(OptionalInt.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "x size=1 ino=9 attachment:0 is_dynamic=1 dev_name=y"})
    void aDeviceChangesNoFigure(String device) {
        Collected collected = parse(LIFE.replace("dev_name=vgem", "dev_name=" + device));
        assertThat(collected.events).hasSize(9).extracting(TraceEvent::inode).containsOnly(2L);
        assertThat(collected.events.get(3).text()).hasValue(device);
    }

    @Test
    void aThreadThatTheKernelHasForgottenHasNoNameAndNoProcess() {
        Collected collected =
                parse(EXPORT.replace("            perl", "           <...>").replace("    232)", "-------)"));
        assertThat(collected.events).extracting(TraceEvent::command).containsExactly("");
        assertThat(collected.events).extracting(TraceEvent::pid).containsExactly(0);
    }

    @Test
    void lossesAreReported() {
        Collected collected = parse("CPU:1 [LOST 123 EVENTS]\n" + EXPORT + "CPU:0 [LOST EVENTS]\n" + EXPORT);
        assertThat(collected.losses).containsExactly("123 on 1", "0 on 0");
        assertThat(collected.events).hasSize(2);
        assertThat(collected.others).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CPU:1 [LOST many EVENTS]\n",
                "            perl-232     (    232) [001] ...1.    31.158232: dma_buf_new: exp_name=system\n",
                "            perl-232     (    232) [001] ...1.    31.158232: dma_buf_export: size=8192 ino=2\n",
                "            perl-232     (    232) [001] ...1.    31.158232: dma_buf_export: exp_name=x size=8192"
                        + " ino=99999999999999999999\n",
                "            perl-232     (    232) [001] ...1.    31.158232: dma_buf_free: (fault)\n",
                "            perl 232 something else\n"
            })
    void f01_aLineOfAnUnknownFormIsCountedAndHidesNoOther(String line) {
        Collected collected = parse(line + EXPORT);
        assertThat(collected.others).containsExactly(line.stripTrailing());
        assertThat(collected.events).hasSize(1);
    }

    @Test
    void aNameThatTheKernelCouldNotReadIsNotKnown() {
        Collected collected = parse(LIFE.replace("n3=0x1081", "n3=(fault)"));
        assertThat(collected.events.get(7).kind()).isEqualTo(EventKind.NAME);
        assertThat(collected.events.get(7).text()).isEmpty();
    }

    @Test
    void aTextThatTheKernelCouldNotReadHidesNoEvent() {
        Collected collected = parse(PROBED.replace("\"system\"", "(fault)").replace("\"vgem\"", "(fault)"));
        assertThat(collected.others).isEmpty();
        assertThat(collected.events).hasSize(8).extracting(TraceEvent::inode).containsOnly(2L);
        assertThat(collected.events).extracting(TraceEvent::exporter).containsOnly(Optional.empty());
        assertThat(collected.events).extracting(TraceEvent::text).containsOnly(Optional.empty());
    }
}
