// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The udev rules that the project offers, applied to the devices of this machine as udev does. Understands of udev's language what
 * these rules use, and refuses the rest.
 */
public final class UdevRules {
    private static final Path FILE = Checkout.root().resolve("etc/70-dmabuf4j.rules");

    private static final Pattern RULE =
            Pattern.compile("SUBSYSTEM==\"([a-z_]+)\", GROUP=\"([a-z]+)\", MODE=\"(0[0-7]{3})\"");

    private static final String DEVICE = "DEVNAME=";

    private UdevRules() {}

    /** Applies the rules, which give devices to groups. */
    public static void apply(GivenDevices devices) throws IOException {
        for (String line : Files.readAllLines(FILE)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                apply(line, devices);
            }
        }
    }

    private static void apply(String line, GivenDevices devices) throws IOException {
        Matcher rule = RULE.matcher(line);
        if (!rule.matches()) {
            throw new IOException(FILE + " has a rule of another form: " + line);
        }
        for (Path entry : entries(Path.of("/sys/class", rule.group(1)))) {
            devices.give(device(entry), numberOf(rule.group(2)), Integer.parseInt(rule.group(3), 8));
        }
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    /** The device of an entry in sysfs, as the kernel reports it to udev. */
    private static Path device(Path entry) throws IOException {
        return Files.readAllLines(entry.resolve("uevent")).stream()
                .filter(line -> line.startsWith(DEVICE))
                .map(line -> Path.of("/dev", line.substring(DEVICE.length())))
                .findFirst()
                .orElseThrow();
    }

    /** The number of a group. */
    public static int numberOf(String group) throws IOException {
        return Files.readAllLines(Path.of("/etc/group")).stream()
                .filter(line -> line.startsWith(group + ":"))
                .map(line -> Integer.valueOf(line.split(":", -1)[2]))
                .findFirst()
                .orElseThrow(() -> new IOException("this machine has no group " + group));
    }
}
