// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import java.util.List;

/**
 * An interface whose description libwayland-client does not have. A message is its name and the types of its arguments, with a
 * {@code @} before the version that has added it, a colon before the interface of an object, and a {@code ?} before what may be
 * null. The order of the messages gives their numbers. A test compares these lists with the installed descriptions.
 *
 * @param version the version that this program can use
 */
record Extension(String name, int version, List<String> requests, List<String> events) {
    /** A window: xdg-shell. */
    static final List<Extension> WINDOWS = List.of(
            new Extension(
                    "xdg_wm_base",
                    1,
                    List.of(
                            "destroy",
                            "create_positioner new_id:xdg_positioner",
                            "get_xdg_surface new_id:xdg_surface object:wl_surface",
                            "pong uint"),
                    List.of("ping uint")),
            new Extension(
                    "xdg_surface",
                    1,
                    List.of(
                            "destroy",
                            "get_toplevel new_id:xdg_toplevel",
                            "get_popup new_id:xdg_popup ?object:xdg_surface object:xdg_positioner",
                            "set_window_geometry int int int int",
                            "ack_configure uint"),
                    List.of("configure uint")),
            new Extension(
                    "xdg_toplevel",
                    1,
                    List.of(
                            "destroy",
                            "set_parent ?object:xdg_toplevel",
                            "set_title string",
                            "set_app_id string",
                            "show_window_menu object:wl_seat uint int int",
                            "move object:wl_seat uint",
                            "resize object:wl_seat uint uint",
                            "set_max_size int int",
                            "set_min_size int int",
                            "set_maximized",
                            "unset_maximized",
                            "set_fullscreen ?object:wl_output",
                            "unset_fullscreen",
                            "set_minimized"),
                    List.of("configure int int array", "close")));

    /** Buffers: linux-dmabuf. */
    static final List<Extension> BUFFERS = List.of(
            new Extension(
                    "zwp_linux_dmabuf_v1",
                    4,
                    List.of(
                            "destroy",
                            "create_params new_id:zwp_linux_buffer_params_v1",
                            "get_default_feedback@4 new_id:zwp_linux_dmabuf_feedback_v1",
                            "get_surface_feedback@4 new_id:zwp_linux_dmabuf_feedback_v1 object:wl_surface"),
                    List.of("format uint", "modifier@3 uint uint uint")),
            new Extension(
                    "zwp_linux_buffer_params_v1",
                    4,
                    List.of(
                            "destroy",
                            "add fd uint uint uint uint uint",
                            "create int int uint uint",
                            "create_immed@2 new_id:wl_buffer int int uint uint"),
                    List.of("created new_id:wl_buffer", "failed")),
            new Extension(
                    "zwp_linux_dmabuf_feedback_v1",
                    4,
                    List.of("destroy"),
                    List.of(
                            "done",
                            "format_table fd uint",
                            "main_device array",
                            "tranche_done",
                            "tranche_target_device array",
                            "tranche_formats array",
                            "tranche_flags uint")));

    /** Fences of buffers that are free again: linux-explicit-synchronization. */
    static final List<Extension> FENCES = List.of(
            new Extension(
                    "zwp_linux_explicit_synchronization_v1",
                    1,
                    List.of(
                            "destroy",
                            "get_synchronization new_id:zwp_linux_surface_synchronization_v1 object:wl_surface"),
                    List.of()),
            new Extension(
                    "zwp_linux_surface_synchronization_v1",
                    1,
                    List.of("destroy", "set_acquire_fence fd", "get_release new_id:zwp_linux_buffer_release_v1"),
                    List.of()),
            new Extension(
                    "zwp_linux_buffer_release_v1", 1, List.of(), List.of("fenced_release fd", "immediate_release")));
}
