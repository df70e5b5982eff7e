// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

/** A width and a height in pixels. */
record Size(int width, int height) {
    @Override
    public String toString() {
        return width + "x" + height;
    }
}
