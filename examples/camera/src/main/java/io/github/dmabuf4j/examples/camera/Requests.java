// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.dmabuf4j.Device.Ioctl;
import io.github.dmabuf4j.examples.camera.gen.V4l2;
import io.github.dmabuf4j.examples.camera.gen.v4l2_buffer;
import io.github.dmabuf4j.examples.camera.gen.v4l2_capability;
import io.github.dmabuf4j.examples.camera.gen.v4l2_format;
import io.github.dmabuf4j.examples.camera.gen.v4l2_requestbuffers;

/** The V4L2 requests of this program. */
final class Requests {
    static final Ioctl QUERYCAP = new Ioctl("VIDIOC_QUERYCAP", V4l2.VIDIOC_QUERYCAP(), v4l2_capability.layout());
    static final Ioctl S_FMT = new Ioctl("VIDIOC_S_FMT", V4l2.VIDIOC_S_FMT(), v4l2_format.layout());
    static final Ioctl REQBUFS = new Ioctl("VIDIOC_REQBUFS", V4l2.VIDIOC_REQBUFS(), v4l2_requestbuffers.layout());
    static final Ioctl QBUF = new Ioctl("VIDIOC_QBUF", V4l2.VIDIOC_QBUF(), v4l2_buffer.layout());
    static final Ioctl DQBUF = new Ioctl("VIDIOC_DQBUF", V4l2.VIDIOC_DQBUF(), v4l2_buffer.layout());
    static final Ioctl STREAMON = new Ioctl("VIDIOC_STREAMON", V4l2.VIDIOC_STREAMON(), JAVA_INT);
    static final Ioctl STREAMOFF = new Ioctl("VIDIOC_STREAMOFF", V4l2.VIDIOC_STREAMOFF(), JAVA_INT);

    private Requests() {}
}
