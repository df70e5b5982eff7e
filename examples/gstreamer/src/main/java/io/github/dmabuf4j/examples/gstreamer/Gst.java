// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.gstreamer;

import static java.lang.foreign.ValueLayout.ADDRESS;

import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.examples.gstreamer.gen._GError;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/**
 * The functions of GStreamer that this example calls, by their names in C. native/gstreamer.h declares them. Addresses are numbers,
 * and 0 is none.
 */
final class Gst {
    private static final String INSTALL = "install GStreamer 1.22 or later (Debian: apt-get install libgstreamer1.0-0"
            + " libgstreamer-plugins-base1.0-0 gstreamer1.0-plugins-base gstreamer1.0-plugins-good"
            + " gstreamer1.0-plugins-bad)";

    private final SymbolLookup glib = library("libglib-2.0.so.0");
    private final SymbolLookup core = library("libgstreamer-1.0.so.0");
    private final SymbolLookup allocators = library("libgstallocators-1.0.so.0");
    private final SymbolLookup app = library("libgstapp-1.0.so.0");
    private final SymbolLookup video = library("libgstvideo-1.0.so.0");

    private final NativeFunction free = NativeFunction.of(glib, "g_free");
    private final NativeFunction errorFree = NativeFunction.of(glib, "g_error_free");
    private final NativeFunction initCheck = NativeFunction.of(core, "gst_init_check");
    private final NativeFunction versionString = NativeFunction.of(core, "gst_version_string");

    final NativeFunction elementFactoryFind = NativeFunction.of(core, "gst_element_factory_find");
    final NativeFunction parseLaunch = NativeFunction.of(core, "gst_parse_launch");
    final NativeFunction binGetByName = NativeFunction.of(core, "gst_bin_get_by_name");
    final NativeFunction objectUnref = NativeFunction.of(core, "gst_object_unref");
    final NativeFunction elementSetState = NativeFunction.of(core, "gst_element_set_state");
    final NativeFunction elementGetState = NativeFunction.of(core, "gst_element_get_state");
    final NativeFunction elementGetBus = NativeFunction.of(core, "gst_element_get_bus");
    final NativeFunction busTimedPopFiltered = NativeFunction.of(core, "gst_bus_timed_pop_filtered");
    final NativeFunction messageParseError = NativeFunction.of(core, "gst_message_parse_error");

    final NativeFunction miniObjectRef = NativeFunction.of(core, "gst_mini_object_ref");
    final NativeFunction miniObjectUnref = NativeFunction.of(core, "gst_mini_object_unref");
    final NativeFunction miniObjectWeakRef = NativeFunction.of(core, "gst_mini_object_weak_ref");
    final NativeFunction bufferNew = NativeFunction.of(core, "gst_buffer_new");
    final NativeFunction bufferAppendMemory = NativeFunction.of(core, "gst_buffer_append_memory");
    final NativeFunction bufferMemories = NativeFunction.of(core, "gst_buffer_n_memory");
    final NativeFunction bufferPeekMemory = NativeFunction.of(core, "gst_buffer_peek_memory");
    final NativeFunction memoryGetSizes = NativeFunction.of(core, "gst_memory_get_sizes");
    final NativeFunction capsFromString = NativeFunction.of(core, "gst_caps_from_string");
    final NativeFunction capsToString = NativeFunction.of(core, "gst_caps_to_string");
    final NativeFunction sampleGetBuffer = NativeFunction.of(core, "gst_sample_get_buffer");
    final NativeFunction sampleGetCaps = NativeFunction.of(core, "gst_sample_get_caps");

    final NativeFunction dmaBufAllocatorNew = NativeFunction.of(allocators, "gst_dmabuf_allocator_new");
    final NativeFunction dmaBufAllocatorAlloc = NativeFunction.of(allocators, "gst_dmabuf_allocator_alloc");
    final NativeFunction isDmaBufMemory = NativeFunction.of(allocators, "gst_is_dmabuf_memory");
    final NativeFunction dmaBufMemoryGetFd = NativeFunction.of(allocators, "gst_dmabuf_memory_get_fd");

    final NativeFunction appSrcSetCaps = NativeFunction.of(app, "gst_app_src_set_caps");
    final NativeFunction appSrcPushBuffer = NativeFunction.of(app, "gst_app_src_push_buffer");
    final NativeFunction appSinkTryPullSample = NativeFunction.of(app, "gst_app_sink_try_pull_sample");

    final NativeFunction videoFormatFromString = NativeFunction.of(video, "gst_video_format_from_string");
    final NativeFunction bufferAddVideoMetaFull = NativeFunction.of(video, "gst_buffer_add_video_meta_full");
    final NativeFunction bufferGetVideoMeta = NativeFunction.of(video, "gst_buffer_get_video_meta");

    private Gst() throws Failure {}

    private static SymbolLookup library(String name) throws Failure {
        try {
            return SymbolLookup.libraryLookup(name, Arena.global());
        } catch (IllegalArgumentException missing) {
            throw Failure.cannot(name + " cannot be loaded: " + INSTALL);
        }
    }

    /** Loads the libraries and starts GStreamer. The first start of a user lists all plugins, which takes seconds. */
    static Gst start() throws IOException {
        Gst gst = new Gst();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(ADDRESS);
            if (!gst.initCheck.test(0, 0, error.address())) {
                throw Failure.cannot("GStreamer does not start: " + gst.takeError(error));
            }
        }
        return gst;
    }

    /** Checks that a plugin has this element. */
    void require(String element, String debianPackage) throws Failure {
        try (Arena arena = Arena.ofConfined()) {
            long factory = elementFactoryFind.call(arena.allocateFrom(element).address());
            if (factory == 0) {
                throw Failure.cannot("GStreamer has no element " + element
                        + " here: install its plugin (Debian: apt-get" + " install " + debianPackage + ")");
            }
            objectUnref.call(factory);
        }
    }

    /** Returns the version, such as {@code GStreamer 1.22.0}. */
    String version() {
        return takeString(versionString.call());
    }

    /** Copies a string that the caller owns, and frees it. */
    String takeString(long text) {
        String copy = string(text);
        free.call(text);
        return copy;
    }

    /** Returns the message of the error that a pointer points to, frees the error and resets the pointer. */
    String takeError(MemorySegment pointer) {
        MemorySegment error = pointer.get(ADDRESS, 0);
        if (error.address() == 0) {
            return "no reason given";
        }
        String message =
                string(_GError.message(error.reinterpret(_GError.sizeof())).address());
        errorFree.call(error.address());
        pointer.set(ADDRESS, 0, MemorySegment.NULL);
        return message;
    }

    void free(MemorySegment pointer) {
        free.call(pointer.get(ADDRESS, 0).address());
    }

    private static String string(long text) {
        return text == 0
                ? ""
                : MemorySegment.ofAddress(text).reinterpret(Long.MAX_VALUE).getString(0);
    }
}
