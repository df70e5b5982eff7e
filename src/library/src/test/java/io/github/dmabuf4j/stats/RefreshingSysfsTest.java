// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefreshingSysfsTest {
    @TempDir
    Path root;

    private Path buffer(long inode) throws IOException {
        Path folder = Files.createDirectory(root.resolve(Long.toString(inode)));
        Files.writeString(folder.resolve("size"), "4096\n");
        Files.writeString(folder.resolve("exporter_name"), "system\n");
        return folder;
    }

    private static void attach(Path buffer, int uid, String device) throws IOException {
        Path folder = Files.createDirectories(buffer.resolve("attachments/" + uid));
        Files.createSymbolicLink(folder.resolve("device"), Path.of("../devices/" + device));
        Files.writeString(folder.resolve("map_counter"), "1\n");
    }

    @Test
    void eachReadingStartsFromTheOneBefore() throws IOException {
        RefreshingSysfs source = new RefreshingSysfs(SysfsStats.open(root));
        assertThat(source.read().buffers()).isEmpty();
        Path first = buffer(1);
        SourceReading second = source.read();
        Files.writeString(first.resolve("size"), "poison");
        buffer(2);

        SourceReading third = source.read();

        assertThat(third.buffers()).extracting(BufferInfo::inode).containsExactly(1L, 2L);
        assertThat(third.buffers().get(0)).isEqualTo(second.buffers().get(0));
        assertThat(third.unreadable()).isEmpty();
        Files.delete(first.resolve("size"));
        Files.delete(first.resolve("exporter_name"));
        Files.delete(first);
        assertThat(source.read().buffers()).extracting(BufferInfo::inode).containsExactly(2L);
    }

    @Test
    void attachmentsAreReadAtEachReading() throws IOException {
        Path buffer = buffer(1);
        Files.createDirectory(buffer.resolve("attachments"));
        RefreshingSysfs source = new RefreshingSysfs(SysfsStats.open(root));
        assertThat(source.read().buffers().get(0).attachments()).isEmpty();
        attach(buffer, 0, "vgem");

        SourceReading reading = source.read();

        assertThat(reading.capabilities()).contains(StatsCapability.DEVICES, StatsCapability.MAP_COUNTERS);
        assertThat(reading.buffers().get(0).attachments())
                .isEqualTo(List.of(new Attachment("vgem", OptionalLong.of(0), OptionalLong.of(1))));
    }

    @Test
    void itIsTheSourceSysfs() throws IOException {
        buffer(7);
        RefreshingSysfs source = new RefreshingSysfs(SysfsStats.open(root));

        assertThat(source.name()).isEqualTo("sysfs");
        assertThat(source.inodes()).containsExactly(7L);
    }
}
