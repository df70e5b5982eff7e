// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Records where objects are created, for the report of those that are dropped. A stack trace costs a quarter of an allocation:
 * by default the first objects of a program have one, of the others one in some hundreds, and all as soon as one was
 * dropped. Two system properties change that; the class {@code DmaBuf} documents them.
 */
final class AllocationSites {
    static final String LEVEL = "io.github.dmabuf4j.allocationSites";
    static final String INTERVAL = LEVEL + ".interval";

    private static final int FIRST = 1024;
    private static final int DEFAULT_INTERVAL = 256;

    /** Of which objects the site is recorded. */
    private enum Level {
        OFF("; its allocation site was not recorded (-D" + LEVEL + "=off)"),
        SAMPLED("; its allocation site was not recorded, those of later ones are"),
        ALL("");

        private final String absence;

        Level(String absence) {
            this.absence = absence;
        }
    }

    private final Level level;
    private final int interval;

    /** How many of the first objects are still to come. Like the next field not exact where threads race, which does not matter. */
    private int first = FIRST;

    /** How many objects have no site before one has. */
    private int pause;

    private volatile boolean oneWasDropped;

    private AllocationSites(Level level, int interval) {
        this.level = level;
        this.interval = interval;
    }

    /** As the system properties say. A value that is not valid is logged, and the default is used instead. */
    static AllocationSites of(Properties properties) {
        return new AllocationSites(level(properties), interval(properties));
    }

    private static Level level(Properties properties) {
        String value = properties.getProperty(LEVEL, "sampled");
        return switch (value) {
            case "off" -> Level.OFF;
            case "sampled" -> Level.SAMPLED;
            case "all" -> Level.ALL;
            default -> {
                reject(LEVEL, value, "off, sampled or all", "sampled");
                yield Level.SAMPLED;
            }
        };
    }

    private static int interval(Properties properties) {
        String value = properties.getProperty(INTERVAL, Integer.toString(DEFAULT_INTERVAL));
        if (value.matches("[1-9][0-9]{0,8}")) {
            return Integer.parseInt(value);
        }
        reject(INTERVAL, value, "a whole number from 1 to 999999999", Integer.toString(DEFAULT_INTERVAL));
        return DEFAULT_INTERVAL;
    }

    private static void reject(String property, String value, String valid, String used) {
        try {
            String shown = TerminalEscape.of(value);
            LoggerFactory.getLogger(AllocationSites.class)
                    .warn("the system property {} must be {}, not \"{}\"; {} is used", property, valid, shown, used);
        } catch (Throwable unusableLog) {
            // The default is used all the same.
        }
    }

    /** The site of this call, or null where it is not recorded. */
    @Nullable
    Throwable here() {
        return isRecorded() ? new Throwable("it was created here") : null;
    }

    private boolean isRecorded() {
        if (level != Level.SAMPLED) {
            return level == Level.ALL;
        }
        if (pause > 0 && !oneWasDropped) {
            pause--;
            return false;
        }
        if (first > 0) {
            first--;
        } else {
            pause = interval - 1;
        }
        return true;
    }

    /** An object was dropped: at the default level every site is recorded from now on. */
    void recordAll() {
        oneWasDropped = true;
    }

    /** What the report of a dropped object says about a site that was not recorded, as the end of its sentence. */
    String absence() {
        return level.absence;
    }
}
