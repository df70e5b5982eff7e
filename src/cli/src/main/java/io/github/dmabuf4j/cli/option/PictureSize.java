// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The size of a picture on the command line, in pixels: {@code 640x480}. */
record PictureSize(int width, int height) {
    /** Nine digits are less than the greatest int. */
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})[xX]([0-9]{1,9})");

    /** For picocli. */
    static final class Converter implements ITypeConverter<PictureSize> {
        @Override
        public PictureSize convert(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new TypeConversionException("'" + text
                        + "' is not the size of a picture: give width and height in pixels, such as 640x480");
            }
            return new PictureSize(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
        }
    }
}
