// SPDX-License-Identifier: Apache-2.0
/*
 * Frames of FFmpeg's DRM device, for FFmpegIT. A function that returns int returns 0, or FFmpeg's negative error. Pixels are bytes of
 * all planes, one after another, without padding.
 */
#include <fcntl.h>
#include <unistd.h>

#include <libavutil/error.h>
#include <libavutil/frame.h>
#include <libavutil/hwcontext.h>
#include <libavutil/hwcontext_drm.h>
#include <libavutil/imgutils.h>
#include <libavutil/mem.h>
#include <libavutil/pixdesc.h>

/* Opens a device, for frames of one size and format. */
int avdrm_open(const char *card, const char *format, int width, int height, AVBufferRef **frames)
{
    AVBufferRef *device = NULL;
    int result = av_hwdevice_ctx_create(&device, AV_HWDEVICE_TYPE_DRM, card, NULL, 0);
    if (result < 0)
        return result;
    *frames = av_hwframe_ctx_alloc(device);
    av_buffer_unref(&device);
    if (!*frames)
        return AVERROR(ENOMEM);
    AVHWFramesContext *context = (AVHWFramesContext *) (*frames)->data;
    context->format = AV_PIX_FMT_DRM_PRIME;
    context->sw_format = av_get_pix_fmt(format);
    context->width = width;
    context->height = height;
    result = av_hwframe_ctx_init(*frames);
    if (result < 0)
        av_buffer_unref(frames);
    return result;
}

void avdrm_close(AVBufferRef *frames)
{
    av_buffer_unref(&frames);
}

/*
 * Makes a frame of a descriptor, which the function `release` gets back when the frame is freed. If this fails, the descriptor is still
 * the caller's.
 */
AVFrame *avdrm_frame(AVBufferRef *frames, AVDRMFrameDescriptor *descriptor, void (*release)(void *, uint8_t *))
{
    const AVHWFramesContext *context = (const AVHWFramesContext *) frames->data;
    AVFrame *frame = av_frame_alloc();
    if (!frame)
        return NULL;
    frame->format = AV_PIX_FMT_DRM_PRIME;
    frame->width = context->width;
    frame->height = context->height;
    frame->hw_frames_ctx = av_buffer_ref(frames);
    if (frame->hw_frames_ctx)
        frame->buf[0] = av_buffer_create((uint8_t *) descriptor, sizeof(*descriptor), release, NULL, 0);
    frame->data[0] = (uint8_t *) descriptor;
    if (!frame->buf[0])
        av_frame_free(&frame);
    return frame;
}

static void close_descriptors(void *unused, uint8_t *data)
{
    AVDRMFrameDescriptor *descriptor = (AVDRMFrameDescriptor *) data;
    (void) unused;
    for (int i = 0; i < descriptor->nb_objects; i++)
        close(descriptor->objects[i].fd);
    av_free(descriptor);
}

/* A layer for each plane, as drivers of VA-API export NV12. */
static void split_layer(AVDRMFrameDescriptor *descriptor, const uint32_t *formats)
{
    const AVDRMLayerDescriptor whole = descriptor->layers[0];
    descriptor->nb_layers = whole.nb_planes;
    for (int i = 0; i < whole.nb_planes; i++)
        descriptor->layers[i] = (AVDRMLayerDescriptor) {.format = formats[i], .nb_planes = 1, .planes = {whole.planes[i]}};
}

/* Makes a frame of the same buffers that has descriptors of its own, and closes them when it is freed. */
AVFrame *avdrm_own_frame(AVBufferRef *frames, const AVDRMFrameDescriptor *model, const uint32_t *formats_of_layers)
{
    AVDRMFrameDescriptor *descriptor = av_memdup(model, sizeof(*model));
    if (!descriptor)
        return NULL;
    int missing = 0;
    for (int i = 0; i < descriptor->nb_objects; i++) {
        descriptor->objects[i].fd = fcntl(model->objects[i].fd, F_DUPFD_CLOEXEC, 0);
        missing |= descriptor->objects[i].fd < 0;
    }
    if (formats_of_layers)
        split_layer(descriptor, formats_of_layers);
    AVFrame *frame = missing ? NULL : avdrm_frame(frames, descriptor, close_descriptors);
    if (!frame)
        close_descriptors(NULL, (uint8_t *) descriptor);
    return frame;
}

const AVDRMFrameDescriptor *avdrm_descriptor(const AVFrame *frame)
{
    return (const AVDRMFrameDescriptor *) frame->data[0];
}

void avdrm_free(AVFrame *frame)
{
    av_frame_free(&frame);
}

static AVFrame *software_frame(const AVFrame *frame)
{
    AVFrame *software = av_frame_alloc();
    if (!software)
        return NULL;
    software->format = ((const AVHWFramesContext *) frame->hw_frames_ctx->data)->sw_format;
    software->width = frame->width;
    software->height = frame->height;
    if (av_frame_get_buffer(software, 0) < 0)
        av_frame_free(&software);
    return software;
}

/* Copies the pixels of a frame out of its buffers. */
int avdrm_download(const AVFrame *frame, uint8_t *pixels, int size)
{
    AVFrame *software = software_frame(frame);
    if (!software)
        return AVERROR(ENOMEM);
    int result = av_hwframe_transfer_data(software, frame, 0);
    if (result >= 0)
        result = av_image_copy_to_buffer(pixels, size, (const uint8_t *const *) software->data, software->linesize,
                                         software->format, software->width, software->height, 1);
    av_frame_free(&software);
    return result < 0 ? result : result == size ? 0 : AVERROR(ERANGE);
}

/* Copies pixels into the buffers of a frame. */
int avdrm_upload(AVFrame *frame, const uint8_t *pixels)
{
    AVFrame *software = software_frame(frame);
    if (!software)
        return AVERROR(ENOMEM);
    uint8_t *planes[4];
    int pitches[4];
    int result = av_image_fill_arrays(planes, pitches, pixels, software->format, software->width, software->height, 1);
    if (result >= 0) {
        av_image_copy(software->data, software->linesize, (const uint8_t **) planes, pitches, software->format,
                      software->width, software->height);
        result = av_hwframe_transfer_data(frame, software, 0);
    }
    av_frame_free(&software);
    return result;
}
