// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import io.github.dmabuf4j.cli.recording.Keep;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** For picocli: how much of a recording is kept, as a size such as {@code 100M} or a time such as {@code 7d} or {@code 12h}. */
public final class KeepConverter implements ITypeConverter<Keep> {
    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,5})([dh])");

    @Override
    public Keep convert(String text) {
        Matcher time = TIME.matcher(text);
        if (time.matches()) {
            long number = Long.parseLong(time.group(1));
            Duration age = time.group(2).equals("d") ? Duration.ofDays(number) : Duration.ofHours(number);
            return new Keep(Long.MAX_VALUE, Optional.of(age));
        }
        try {
            return new Keep(ByteSize.parse(text).bytes(), Optional.empty());
        } catch (TypeConversionException noSize) {
            throw new TypeConversionException(
                    "'" + text + "' is neither a size nor a time: give for instance 100M, 7d or 12h");
        }
    }
}
