// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes on the command line that can be 0, without a unit. */
record ByteCount(long bytes) {
    /** For picocli. */
    static final class Converter implements ITypeConverter<ByteCount> {
        @Override
        public ByteCount convert(String text) {
            // 18 digits are less than the greatest long.
            if (!text.matches("[0-9]{1,18}")) {
                throw new TypeConversionException("'" + text + "' is not a number of bytes, such as 2560");
            }
            return new ByteCount(Long.parseLong(text));
        }
    }
}
