// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.dmabuf4j.Errno;
import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.examples.wayland.gen.Wayland;
import io.github.dmabuf4j.examples.wayland.gen.pollfd;
import io.github.dmabuf4j.examples.wayland.gen.wl_argument;
import io.github.dmabuf4j.examples.wayland.gen.wl_array;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A connection to a compositor, by libwayland-client. For one thread. */
final class Connection implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** wl_dispatcher_func_t. */
    private static final FunctionDescriptor DISPATCHER =
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);

    /** Has what the library uses as long as the connection is open. */
    private final Arena arena = Arena.ofConfined();

    private final LibWayland library;
    private final Interfaces interfaces;
    private final MemorySegment display;
    private final MemorySegment dispatcher;
    private final Map<Long, Proxy> proxies = new HashMap<>();

    /** What a handler threw. It must not leave the native frames between. */
    private Throwable thrown;

    private Connection(LibWayland library, Path socket) throws IOException {
        this.library = library;
        try {
            interfaces = new Interfaces(library, arena);
            dispatcher = Linker.nativeLinker().upcallStub(dispatchHandle(), DISPATCHER, arena);
            display = library.connect.pointer(arena.allocateFrom(socket.toString()));
            if (display.equals(MemorySegment.NULL)) {
                throw Failure.failed("no compositor answers at " + socket + ": " + Errno.text(library.connect.errno()));
            }
        } catch (Throwable thrownHere) {
            arena.close();
            throw thrownHere;
        }
    }

    private MethodHandle dispatchHandle() {
        MethodType type = DISPATCHER.toMethodType();
        try {
            return MethodHandles.lookup().bind(this, "dispatched", type);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError(DISPATCHER.toString(), impossible);
        }
    }

    /** Connects to the compositor that listens at a socket. */
    static Connection open(Path socket) throws IOException {
        return new Connection(LibWayland.load(), socket);
    }

    Interfaces interfaces() {
        return interfaces;
    }

    /** The object from which all others come. */
    Proxy display() {
        return new Proxy(this, interfaces.get("wl_display"), display);
    }

    int version(Proxy proxy) {
        return library.version.integer(proxy.address());
    }

    void forget(Proxy proxy) {
        proxies.remove(proxy.address().address());
    }

    void destroy(Proxy proxy) {
        library.destroy.run(proxy.address());
    }

    /** Takes over a proxy that the library has made. */
    Proxy adopt(MemorySegment address, Interface type) {
        if (address.equals(MemorySegment.NULL)) {
            throw new IllegalStateException("libwayland-client could not create an object of " + type.name());
        }
        Proxy proxy = new Proxy(this, type, address);
        proxies.put(address.address(), proxy);
        library.addDispatcher.integer(address, dispatcher, MemorySegment.NULL, MemorySegment.NULL);
        return proxy;
    }

    /** Binds a global object, of which the compositor has announced the number. */
    Proxy bind(Proxy registry, int number, String name, int version) {
        Interface type = interfaces.get(name);
        int request = registry.requestNumber("bind");
        try (Arena call = Arena.ofConfined()) {
            // The object's interface is not known beforehand, so its name and version are arguments too.
            MemorySegment arguments = arguments(call, "usun", number, name, version, 0);
            MemorySegment proxy =
                    library.marshal.pointer(registry.address(), request, type.table(), version, 0, arguments);
            return adopt(proxy, type);
        }
    }

    MemorySegment send(
            MemorySegment proxy,
            int number,
            Message message,
            MemorySegment created,
            int version,
            int flags,
            Object... given) {
        try (Arena call = Arena.ofConfined()) {
            List<Object> values = new ArrayList<>(Arrays.asList(given));
            int place = message.types().indexOf('n');
            if (place >= 0) {
                values.add(place, 0); // the library fills in the new object
            }
            if (values.size() != message.types().length()) {
                throw new IllegalArgumentException(message.name() + " takes " + message.types());
            }
            MemorySegment arguments = arguments(call, message.types(), values.toArray());
            return library.marshal.pointer(proxy, number, created, version, flags, arguments);
        }
    }

    private static MemorySegment arguments(Arena call, String types, Object... values) {
        MemorySegment array = wl_argument.allocateArray(values.length, call);
        for (int i = 0; i < values.length; i++) {
            MemorySegment argument = wl_argument.asSlice(array, i);
            switch (types.charAt(i)) {
                case 's' -> wl_argument.s(argument, call.allocateFrom((String) values[i]));
                case 'o' -> wl_argument.o(argument, address((Proxy) values[i]));
                default -> wl_argument.i(argument, (int) values[i]);
            }
        }
        return array;
    }

    private static MemorySegment address(Proxy proxy) {
        return proxy == null ? MemorySegment.NULL : proxy.address();
    }

    // --- events -----------------------------------------------------------------------------------------------------

    /** Called by the library for each event, whose description and proxy's own data it adds. */
    int dispatched(
            MemorySegment implementation,
            MemorySegment target,
            int number,
            MemorySegment message,
            MemorySegment array) {
        try {
            Proxy proxy = proxies.get(target.address());
            if (proxy != null) {
                dispatch(proxy, number, array);
            }
        } catch (Throwable failure) {
            if (thrown == null) {
                thrown = failure;
            }
        }
        return 0;
    }

    private void dispatch(Proxy proxy, int number, MemorySegment array) throws IOException {
        Message message = proxy.event(number);
        String types = message.types();
        MemorySegment arguments =
                array.reinterpret(types.length() * wl_argument.layout().byteSize());
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < types.length(); i++) {
            values.add(value(
                    wl_argument.asSlice(arguments, i),
                    types.charAt(i),
                    message.interfaces().get(i)));
        }
        Proxy.Handler handler = proxy.handler(number);
        if (handler != null) {
            handler.handle(new Event(values));
        } else if (types.contains("h")) {
            close((int) values.get(types.indexOf('h')));
        }
    }

    private Object value(MemorySegment argument, char type, String interfaceName) {
        return switch (type) {
            case 's' -> LibWayland.text(wl_argument.s(argument));
            case 'a' -> bytes(wl_argument.a(argument));
            case 'n' -> adopt(wl_argument.o(argument), interfaces.get(interfaceName));
            case 'o' -> wl_argument.o(argument); // no handler uses it
            default -> wl_argument.i(argument);
        };
    }

    private static byte[] bytes(MemorySegment address) {
        MemorySegment array = address.reinterpret(wl_array.layout().byteSize());
        return wl_array.data(array).reinterpret(wl_array.size(array)).toArray(ValueLayout.JAVA_BYTE);
    }

    /** Closes a descriptor that came with an event. */
    void close(int descriptor) {
        library.close.integer(descriptor);
    }

    /** Waits until the compositor has answered all requests so far. */
    void roundTrip() throws IOException {
        boolean[] done = {false};
        Proxy callback = display().create("sync").on("done", event -> done[0] = true);
        await(() -> done[0], "an answer");
        callback.destroyHere();
    }

    /** Sends what is to be sent, and handles events until something is true. {@code what} names that in a message. */
    void await(BooleanSupplier until, String what) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            check(library.dispatchPending.integer(display));
            if (until.getAsBoolean()) {
                return;
            }
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw Failure.failed("the compositor has not sent " + what + " for " + PATIENCE.toSeconds() + " s");
            }
            read(left);
        }
    }

    /** Handles the events that have come, without waiting. */
    void handleEvents() throws IOException {
        read(0);
        check(library.dispatchPending.integer(display));
    }

    private void read(long milliseconds) throws IOException {
        if (library.prepareRead.integer(display) != 0) {
            return; // there are events to be handled first
        }
        boolean isReady = false;
        try {
            isReady = poll(flush(), milliseconds);
        } finally {
            if (!isReady) {
                library.cancelRead.run(display);
            }
        }
        if (isReady) {
            check(library.readEvents.integer(display));
        }
    }

    /** Sends what it can, and returns what to wait for. */
    private int flush() {
        boolean isFull = library.flush.integer(display) < 0 && library.flush.errno() == Wayland.EAGAIN();
        // Any other error shows at the next reading, after what the compositor said before.
        return isFull ? Wayland.POLLIN() | Wayland.POLLOUT() : Wayland.POLLIN();
    }

    /** Returns whether there is something to read. */
    private boolean poll(int events, long milliseconds) throws IOException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment entry = call.allocate(pollfd.layout());
            pollfd.fd(entry, library.descriptor.integer(display));
            pollfd.events(entry, (short) events);
            int ready = library.poll.integer(entry, 1L, (int) milliseconds);
            if (ready < 0 && library.poll.errno() != Wayland.EINTR()) {
                throw Failure.failed("poll failed: " + Errno.text(library.poll.errno()));
            }
            return ready > 0 && (pollfd.revents(entry) & ~Wayland.POLLOUT()) != 0;
        }
    }

    /** Throws what a handler has thrown, or the error of the connection. */
    private void check(int result) throws IOException {
        if (thrown != null) {
            Throwable failure = thrown;
            thrown = null;
            if (failure instanceof IOException known) {
                throw known;
            }
            throw new IllegalStateException("the handler of an event failed", failure);
        }
        if (result < 0) {
            throw Failure.failed(reason(library.error.integer(display)));
        }
    }

    private String reason(int errno) {
        if (errno != Wayland.EPROTO()) {
            return "the compositor has closed the connection: " + Errno.text(errno);
        }
        try (Arena call = Arena.ofConfined()) {
            MemorySegment type = call.allocate(ADDRESS);
            MemorySegment id = call.allocate(JAVA_INT);
            int code = library.protocolError.integer(display, type, id);
            String name = Interface.name(type.get(ADDRESS, 0));
            return "the compositor reports the error " + code + " of an object of " + name
                    + " and has closed the connection";
        }
    }

    @Override
    public void close() {
        List.copyOf(proxies.values()).forEach(Proxy::destroyHere);
        library.flush.integer(display);
        library.disconnect.run(display);
        arena.close();
    }
}
