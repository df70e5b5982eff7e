/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The messages of io.github.dmabuf4j.share, for programs in C: one message on a connected AF_UNIX socket of type
 * SOCK_SEQPACKET is a header, `count` items, and any data of the program's own up to the end of the message. Its
 * SCM_RIGHTS descriptors are those of the items, in their order.
 *
 * Numbers are in the byte order of the machine. What is reserved is 0. A message has at least its header: an empty one is
 * refused. To recvmsg(2), which returns 0 for an empty message and at the end of the connection, the two differ only in control
 * data, which SO_TIMESTAMP adds to each message.
 */
#ifndef DMABUF4J_SHARE_H
#define DMABUF4J_SHARE_H

#include <stdint.h>

#define DMABUF4J_SHARE_MAGIC 0x34626d64u /* "dmb4", little endian */
#define DMABUF4J_SHARE_VERSION 1u
#define DMABUF4J_SHARE_MAX_ITEMS 253 /* as many as the kernel passes at once: SCM_MAX_FD */
#define DMABUF4J_SHARE_MAX_DATA 65536

enum dmabuf4j_share_kind {
    DMABUF4J_SHARE_BUFFER = 1,
    DMABUF4J_SHARE_SYNC_FILE = 2,
};

struct dmabuf4j_share_header {
    uint32_t magic;
    uint32_t version;
    uint32_t count;
    uint32_t reserved;
};

struct dmabuf4j_share_item {
    uint32_t kind;
    uint32_t reserved;
    uint64_t size; /* bytes of a buffer, checked by the receiver; 0 of a sync file */
    char name[32]; /* ends with NUL; any other bytes, mostly UTF-8 */
};

#endif
