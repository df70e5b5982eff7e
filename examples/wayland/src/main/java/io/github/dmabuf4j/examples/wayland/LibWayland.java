// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.dmabuf4j.examples.common.Failure;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.NoSuchElementException;

/** The functions of libwayland-client.so.0, version 1.20 or later, and two of the C library. */
final class LibWayland {
    private static final String FILE = "libwayland-client.so.0";

    /** Neither a name of the protocol nor a message is longer. */
    private static final int LONGEST_TEXT = 4096;

    private final SymbolLookup library;

    final NativeCall connect;
    final NativeCall disconnect;
    final NativeCall descriptor;
    final NativeCall dispatchPending;
    final NativeCall prepareRead;
    final NativeCall readEvents;
    final NativeCall cancelRead;
    final NativeCall flush;
    final NativeCall error;
    final NativeCall protocolError;
    final NativeCall marshal;
    final NativeCall addDispatcher;
    final NativeCall version;
    final NativeCall destroy;
    final NativeCall poll;
    final NativeCall close;

    private LibWayland(SymbolLookup library) {
        this.library = library;
        connect = call("wl_display_connect", ADDRESS, ADDRESS);
        disconnect = procedure("wl_display_disconnect", ADDRESS);
        descriptor = call("wl_display_get_fd", JAVA_INT, ADDRESS);
        dispatchPending = call("wl_display_dispatch_pending", JAVA_INT, ADDRESS);
        prepareRead = call("wl_display_prepare_read", JAVA_INT, ADDRESS);
        readEvents = call("wl_display_read_events", JAVA_INT, ADDRESS);
        cancelRead = procedure("wl_display_cancel_read", ADDRESS);
        flush = call("wl_display_flush", JAVA_INT, ADDRESS);
        error = call("wl_display_get_error", JAVA_INT, ADDRESS);
        protocolError = call("wl_display_get_protocol_error", JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
        marshal =
                call("wl_proxy_marshal_array_flags", ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
        addDispatcher = call("wl_proxy_add_dispatcher", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
        version = call("wl_proxy_get_version", JAVA_INT, ADDRESS);
        destroy = procedure("wl_proxy_destroy", ADDRESS);
        SymbolLookup libc = Linker.nativeLinker().defaultLookup();
        poll = NativeCall.of(libc, "poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
        close = NativeCall.of(libc, "close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    }

    private NativeCall call(String name, MemoryLayout result, MemoryLayout... arguments) {
        return NativeCall.of(library, name, FunctionDescriptor.of(result, arguments));
    }

    private NativeCall procedure(String name, MemoryLayout... arguments) {
        return NativeCall.of(library, name, FunctionDescriptor.ofVoid(arguments));
    }

    /** Loads the library. */
    static LibWayland load() throws Failure {
        try {
            return new LibWayland(SymbolLookup.libraryLookup(FILE, Arena.global()));
        } catch (IllegalArgumentException missing) {
            throw Failure.cannot(FILE + " cannot be loaded: install it (Debian: apt-get install libwayland-client0)");
        } catch (NoSuchElementException old) {
            throw Failure.cannot(FILE + " is too old, because it lacks " + old.getMessage() + ": 1.20 is needed");
        }
    }

    boolean hasCoreInterface(String name) {
        return library.find(name + "_interface").isPresent();
    }

    /** The library's description of an interface of the core protocol. */
    MemorySegment coreInterface(String name) {
        return library.find(name + "_interface")
                .orElseThrow(() -> new IllegalArgumentException("unknown interface " + name));
    }

    /** Reads a string of the library. */
    static String text(MemorySegment address) {
        return address.reinterpret(LONGEST_TEXT).getString(0);
    }
}
