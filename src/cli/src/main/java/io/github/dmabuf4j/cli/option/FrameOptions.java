// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import io.github.dmabuf4j.cli.text.DidYouMean;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePixels;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say how a picture lies in a buffer. The kernel does not know it. */
public final class FrameOptions {
    @Option(
            names = "--size",
            paramLabel = "WxH",
            required = true,
            converter = PictureSize.Converter.class,
            description = "Width and height of the picture in pixels.")
    private PictureSize size = new PictureSize(0, 0);

    @Option(
            names = "--format",
            paramLabel = "NAME",
            required = true,
            description =
                    "Its pixel format: the name in the kernel's drm_fourcc.h without DRM_FORMAT_, such as XRGB8888,"
                            + " NV12, YUYV.")
    private String format = "";

    @Option(
            names = "--pitch",
            paramLabel = "N",
            split = ",",
            converter = ByteCount.Converter.class,
            description = "Bytes from one row to the next, a number for each plane. Default: rows without padding.")
    private List<ByteCount> pitches = new ArrayList<>();

    @Option(
            names = "--offset",
            paramLabel = "N",
            split = ",",
            converter = ByteCount.Converter.class,
            description =
                    "Bytes before the first row, a number for each plane. Default: 0, and each plane behind the one"
                            + " before.")
    private List<ByteCount> offsets = new ArrayList<>();

    @Option(
            names = "--color",
            paramLabel = "MATRIX",
            converter = ColorConverter.class,
            description = "The matrix of a Y'CbCr picture: bt601, bt709 or bt2020; append -full for full range."
                    + " Default: bt601 up to 576 rows, else bt709, limited range.")
    private @Nullable FrameColor color;

    /** Returns the layout; fails where the options contradict each other, or the pixels could not be read. */
    public FrameLayout layout(CommandSpec command) {
        DrmFormat drm = drmFormat(command);
        if (color != null && !drm.isYuv()) {
            throw badUsage(command, "--color is for Y'CbCr formats, and " + drm + " is not one");
        }
        checkCount(command, "--pitch", pitches, drm);
        checkCount(command, "--offset", offsets, drm);
        try {
            FrameLayout layout = new FrameLayout(
                    size.width(),
                    size.height(),
                    drm,
                    Modifier.LINEAR,
                    planes(drm),
                    color == null ? FrameColor.UNSPECIFIED : color);
            FramePixels.of(layout);
            return layout;
        } catch (IllegalArgumentException refused) {
            throw badUsage(command, String.valueOf(refused.getMessage()));
        }
    }

    private DrmFormat drmFormat(CommandSpec command) {
        String wanted = format.toUpperCase(Locale.ROOT);
        List<String> names = Stream.of(DrmFormat.values()).map(Enum::name).toList();
        if (!names.contains(wanted)) {
            throw badUsage(
                    command,
                    "--format " + format + ": not a format that is known; the names are those of drm_fourcc.h, such"
                            + " as XRGB8888, NV12, YUYV" + DidYouMean.clause(wanted, names));
        }
        return DrmFormat.valueOf(wanted);
    }

    private static void checkCount(CommandSpec command, String option, List<ByteCount> numbers, DrmFormat drm) {
        if (!numbers.isEmpty() && numbers.size() != drm.planes()) {
            throw badUsage(
                    command,
                    option + ": a picture in " + drm + " has " + drm.planes()
                            + (drm.planes() == 1 ? " plane" : " planes") + ", so give as many numbers, not "
                            + numbers.size());
        }
    }

    private List<FramePlane> planes(DrmFormat drm) {
        // Checks the size and the format too.
        List<FramePlane> tight =
                FrameLayout.linear(drm, size.width(), size.height()).planes();
        List<FramePlane> planes = new ArrayList<>();
        long end = 0;
        for (int plane = 0; plane < tight.size(); plane++) {
            long pitch = pitches.isEmpty()
                    ? tight.get(plane).pitch()
                    : pitches.get(plane).bytes();
            long offset = offsets.isEmpty() ? end : offsets.get(plane).bytes();
            planes.add(new FramePlane(0, offset, pitch));
            end = offset + pitch * drm.rows(plane, size.height());
        }
        return planes;
    }

    private static ParameterException badUsage(CommandSpec command, String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
