// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.common;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Checks that equal pictures have equal CRCs, and different pictures different ones. */
public final class PictureCheck {
    private record Shown(int frame, int picture, String crc) {
        @Override
        public String toString() {
            return "frame " + frame + " (picture " + picture + ", CRC " + crc + ")";
        }
    }

    private final Map<Integer, Shown> byPicture = new HashMap<>();
    private final Map<String, Shown> byCrc = new HashMap<>();
    private int checked;

    /** Records what was shown. Fails when it is not what an earlier frame with this picture was, or is what another picture was. */
    public void shown(int frame, int picture, String crc) throws IOException {
        Shown now = new Shown(frame, picture, crc);
        Shown alike = byPicture.putIfAbsent(picture, now);
        if (alike != null && !alike.crc.equals(crc)) {
            throw Failure.failed(now + " differs from " + alike + ", which is the same picture");
        }
        Shown other = byCrc.putIfAbsent(crc, now);
        if (other != null && other.picture != picture) {
            throw Failure.failed(now + " is equal to " + other + ", which is another picture");
        }
        checked++;
    }

    /** The number of checked frames. */
    public int checked() {
        return checked;
    }

    /** The number of checked frames whose picture had been shown before, from another buffer. */
    public int repeats() {
        return checked - byPicture.size();
    }
}
