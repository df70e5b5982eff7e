// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.gen.LibC;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the kernel says less than the test VM's: /dev/null plays a heap. src/it has real ones. */
class HeapNodeTest {
    private static final DeviceNumber NULL = new DeviceNumber(1, 3);

    @TempDir
    private Path folder;

    private Path majors;
    private HeapDevices devices;

    @BeforeEach
    void makeFolders() {
        majors = folder.resolve("majors");
        devices = new HeapDevices(folder.resolve("char").toString(), majors.toString());
    }

    private void sysfsHas(String number, String kind, String name) throws IOException {
        Path device = Files.createDirectories(
                folder.resolve("devices/virtual").resolve(kind).resolve(name));
        Files.createSymbolicLink(device.resolve("subsystem"), Path.of("../../../../class", kind));
        Path link = Files.createDirectories(folder.resolve("char")).resolve(number);
        Files.createSymbolicLink(link, Path.of("../devices/virtual", kind, name));
    }

    private HeapNode node() {
        return HeapNode.at("/dev/null", devices);
    }

    @Test
    void f02_sysfsHasTheNameOfTheHeap() throws IOException {
        sysfsHas("1:3", "dma_heap", "linux,cma");
        HeapNode node = node();
        assertThat(node.heap()).contains("linux,cma");
        assertThat(node.device()).isEqualTo(NULL);
        assertThat(node.type()).isEqualTo(FileType.CHARACTER_DEVICE);
        assertThat(node.deviceNumber()).contains("1:3");
        assertThat(node.typeLetter()).isEqualTo('c');
    }

    @Test
    void f03_aDeviceThatSysfsHasInAnotherClassIsNotAHeap() throws IOException {
        sysfsHas("1:3", "mem", "null");
        Files.writeString(majors, "  1 dma_heap\n");
        assertThat(node().isHeap()).isFalse();
    }

    @Test
    void f02_withoutSysfsTheNameIsThatOfTheDevicesFile() throws IOException {
        Files.writeString(majors, "Character devices:\n  1 dma_heap\n  4 tty\n");
        Path alias = Files.createSymbolicLink(folder.resolve("alias"), Path.of("/dev/null"));
        assertThat(HeapNode.at(alias.toString(), devices).heap()).contains("null");
        Files.delete(alias);
    }

    @ParameterizedTest
    @CsvSource({"1 mem", "11 dma_heap", "1 dma_heaps"})
    void f03_withoutSysfsTheMajorNumberOfAnotherDriverIsNotAHeap(String line) throws IOException {
        Files.writeString(majors, line + "\n");
        assertThat(node().isHeap()).isFalse();
    }

    /** As in a chroot with /dev alone. */
    @Test
    void f02_whereNothingSaysWhatADeviceIsItsPlaceDoes() {
        assertThat(node().heap()).contains("null");
    }

    @Test
    void f03_aFileIsNotAHeapWhateverTheKernelSays() throws IOException {
        Path file = Files.createFile(folder.resolve("regular"));
        HeapNode node = HeapNode.at(file.toString(), devices);
        assertThat(node.isHeap()).isFalse();
        assertThat(node.description()).isEqualTo("a regular file");
        assertThat(node.deviceNumber()).isEmpty();
    }

    @Test
    void f03_nothingIsTheErrno() {
        String missing = folder.resolve("missing").toString();
        assertThat(HeapNode.at(missing, devices).errno()).isEqualTo(LibC.ENOENT());
        assertThat(HeapNode.at(missing.repeat(1 + Scratch.BYTES / missing.length()), devices)
                        .errno())
                .isEqualTo(LibC.ENAMETOOLONG());
        assertThat(HeapNode.at(missing, devices).isHidden()).isFalse();
        assertThat(HeapNode.at(missing, devices).typeLetter()).isEqualTo('l');
    }

    @ParameterizedTest
    @CsvSource({
        "010600, p, a FIFO",
        "020600, c, a character device",
        "040755, d, a directory",
        "060600, b, a block device",
        "0100644, -, a regular file",
        "0120777, l, a symbolic link",
        "0140777, s, a socket",
        "0600, ?, a file without a type",
        "0170000, ?, a file without a type"
    })
    void eachTypeHasItsLetterAndItsName(String mode, char letter, String text) {
        FileType type = FileType.of(Integer.parseInt(mode, 8));
        assertThat(type.letter()).isEqualTo(letter);
        assertThat(type).hasToString(text);
    }
}
