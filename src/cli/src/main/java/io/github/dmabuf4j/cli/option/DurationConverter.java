// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** For picocli: a duration such as {@code 500ms}, {@code 10s}, {@code 5m} or {@code 2h}; without a unit, in seconds. */
public final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)?");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms",
            Duration.ofMillis(1),
            "s",
            Duration.ofSeconds(1),
            "m",
            Duration.ofMinutes(1),
            "h",
            Duration.ofHours(1));

    @Override
    public Duration convert(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not a duration: give for instance 500ms, 10s, 5m or 2h");
        }
        String unit = form.group(2) == null ? "s" : form.group(2);
        return UNITS.getOrDefault(unit, Duration.ZERO).multipliedBy(Long.parseLong(form.group(1)));
    }
}
