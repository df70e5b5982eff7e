// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import io.github.dmabuf4j.stats.Limit;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** For picocli: a limit such as {@code total=2G}, {@code exporter:system=512M}, {@code process=256M} or {@code process=64M/min}. */
public final class LimitConverter implements ITypeConverter<Limit> {
    /** The last equals sign counts: a name may contain one. */
    private static final Pattern FORM =
            Pattern.compile("(total|exporter|process)(?::(.+))?=([^=/]+)(?:/([^=/]+))?", Pattern.DOTALL);

    private static final Map<String, Duration> UNITS =
            Map.of("s", Duration.ofSeconds(1), "min", Duration.ofMinutes(1), "h", Duration.ofHours(1));

    @Override
    public Limit convert(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || (form.group(1).equals("total") && form.group(2) != null)) {
            throw new TypeConversionException("'" + text
                    + "' is not a limit: give for instance total=2G, exporter:system=512M, process=256M, or process=64M/min"
                    + " for growth");
        }
        Limit limit = limit(form.group(1), ByteSize.parse(form.group(3)).bytes());
        Limit named = form.group(2) == null ? limit : limit.named(form.group(2));
        return form.group(4) == null ? named : named.within(time(text, form.group(4)));
    }

    private static Limit limit(String subject, long bytes) {
        return switch (subject) {
            case "total" -> Limit.ofTotal(bytes);
            case "exporter" -> Limit.ofExporter(bytes);
            default -> Limit.ofProcess(bytes);
        };
    }

    private static Duration time(String text, String time) {
        return Optional.ofNullable(UNITS.get(time)).orElseGet(() -> duration(text, time));
    }

    private static Duration duration(String text, String time) {
        Duration duration = new DurationConverter().convert(time);
        if (duration.isZero()) {
            throw new TypeConversionException("'" + text + "': give a time in which it grows, such as min or 10s");
        }
        return duration;
    }
}
