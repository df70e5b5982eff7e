/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The messages of io.github.dmabuf4j.share, for programs in C: one message on a connected AF_UNIX socket of type
 * SOCK_SEQPACKET is a header, `count` items, in version 2 a frame, and any data of the program's own up to the end of the message. Its
 * SCM_RIGHTS descriptors are those of the items, in their order.
 *
 * Numbers are in the byte order of the machine. What is reserved is 0. A message has at least its header: an empty one is
 * refused. To recvmsg(2), which returns 0 for an empty message and at the end of the connection, the two differ only in control
 * data, which SO_TIMESTAMP adds to each message.
 *
 * Versions. A message with a frame is of version 2, any other one of version 1. A receiver refuses a message of a version that it
 * does not know. Each message says in `speaks` what its sender can receive, so that a program can find out, by the first message from the
 * other end, whether it may send frames. Programs made for version 1 alone have 0 there, and ignore it.
 *
 * A receiver of this library refuses a message, and closes all its descriptors, when
 * - it is empty, or shorter than its header, its items and its frame, or does not begin with the magic number;
 * - it has more than DMABUF4J_SHARE_MAX_DATA bytes of data;
 * - `count` is not the number of its descriptors, or more than DMABUF4J_SHARE_MAX_ITEMS;
 * - it is of version 2 and its `speaks` is less than 2: a program that sends frames can receive them;
 * - the kind of an item is unknown, or its descriptor is not of that kind: a DMA-BUF of the size that the item states, or a sync file;
 * - an item is a fence, and the message has no frame, or has one of this kind already;
 * - the frame is not valid: its width or height is 0 or has more than 31 bits, the format is unknown, its planes are not as many as the
 *   format and the modifier have, the pitch of a plane is 0, has more than 32 bits or is less than a row, a plane ends beyond its buffer,
 *   a buffer has no plane, or a colour range is not in enum dmabuf4j_share_range.
 * The next message can be received then. What is reserved is not read.
 */
#ifndef DMABUF4J_SHARE_H
#define DMABUF4J_SHARE_H

#include <stdint.h>

#define DMABUF4J_SHARE_MAGIC 0x34626d64u /* "dmb4", little endian */
#define DMABUF4J_SHARE_VERSION 1u
#define DMABUF4J_SHARE_FRAME_VERSION 2u
#define DMABUF4J_SHARE_MAX_ITEMS 253 /* as many as the kernel passes at once: SCM_MAX_FD */
#define DMABUF4J_SHARE_MAX_DATA 65536
#define DMABUF4J_SHARE_MAX_PLANES 4

enum dmabuf4j_share_kind {
    DMABUF4J_SHARE_BUFFER = 1,
    DMABUF4J_SHARE_SYNC_FILE = 2,
    DMABUF4J_SHARE_ACQUIRE_FENCE = 3, /* version 2: a sync file; the frame is ready when it has signaled. At most one */
    DMABUF4J_SHARE_RELEASE_FENCE = 4, /* version 2: a sync file that signals when the sender no longer uses the frame. At most one */
};

struct dmabuf4j_share_header {
    uint32_t magic;
    uint32_t version;
    uint32_t count;
    uint32_t speaks; /* the highest version that the sender can receive; 0 means 1 */
};

struct dmabuf4j_share_item {
    uint32_t kind;
    uint32_t reserved;
    uint64_t size; /* bytes of a buffer, checked by the receiver; 0 of a sync file */
    char name[32]; /* ends with NUL; any other bytes, mostly UTF-8; empty in version 2 */
};

struct dmabuf4j_share_plane {
    uint32_t buffer; /* its index among the buffers of the message */
    uint32_t reserved;
    uint64_t offset; /* bytes */
    uint64_t pitch; /* bytes from row to row, at most 32 bits */
};

enum dmabuf4j_share_range {
    DMABUF4J_SHARE_RANGE_UNSPECIFIED = 0,
    DMABUF4J_SHARE_RANGE_LIMITED = 1,
    DMABUF4J_SHARE_RANGE_FULL = 2,
};

/* Follows the items of a message of version 2. All buffers of the message are those of the frame. */
struct dmabuf4j_share_frame {
    uint32_t width; /* pixels */
    uint32_t height;
    uint32_t format; /* fourcc code of drm_fourcc.h */
    uint32_t plane_count; /* 1 to 4 */
    uint64_t modifier; /* of drm_fourcc.h */
    uint8_t primaries; /* code points of ITU-T H.273; 2 means not stated */
    uint8_t transfer;
    uint8_t matrix;
    uint8_t range; /* enum dmabuf4j_share_range */
    uint32_t reserved;
    struct dmabuf4j_share_plane planes[DMABUF4J_SHARE_MAX_PLANES]; /* 0 beyond plane_count */
};

#endif
