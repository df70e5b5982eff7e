// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The inode of a buffer on the command line: an unsigned 64-bit number. */
public record Inode(long number) {

    @Override
    public String toString() {
        return Long.toUnsignedString(number);
    }

    /** For picocli. */
    public static final class Converter implements ITypeConverter<Inode> {
        @Override
        public Inode convert(String text) {
            try {
                return new Inode(Long.parseUnsignedLong(text));
            } catch (NumberFormatException noNumber) {
                throw new TypeConversionException(
                        "'" + text + "' is not an inode: give a number that 'dmabuf ls' lists");
            }
        }
    }
}
