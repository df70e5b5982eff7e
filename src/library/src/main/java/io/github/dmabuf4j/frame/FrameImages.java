// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.DmaBufException;
import java.awt.image.BufferedImage;

/**
 * Pictures of the package {@code java.awt.image} from frames, and back. Needs the module {@code java.desktop}, which the library does
 * not require otherwise: a program of modules requires it itself.
 */
public final class FrameImages {
    private FrameImages() {}

    /**
     * Copies the picture of a frame, as {@link FramePixels} converts it. Colours that are multiplied by alpha stay so, although the type
     * of the image says that they are not.
     *
     * @param frame a frame with rows
     * @return an image of type {@link BufferedImage#TYPE_INT_ARGB} where the format has alpha, else
     *     {@link BufferedImage#TYPE_INT_RGB}
     * @throws IllegalArgumentException as of {@link FramePixels#of}
     * @throws DmaBufException as of {@link Frame#access}
     */
    public static BufferedImage read(Frame frame) throws DmaBufException {
        FrameLayout layout = frame.layout();
        FramePixels pixels = FramePixels.of(layout);
        int type = layout.format().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        BufferedImage image = new BufferedImage(layout.width(), layout.height(), type);
        int[] row = new int[layout.width()];
        try (FrameAccess access = frame.access(Access.READ)) {
            for (int y = 0; y < layout.height(); y++) {
                pixels.readRow(access, y, row);
                image.setRGB(0, y, row.length, 1, row, 0, row.length);
            }
        }
        return image;
    }

    /**
     * Copies an image into a frame of an RGB format. Colours are not multiplied by alpha.
     *
     * @param image an image of the frame's size
     * @param frame a frame with rows
     * @throws IllegalArgumentException when the sizes differ, or as of {@link FramePixels#of}
     * @throws UnsupportedOperationException when the format is Y'CbCr
     * @throws DmaBufException as of {@link Frame#access}
     */
    public static void write(BufferedImage image, Frame frame) throws DmaBufException {
        FrameLayout layout = frame.layout();
        if (image.getWidth() != layout.width() || image.getHeight() != layout.height()) {
            throw new IllegalArgumentException("an image of " + image.getWidth() + "x" + image.getHeight()
                    + " pixels does not fit into a frame of " + layout.width() + "x" + layout.height());
        }
        FramePixels pixels = FramePixels.of(layout);
        int[] row = new int[layout.width()];
        try (FrameAccess access = frame.access(Access.WRITE)) {
            for (int y = 0; y < layout.height(); y++) {
                image.getRGB(0, y, row.length, 1, row, 0, row.length);
                pixels.writeRow(access, y, row);
            }
        }
    }
}
