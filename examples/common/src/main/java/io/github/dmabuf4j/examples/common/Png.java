// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.common;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes pictures to files. */
public final class Png {
    private Png() {}

    /** Writes a picture as PNG. Needs no display. */
    public static void write(BufferedImage picture, Path file) throws IOException {
        System.setProperty("java.awt.headless", "true");
        ImageIO.setUseCache(false);
        try (OutputStream out = Files.newOutputStream(file)) {
            if (!ImageIO.write(picture, "png", out)) {
                throw new IOException(
                        "this JDK cannot write PNG: it lacks the image plugins of the module java.desktop");
            }
        } catch (FileSystemException failure) {
            throw Failure.failed("cannot write " + failure);
        }
    }
}
