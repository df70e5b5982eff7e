// SPDX-License-Identifier: Apache-2.0
//
// A frame sent over a socket and received again, as in dmabuf4j_share.h, with the checks that a receiver needs that does not trust
// its sender.
#define _GNU_SOURCE
#include "peers.h"

#include "dmabuf4j_share.h"

#include <linux/dma-buf.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/vfs.h>
#include <unistd.h>

enum { WIDTH = 32, HEIGHT = 32, PITCH = 4 * WIDTH, XRGB8888 = 0x34325258, DMA_BUF_FILES = 0x444d4142, MAX_ITEMS = 3 };

// The frame follows the last item.
struct message {
    struct dmabuf4j_share_header header;
    struct dmabuf4j_share_item items[MAX_ITEMS];
    struct dmabuf4j_share_frame room;
};

union control {
    char bytes[CMSG_SPACE(DMABUF4J_SHARE_MAX_ITEMS * sizeof(int))];
    struct cmsghdr header;
};

static int sockets[2];
static int ready = -1;
static int done = -1;

static void set_up(int buffer) {
    // Without the time, an empty message cannot be told from the end of the connection: dmabuf4j_share.h says more.
    int on = 1;
    check(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets), "socketpair");
    check(setsockopt(sockets[1], SOL_SOCKET, SO_TIMESTAMP, &on, sizeof on), "setsockopt");
    ready = export_fences(buffer, DMA_BUF_SYNC_READ);
    done = export_fences(buffer, DMA_BUF_SYNC_READ);
}

static struct dmabuf4j_share_frame *frame_of(struct message *message, int count) {
    return (struct dmabuf4j_share_frame *)(message->items + count);
}

static size_t size_of(int count) {
    return offsetof(struct message, items) + (size_t)count * sizeof(struct dmabuf4j_share_item) + sizeof(struct dmabuf4j_share_frame);
}

static void send_frame(int buffer, size_t size, int count) {
    struct message message = {
        .header = {DMABUF4J_SHARE_MAGIC, DMABUF4J_SHARE_FRAME_VERSION, (uint32_t)count, DMABUF4J_SHARE_FRAME_VERSION},
        .items = {{.kind = DMABUF4J_SHARE_BUFFER, .size = size},
                  {.kind = DMABUF4J_SHARE_ACQUIRE_FENCE},
                  {.kind = DMABUF4J_SHARE_RELEASE_FENCE}},
    };
    *frame_of(&message, count) = (struct dmabuf4j_share_frame){
        .width = WIDTH, .height = HEIGHT, .format = XRGB8888, .plane_count = 1, .primaries = 2, .transfer = 2, .matrix = 2,
        .planes = {{.pitch = PITCH}}};
    union control control;
    int fds[MAX_ITEMS] = {buffer, ready, done};
    size_t bytes = (size_t)count * sizeof(int);
    struct iovec content = {.iov_base = &message, .iov_len = size_of(count)};
    struct msghdr sent = {.msg_iov = &content, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = CMSG_SPACE(bytes)};
    control.header = (struct cmsghdr){.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(bytes)};
    memcpy(CMSG_DATA(&control.header), fds, bytes);
    check((int)sendmsg(sockets[0], &sent, MSG_NOSIGNAL), "sendmsg");
}

static void check_buffer(int fd, const struct dmabuf4j_share_item *item, const struct dmabuf4j_share_frame *frame) {
    struct statfs files;
    check(fstatfs(fd, &files), "fstatfs");
    // The end of a DMA-BUF is its size, and costs less than fstat.
    off_t size = lseek(fd, 0, SEEK_END);
    if (files.f_type != DMA_BUF_FILES || size < 0 || (uint64_t)size != item->size || frame->format != XRGB8888
        || frame->planes[0].pitch < 4ull * frame->width
        || frame->planes[0].offset + frame->planes[0].pitch * frame->height > (uint64_t)size) {
        die("the frame");
    }
}

static void check_fence(int fd) {
    static const char wanted[] = "anon_inode:sync_file";
    char path[32];
    char link[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (check((int)readlink(path, link, sizeof link), "readlink") != sizeof wanted - 1
        || memcmp(link, wanted, sizeof wanted - 1) != 0) {
        die("the fence");
    }
}

static struct cmsghdr *rights_of(struct msghdr *received) {
    struct cmsghdr *header = CMSG_FIRSTHDR(received);
    while (header != NULL && (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)) {
        header = CMSG_NXTHDR(received, header);
    }
    return header;
}

static void receive_frame(int count) {
    struct message message;
    union control control;
    int fds[MAX_ITEMS];
    size_t descriptors = (size_t)count * sizeof(int);
    struct iovec content = {.iov_base = &message, .iov_len = sizeof message};
    struct msghdr received = {.msg_iov = &content, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control};
    ssize_t bytes = check((int)recvmsg(sockets[1], &received, MSG_CMSG_CLOEXEC), "recvmsg");
    struct cmsghdr *rights = rights_of(&received);
    if (bytes != (ssize_t)size_of(count) || message.header.magic != DMABUF4J_SHARE_MAGIC || message.header.count != (uint32_t)count
        || rights == NULL || rights->cmsg_len != CMSG_LEN(descriptors)
        || (received.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) {
        die("the message");
    }
    memcpy(fds, CMSG_DATA(rights), descriptors);
    const struct dmabuf4j_share_frame *frame = frame_of(&message, count);
    check_buffer(fds[0], &message.items[0], frame);
    for (int i = 1; i < count; i++) {
        check_fence(fds[i]);
    }
    sink += frame->width;
    for (int i = 0; i < count; i++) {
        close(fds[i]);
    }
}

void exchange_frame(int buffer, size_t size, int fences) {
    if (ready < 0) {
        set_up(buffer);
    }
    send_frame(buffer, size, 1 + fences);
    receive_frame(1 + fences);
}
