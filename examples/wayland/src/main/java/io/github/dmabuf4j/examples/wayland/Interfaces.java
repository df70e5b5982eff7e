// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import static java.util.stream.Collectors.joining;

import io.github.dmabuf4j.examples.wayland.gen.wl_interface;
import io.github.dmabuf4j.examples.wayland.gen.wl_message;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The interfaces by name: those of the core protocol, which libwayland-client describes, and the extensions. */
final class Interfaces {
    private final Arena arena;
    private final LibWayland library;
    private final Map<String, MemorySegment> extensions = new HashMap<>();
    private final Map<String, Interface> read = new HashMap<>();

    /** Describes the extensions in memory of that arena, which must live until the connection has ended. */
    Interfaces(LibWayland library, Arena arena) {
        this.library = library;
        this.arena = arena;
        List<Extension> all = Stream.of(Extension.WINDOWS, Extension.BUFFERS, Extension.FENCES)
                .flatMap(List::stream)
                .toList();
        // They refer to each other, so all of them get their addresses first.
        all.forEach(extension -> extensions.put(extension.name(), arena.allocate(wl_interface.layout())));
        all.forEach(this::describe);
    }

    Interface get(String name) {
        return read.computeIfAbsent(name, wanted -> Interface.read(table(wanted)));
    }

    private MemorySegment table(String name) {
        MemorySegment extension = extensions.get(name);
        return extension == null ? library.coreInterface(name) : extension;
    }

    private void describe(Extension extension) {
        MemorySegment table = extensions.get(extension.name());
        wl_interface.name(table, arena.allocateFrom(extension.name()));
        wl_interface.version(table, extension.version());
        wl_interface.method_count(table, extension.requests().size());
        wl_interface.methods(table, messages(extension.requests()));
        wl_interface.event_count(table, extension.events().size());
        wl_interface.events(table, messages(extension.events()));
    }

    private MemorySegment messages(List<String> texts) {
        MemorySegment messages = wl_message.allocateArray(texts.size(), arena);
        for (int i = 0; i < texts.size(); i++) {
            describe(texts.get(i), wl_message.asSlice(messages, i));
        }
        return messages;
    }

    private void describe(String text, MemorySegment message) {
        String[] words = text.split(" ", -1);
        String[] nameAndVersion = words[0].split("@", 2);
        List<String> arguments = Arrays.asList(words).subList(1, words.length);
        String since = nameAndVersion.length > 1 ? nameAndVersion[1] : "";
        wl_message.name(message, arena.allocateFrom(nameAndVersion[0]));
        wl_message.signature(
                message,
                arena.allocateFrom(
                        since + arguments.stream().map(Interfaces::letter).collect(joining())));
        MemorySegment types = arena.allocate(ValueLayout.ADDRESS, arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
            types.setAtIndex(ValueLayout.ADDRESS, i, type(arguments.get(i)));
        }
        wl_message.types(message, types);
    }

    private static String letter(String argument) {
        String nullable = argument.startsWith("?") ? "?" : "";
        String type = argument.substring(nullable.length()).split(":", 2)[0];
        return nullable
                + switch (type) {
                    case "int" -> "i";
                    case "uint" -> "u";
                    case "string" -> "s";
                    case "object" -> "o";
                    case "new_id" -> "n";
                    case "array" -> "a";
                    case "fd" -> "h";
                    default -> throw new IllegalArgumentException("unknown type " + type);
                };
    }

    /** Returns the interface of an argument; NULL if it has none, or one that this program never uses. */
    private MemorySegment type(String argument) {
        int colon = argument.indexOf(':');
        String name = argument.substring(colon + 1);
        boolean known = colon >= 0 && (extensions.containsKey(name) || library.hasCoreInterface(name));
        return known ? table(name) : MemorySegment.NULL;
    }
}
