/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The headers of GStreamer for the generated bindings, and for the probe that checks them.
 *
 * Java calls the functions below by address, without a generated binding. They are declared here once more, as Java calls
 * them: where GStreamer declares one otherwise, this header does not compile.
 */
#ifndef DMABUF4J_EXAMPLES_GSTREAMER_H
#define DMABUF4J_EXAMPLES_GSTREAMER_H

#include <stddef.h>
#include <stdint.h>

#include <gst/gst.h>
#include <gst/allocators/gstdmabuf.h>
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/video/video.h>

/*
 * The beginning of GstVideoMeta. Its end has pointers to functions, for which jextract generates calls; Java reads none of these.
 */
struct video_planes {
    GstMeta meta;
    GstBuffer *buffer;
    GstVideoFrameFlags flags;
    GstVideoFormat format;
    int id;
    unsigned int width;
    unsigned int height;
    unsigned int n_planes;
    size_t offset[GST_VIDEO_MAX_PLANES];
    int stride[GST_VIDEO_MAX_PLANES];
};
_Static_assert(offsetof(struct video_planes, n_planes) == offsetof(GstVideoMeta, n_planes), "n_planes");
_Static_assert(offsetof(struct video_planes, offset) == offsetof(GstVideoMeta, offset), "offset");
_Static_assert(offsetof(struct video_planes, stride) == offsetof(GstVideoMeta, stride), "stride");
_Static_assert(sizeof(struct video_planes) == offsetof(GstVideoMeta, map), "map");

/* libglib-2.0 */
void g_free(void *memory);
void g_error_free(GError *error);

/* libgstreamer-1.0: the library, elements, pipelines */
int gst_init_check(int *argc, char ***argv, GError **error);
char *gst_version_string(void);
GstElementFactory *gst_element_factory_find(const char *name);
GstElement *gst_parse_launch(const char *description, GError **error);
GstElement *gst_bin_get_by_name(GstBin *bin, const char *name);
void gst_object_unref(void *object);
GstStateChangeReturn gst_element_set_state(GstElement *element, GstState state);
GstStateChangeReturn gst_element_get_state(GstElement *element, GstState *state, GstState *pending, GstClockTime timeout);

/* libgstreamer-1.0: messages */
GstBus *gst_element_get_bus(GstElement *element);
GstMessage *gst_bus_timed_pop_filtered(GstBus *bus, GstClockTime timeout, GstMessageType types);
void gst_message_parse_error(GstMessage *message, GError **error, char **debug);

/* libgstreamer-1.0: buffers, memory, caps */
GstMiniObject *gst_mini_object_ref(GstMiniObject *object);
void gst_mini_object_unref(GstMiniObject *object);
void gst_mini_object_weak_ref(GstMiniObject *object, void (*notify)(void *data, GstMiniObject *object), void *data);
GstBuffer *gst_buffer_new(void);
void gst_buffer_append_memory(GstBuffer *buffer, GstMemory *memory);
unsigned int gst_buffer_n_memory(GstBuffer *buffer);
GstMemory *gst_buffer_peek_memory(GstBuffer *buffer, unsigned int index);
size_t gst_memory_get_sizes(GstMemory *memory, size_t *offset, size_t *maximum);
GstCaps *gst_caps_from_string(const char *text);
char *gst_caps_to_string(const GstCaps *caps);
GstBuffer *gst_sample_get_buffer(GstSample *sample);
GstCaps *gst_sample_get_caps(GstSample *sample);

/* libgstallocators-1.0 */
GstAllocator *gst_dmabuf_allocator_new(void);
GstMemory *gst_dmabuf_allocator_alloc(GstAllocator *allocator, int fd, size_t bytes);
int gst_is_dmabuf_memory(GstMemory *memory);
int gst_dmabuf_memory_get_fd(GstMemory *memory);

/* libgstapp-1.0 */
void gst_app_src_set_caps(GstAppSrc *source, const GstCaps *caps);
GstFlowReturn gst_app_src_push_buffer(GstAppSrc *source, GstBuffer *buffer);
GstSample *gst_app_sink_try_pull_sample(GstAppSink *sink, GstClockTime timeout);

/* libgstvideo-1.0 */
GstVideoFormat gst_video_format_from_string(const char *name);
GstVideoMeta *gst_buffer_add_video_meta_full(GstBuffer *buffer, GstVideoFrameFlags flags, GstVideoFormat format,
                                             unsigned int width, unsigned int height, unsigned int planes,
                                             size_t offsets[4], int strides[4]);
GstVideoMeta *gst_buffer_get_video_meta(GstBuffer *buffer);

#endif
