// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import io.github.dmabuf4j.internal.sys.NotifySocket;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reports to the manager of this service, such as systemd, that the service is ready and that it still works. Without a manager it does
 * nothing.
 *
 * @param socket where to tell; empty without a manager
 * @param watchdog how often at least the manager wants to hear; empty for never
 */
public record ServiceManager(Optional<String> socket, Optional<Duration> watchdog) {
    private static final Pattern MICROSECONDS = Pattern.compile("[1-9][0-9]{0,17}");

    /** Longer than any machine runs; it fits into a clock of nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** The manager by the variables of the environment. */
    public static ServiceManager of(Map<String, String> environment) {
        return new ServiceManager(
                Optional.ofNullable(environment.get("NOTIFY_SOCKET")),
                Optional.ofNullable(environment.get("WATCHDOG_USEC"))
                        .filter(text -> MICROSECONDS.matcher(text).matches())
                        .map(text -> Duration.of(Long.parseLong(text), ChronoUnit.MICROS))
                        .map(time -> time.compareTo(LONGEST) < 0 ? time : LONGEST)
                        .filter(time -> isForThisProcess(environment)));
    }

    private static boolean isForThisProcess(Map<String, String> environment) {
        String pid = environment.get("WATCHDOG_PID");
        return pid == null || pid.equals(Long.toString(ProcessHandle.current().pid()));
    }

    /** Tells that the service is ready. */
    public void ready() {
        tell("READY=1");
    }

    /** Tells that the service works. */
    public void works() {
        tell("WATCHDOG=1");
    }

    /** A message that is lost is followed by others, or by a restart. */
    private void tell(String message) {
        socket.ifPresent(address -> NotifySocket.send(address, message));
    }
}
