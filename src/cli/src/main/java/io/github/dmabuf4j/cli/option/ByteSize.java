// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A size on the command line: a number of bytes, or of KiB, MiB, GiB, TiB, PiB or EiB by its suffix. */
record ByteSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(-?[0-9]{1,20})\\s*([KMGTPE]?)((?<=[KMGTPE])I?B|B)?");
    private static final String UNITS = "KMGTPE";
    private static final int UNIT_BITS = 10;

    static ByteSize parse(String text) {
        Matcher form = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!form.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not a size: give a number of bytes, or a number with K, M or G");
        }
        int unit = form.group(2).isEmpty() ? 0 : UNITS.indexOf(form.group(2)) + 1;
        BigInteger bytes = new BigInteger(form.group(1)).shiftLeft(UNIT_BITS * unit);
        if (bytes.signum() <= 0) {
            throw new TypeConversionException("'" + text + "' is not the size of a buffer: give at least 1 byte");
        }
        if (bytes.bitLength() >= Long.SIZE) {
            throw new TypeConversionException("'" + text + "' is more memory than any machine has");
        }
        return new ByteSize(bytes.longValue());
    }

    /** For picocli. */
    static final class Converter implements ITypeConverter<ByteSize> {
        @Override
        public ByteSize convert(String text) {
            return parse(text);
        }
    }
}
