// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Compares the launcher of the packages with that of the repository. */
class LaunchersTest {
    private static final Pattern WITH_RECORD = Pattern.compile("case \\$word in ([a-z| ]*\\brecord\\b[a-z| ]*)\\)");

    @Test
    void bothGiveTheSameCommandsTheOptionsOfThoseThatRunForLong() throws IOException {
        assertThat(commandsThatRunForLong("src/main/sh/dmabuf")).isEqualTo(commandsThatRunForLong("../dmabuf"));
    }

    private static String commandsThatRunForLong(String launcher) throws IOException {
        return WITH_RECORD
                .matcher(Files.readString(Path.of(launcher)))
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }
}
