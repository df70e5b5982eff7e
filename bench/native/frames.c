// SPDX-License-Identifier: Apache-2.0
//
// A frame sent over a socket and received again, as in dmabuf4j_share.h, with the checks that a receiver needs that does not trust
// its sender.
#define _GNU_SOURCE
#include "peers.h"

#include "dmabuf4j_share.h"

#include <linux/dma-buf.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

enum { WIDTH = 32, HEIGHT = 32, PITCH = 4 * WIDTH, XRGB8888 = 0x34325258, DMA_BUF_FILES = 0x444d4142, ITEMS = 2 };

struct message {
    struct dmabuf4j_share_header header;
    struct dmabuf4j_share_item items[ITEMS];
    struct dmabuf4j_share_frame frame;
};

union control {
    char bytes[CMSG_SPACE(DMABUF4J_SHARE_MAX_ITEMS * sizeof(int))];
    struct cmsghdr header;
};

static int sockets[2];
static int ready = -1;

static void set_up(int buffer) {
    // Without the time, an empty message cannot be told from the end of the connection: dmabuf4j_share.h says more.
    int on = 1;
    check(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets), "socketpair");
    check(setsockopt(sockets[1], SOL_SOCKET, SO_TIMESTAMP, &on, sizeof on), "setsockopt");
    ready = export_fences(buffer, DMA_BUF_SYNC_READ);
}

static void send_frame(int buffer, size_t size) {
    struct message message = {
        .header = {DMABUF4J_SHARE_MAGIC, DMABUF4J_SHARE_FRAME_VERSION, ITEMS, DMABUF4J_SHARE_FRAME_VERSION},
        .items = {{.kind = DMABUF4J_SHARE_BUFFER, .size = size}, {.kind = DMABUF4J_SHARE_ACQUIRE_FENCE}},
        .frame = {.width = WIDTH, .height = HEIGHT, .format = XRGB8888, .plane_count = 1, .primaries = 2, .transfer = 2, .matrix = 2,
                  .planes = {{.pitch = PITCH}}},
    };
    union control control;
    int fds[ITEMS] = {buffer, ready};
    struct iovec content = {.iov_base = &message, .iov_len = sizeof message};
    struct msghdr sent = {.msg_iov = &content, .msg_iovlen = 1, .msg_control = control.bytes,
                          .msg_controllen = CMSG_SPACE(sizeof fds)};
    control.header = (struct cmsghdr){.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof fds)};
    memcpy(CMSG_DATA(&control.header), fds, sizeof fds);
    check((int)sendmsg(sockets[0], &sent, MSG_NOSIGNAL), "sendmsg");
}

static void check_buffer(int fd, const struct message *message) {
    struct statfs files;
    struct stat status;
    const struct dmabuf4j_share_frame *frame = &message->frame;
    check(fstatfs(fd, &files), "fstatfs");
    check(fstat(fd, &status), "fstat");
    if (files.f_type != DMA_BUF_FILES || (uint64_t)status.st_size != message->items[0].size || frame->format != XRGB8888
        || frame->planes[0].pitch < 4ull * frame->width
        || frame->planes[0].offset + frame->planes[0].pitch * frame->height > (uint64_t)status.st_size) {
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

static void receive_frame(void) {
    struct message message;
    union control control;
    int fds[ITEMS];
    struct iovec content = {.iov_base = &message, .iov_len = sizeof message};
    struct msghdr received = {.msg_iov = &content, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control};
    ssize_t bytes = check((int)recvmsg(sockets[1], &received, MSG_CMSG_CLOEXEC), "recvmsg");
    struct cmsghdr *rights = rights_of(&received);
    if (bytes != sizeof message || message.header.magic != DMABUF4J_SHARE_MAGIC || message.header.count != ITEMS || rights == NULL
        || rights->cmsg_len != CMSG_LEN(sizeof fds)
        || (received.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) {
        die("the message");
    }
    memcpy(fds, CMSG_DATA(rights), sizeof fds);
    check_buffer(fds[0], &message);
    check_fence(fds[1]);
    sink += message.frame.width;
    close(fds[0]);
    close(fds[1]);
}

void exchange_frame(int buffer, size_t size) {
    if (ready < 0) {
        set_up(buffer);
    }
    send_frame(buffer, size);
    receive_frame();
}
