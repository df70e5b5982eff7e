// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import io.github.dmabuf4j.frame.ColorRange;
import io.github.dmabuf4j.frame.FrameColor;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** For picocli: the matrix of a Y'CbCr picture, and its range: {@code bt709}, {@code bt601-full}. */
final class ColorConverter implements ITypeConverter<FrameColor> {
    private static final Pattern FORM = Pattern.compile("(bt601|bt709|bt2020)(-full|-limited)?");

    /** Code points of H.273. */
    private static final Map<String, Integer> MATRICES = Map.of("bt601", 6, "bt709", 1, "bt2020", 9);

    @Override
    public FrameColor convert(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new TypeConversionException("'" + text
                    + "' is not known: give bt601, bt709 or bt2020, and append -full for full range, such as"
                    + " bt709-full");
        }
        ColorRange range = "-full".equals(form.group(2)) ? ColorRange.FULL : ColorRange.LIMITED;
        int notStated = FrameColor.NOT_STATED;
        return new FrameColor(notStated, notStated, MATRICES.getOrDefault(form.group(1), notStated), range);
    }
}
