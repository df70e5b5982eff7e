// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.common.drm;

import io.github.dmabuf4j.Device;
import io.github.dmabuf4j.Device.Ioctl;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.examples.common.drm.gen.Drm;
import io.github.dmabuf4j.examples.common.drm.gen.drm_crtc_get_sequence;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A graphics card with a connected display. */
public final class Card implements AutoCloseable {
    private static final Ioctl GET_SEQUENCE =
            new Ioctl("DRM_IOCTL_CRTC_GET_SEQUENCE", Drm.DRM_IOCTL_CRTC_GET_SEQUENCE(), drm_crtc_get_sequence.layout());

    private static final Path DIRECTORY = Path.of("/dev/dri");

    private final Path path;
    private final Device device;
    private final Output output;

    private Card(Path path, Device device, Output output) {
        this.path = path;
        this.device = device;
        this.output = output;
    }

    /** Opens the card of this path; without one, the first card with a connected display. */
    public static Card open(Optional<Path> wish) throws IOException {
        List<Path> there = list();
        if (there.isEmpty()) {
            throw Failure.cannot("this kernel has no graphics card in " + DIRECTORY);
        }
        if (wish.isPresent() && !there.contains(wish.get())) {
            throw Failure.usage("card " + wish.get() + " does not exist; the cards are " + there);
        }
        List<String> refusals = new ArrayList<>();
        for (Path path : wish.map(List::of).orElse(there)) {
            Optional<Card> card = open(path, refusals);
            if (card.isPresent()) {
                return card.get();
            }
        }
        throw Failure.cannot("no usable display: " + String.join("; ", refusals));
    }

    private static List<Path> list() throws IOException {
        if (!Files.isDirectory(DIRECTORY)) {
            return List.of();
        }
        try (Stream<Path> nodes = Files.list(DIRECTORY)) {
            return nodes.filter(node -> node.getFileName().toString().matches("card\\d+"))
                    .sorted()
                    .toList();
        }
    }

    private static Optional<Card> open(Path path, List<String> refusals) throws IOException {
        Device device = null;
        Optional<Output> output = Optional.empty();
        try {
            device = Device.open(path);
            output = Output.find(device);
            if (output.isEmpty()) {
                refusals.add("no display is connected to " + path);
            }
        } catch (DmaBufException refusal) {
            // This card only renders, or this user may not open it. Another card may be usable.
            refusals.add(refusal.getMessage());
        } finally {
            if (device != null && output.isEmpty()) {
                device.close();
            }
        }
        Device opened = device;
        return output.map(found -> new Card(path, opened, found));
    }

    /** The open device, which belongs to this card. */
    public Device device() {
        return device;
    }

    /** The first connected display. */
    public Output output() {
        return output;
    }

    /** The number in the card's name, which is its number in debugfs too. */
    String number() {
        return path.getFileName().toString().replaceAll("\\D", "");
    }

    /** Returns the number of the latest refresh of the display. It is on: another open of the card may have set its mode. */
    public int refresh() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sequence = arena.allocate(drm_crtc_get_sequence.layout());
            drm_crtc_get_sequence.crtc_id(sequence, output.crtc());
            device.ioctl(GET_SEQUENCE, sequence);
            // Events and CRCs count with 32 bits.
            return (int) drm_crtc_get_sequence.sequence(sequence);
        }
    }

    /** Returns the name of the card's driver. */
    public String driver() throws IOException {
        return Driver.of(device);
    }

    @Override
    public void close() {
        device.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
