// SPDX-License-Identifier: Apache-2.0
//
// A process that exchanges good and bad messages of dmabuf4j_share.h on command. It reads one command per line from stdin and
// writes one answer line to stdout: "ok" with the result, or "error ERRNO TEXT". It ends at the end of stdin. HEX has two digits
// per byte, or is "-" for none; all other numbers are decimal. Descriptors have small numbers that the caller chooses.
//
//   alloc HEAP BYTES SLOT NAME               ok INODE: a buffer
//   sync-file SLOT NEWSLOT                   exports a sync file of a buffer without fences
//   memfd BYTES SLOT
//   open PATH SLOT
//   pipe SLOT                                the read end of a pipe; the other end is closed
//   close SLOT
//   fd SLOT                                  ok FD
//   write SLOT BYTE                          fills the buffer
//   read SLOT                                ok BYTE: the last byte of the buffer
//   connect PATH                             creates the connection
//   listen PATH                              listens; accept takes the connection
//   accept
//   accept-one                               the same, and goes on listening
//   disconnect
//   shutdown                                 ends sending; messages can still be received
//   begin                                    begins a message: a header without items
//   item KIND SIZE NAME                      adds an item without a descriptor
//   add SLOT                                 adds a descriptor without an item
//   header FIELD VALUE                       sets field 0 to 3 of the header to a wrong value
//   frame WIDTH HEIGHT FORMAT MODIFIER       adds the description of a frame, without planes; comes after the items
//   plane BUFFER OFFSET PITCH                adds a plane to it, counted even where there is no room
//   color PRIMARIES TRANSFER MATRIX RANGE    sets its colours
//   data HEX
//   pad BYTES                                adds this number of bytes
//   cut BYTES                                cuts the message to this number of bytes
//   split COUNT                              puts this number of descriptors into a first SCM_RIGHTS, the others into a second
//   send                                     sends the message, which can be sent again
//   receive SLOT                             ok COUNT KIND:SIZE:NAME... [FRAME] HEX, where FRAME is
//                                            WIDTHxHEIGHT:FORMAT:MODIFIER:COLOURS:BUFFER/OFFSET/PITCH...: its descriptors are in slots from SLOT on; or ok end
//   echo COUNT                               sends this number of messages back as they are, and closes their descriptors
//   fds                                      ok COUNT: the number of open descriptors
//   user UID GID                             becomes that user
//   undumpable                               only root may inspect this process from now on
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/dma-buf.h>
#include <linux/dma-heap.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "dmabuf4j_share.h"

enum { SLOTS = 1024, ROOM = sizeof(struct dmabuf4j_share_header) + DMABUF4J_SHARE_MAX_ITEMS * sizeof(struct dmabuf4j_share_item)
                          + sizeof(struct dmabuf4j_share_frame) + DMABUF4J_SHARE_MAX_DATA + 4096 };

static int slots[SLOTS]; // 0 means "none", because it is stdin
static int listener;
static int connection;

static union {
    struct dmabuf4j_share_header header;
    _Alignas(8) char bytes[ROOM];
} message;

static size_t length;
static int fds[DMABUF4J_SHARE_MAX_ITEMS];
static unsigned fd_count;
static unsigned first_part;

// --- words, answers ------------------------------------------------------------------------------------------------------

static int fail(int error)
{
    errno = error;
    return -1;
}

static int ok(void)
{
    puts("ok");
    return 0;
}

static int ok_number(uint64_t value)
{
    printf("ok %" PRIu64 "\n", value);
    return 0;
}

static uint64_t number(const char *word)
{
    return strtoull(word, NULL, 10);
}

static int *slot(const char *word)
{
    uint64_t index = number(word);

    return &slots[index < SLOTS ? index : 0];
}

static int keep(const char *word, int fd)
{
    if (fd < 0)
        return -1;
    *slot(word) = fd;
    return ok();
}

// --- descriptors ---------------------------------------------------------------------------------------------------------

static int allocate(const char *heap_name, uint64_t bytes)
{
    struct dma_heap_allocation_data data = {.len = bytes, .fd_flags = O_RDWR | O_CLOEXEC};
    char path[256];
    int heap;
    int result;

    snprintf(path, sizeof(path), "/dev/dma_heap/%s", heap_name);
    heap = open(path, O_RDONLY | O_CLOEXEC);
    if (heap < 0)
        return -1;
    result = ioctl(heap, DMA_HEAP_IOCTL_ALLOC, &data);
    close(heap);
    return result < 0 ? -1 : (int) data.fd;
}

static int do_alloc(char **words)
{
    struct stat status;
    int fd = allocate(words[1], number(words[2]));

    if (fd < 0 || ioctl(fd, DMA_BUF_SET_NAME_B, (uint64_t) (uintptr_t) words[4]) < 0 || fstat(fd, &status) < 0)
        return -1;
    *slot(words[3]) = fd;
    return ok_number(status.st_ino);
}

static int do_sync_file(char **words)
{
    struct dma_buf_export_sync_file request = {.flags = DMA_BUF_SYNC_RW};

    if (ioctl(*slot(words[1]), DMA_BUF_IOCTL_EXPORT_SYNC_FILE, &request) < 0)
        return -1;
    return keep(words[2], request.fd);
}

static int do_memfd(char **words)
{
    int fd = memfd_create("no-buffer", MFD_CLOEXEC);

    if (fd < 0 || ftruncate(fd, (off_t) number(words[1])) < 0)
        return -1;
    return keep(words[2], fd);
}

static int do_open(char **words)
{
    return keep(words[2], open(words[1], O_RDWR | O_CLOEXEC));
}

static int do_pipe(char **words)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) < 0)
        return -1;
    close(ends[1]);
    return keep(words[1], ends[0]);
}

static int do_close(char **words)
{
    int *fd = slot(words[1]);

    if (close(*fd) < 0)
        return -1;
    *fd = 0;
    return ok();
}

static int do_fd(char **words)
{
    return ok_number((uint64_t) *slot(words[1]));
}

static int sync_access(int fd, uint64_t flags)
{
    struct dma_buf_sync request = {.flags = flags};

    return ioctl(fd, DMA_BUF_IOCTL_SYNC, &request);
}

// Fills the buffer if VALUE is a byte. Returns the last byte.
static int access_bytes(int fd, int value)
{
    uint64_t direction = value < 0 ? DMA_BUF_SYNC_READ : DMA_BUF_SYNC_WRITE;
    off_t size = lseek(fd, 0, SEEK_END);
    unsigned char *bytes = mmap(NULL, (size_t) size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    int last;

    if (bytes == MAP_FAILED || sync_access(fd, DMA_BUF_SYNC_START | direction) < 0)
        return -1;
    if (value >= 0)
        memset(bytes, value, (size_t) size);
    last = bytes[size - 1];
    if (sync_access(fd, DMA_BUF_SYNC_END | direction) < 0 || munmap(bytes, (size_t) size) < 0)
        return -1;
    return last;
}

static int do_write(char **words)
{
    return access_bytes(*slot(words[1]), (int) number(words[2])) < 0 ? -1 : ok();
}

static int do_read(char **words)
{
    int last = access_bytes(*slot(words[1]), -1);

    return last < 0 ? -1 : ok_number((uint64_t) last);
}

// --- connections ---------------------------------------------------------------------------------------------------------

static int new_socket(void)
{
    return socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
}

static struct sockaddr_un address_of(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
    return address;
}

static int do_connect(char **words)
{
    struct sockaddr_un address = address_of(words[1]);

    connection = new_socket();
    if (connection < 0 || connect(connection, (struct sockaddr *) &address, sizeof(address)) < 0)
        return -1;
    return ok();
}

static int do_listen(char **words)
{
    struct sockaddr_un address = address_of(words[1]);

    listener = new_socket();
    if (listener < 0 || bind(listener, (struct sockaddr *) &address, sizeof(address)) < 0 || listen(listener, 1) < 0)
        return -1;
    return ok();
}

static int do_accept_one(char **words)
{
    (void) words;
    connection = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    return connection < 0 ? -1 : ok();
}

static int do_accept(char **words)
{
    int result = do_accept_one(words);

    close(listener);
    return result;
}

static int do_disconnect(char **words)
{
    (void) words;
    return close(connection) < 0 ? -1 : ok();
}

static int do_shutdown(char **words)
{
    (void) words;
    return shutdown(connection, SHUT_WR) < 0 ? -1 : ok();
}

// --- messages to send ----------------------------------------------------------------------------------------------------

static int do_begin(char **words)
{
    (void) words;
    memset(&message, 0, sizeof(message));
    message.header = (struct dmabuf4j_share_header) {
        .magic = DMABUF4J_SHARE_MAGIC,
        .version = DMABUF4J_SHARE_VERSION,
        .speaks = DMABUF4J_SHARE_FRAME_VERSION,
    };
    length = sizeof(message.header);
    fd_count = 0;
    first_part = 0;
    return ok();
}

static int append(const void *bytes, size_t count)
{
    if (count > sizeof(message.bytes) - length)
        return fail(ENOBUFS);
    memcpy(message.bytes + length, bytes, count);
    length += count;
    return ok();
}

static int do_item(char **words)
{
    struct dmabuf4j_share_item item = {.kind = (uint32_t) number(words[1]), .size = number(words[2])};

    if (strcmp(words[3], "-") != 0)
        snprintf(item.name, sizeof(item.name), "%s", words[3]);
    message.header.count++;
    return append(&item, sizeof(item));
}

static int do_add(char **words)
{
    if (fd_count == DMABUF4J_SHARE_MAX_ITEMS)
        return fail(ENOBUFS);
    fds[fd_count++] = *slot(words[1]);
    return ok();
}

static int do_header(char **words)
{
    uint32_t *fields = (uint32_t *) message.bytes;

    fields[number(words[1]) % 4] = (uint32_t) number(words[2]);
    return ok();
}

static struct dmabuf4j_share_frame *frame; // the last one of the message

static int do_frame(char **words)
{
    struct dmabuf4j_share_frame described = {
        .width = (uint32_t) number(words[1]),
        .height = (uint32_t) number(words[2]),
        .format = (uint32_t) number(words[3]),
        .modifier = number(words[4]),
        .primaries = 2,
        .transfer = 2,
        .matrix = 2,
    };

    frame = (struct dmabuf4j_share_frame *) (message.bytes + length);
    message.header.version = DMABUF4J_SHARE_FRAME_VERSION;
    return append(&described, sizeof(described));
}

static int do_plane(char **words)
{
    uint32_t index = frame->plane_count++;

    if (index < DMABUF4J_SHARE_MAX_PLANES) {
        frame->planes[index] = (struct dmabuf4j_share_plane) {
            .buffer = (uint32_t) number(words[1]),
            .offset = number(words[2]),
            .pitch = number(words[3]),
        };
    }
    return ok();
}

static int do_color(char **words)
{
    frame->primaries = (uint8_t) number(words[1]);
    frame->transfer = (uint8_t) number(words[2]);
    frame->matrix = (uint8_t) number(words[3]);
    frame->range = (uint8_t) number(words[4]);
    return ok();
}

static int do_data(char **words)
{
    char bytes[256];
    size_t count = strcmp(words[1], "-") == 0 ? 0 : strlen(words[1]) / 2;

    for (size_t i = 0; i < count && i < sizeof(bytes); i++)
        sscanf(words[1] + 2 * i, "%2hhx", (unsigned char *) &bytes[i]);
    return count > sizeof(bytes) ? fail(ENOBUFS) : append(bytes, count);
}

static int do_pad(char **words)
{
    size_t count = number(words[1]);

    if (count > sizeof(message.bytes) - length)
        return fail(ENOBUFS);
    length += count;
    return ok();
}

static int do_cut(char **words)
{
    length = number(words[1]);
    return ok();
}

static int do_split(char **words)
{
    first_part = (unsigned) number(words[1]);
    return ok();
}

union control {
    char bytes[2 * CMSG_SPACE(sizeof(fds))];
    struct cmsghdr aligned;
};

// Fills a control message. Returns its length in bytes.
static size_t pack(struct cmsghdr *header, const int *first, unsigned count)
{
    size_t bytes = count * sizeof(*first);

    if (count == 0)
        return 0;
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(bytes);
    memcpy(CMSG_DATA(header), first, bytes);
    return CMSG_SPACE(bytes);
}

static int send_message(void)
{
    union control control = {0};
    size_t used = pack(&control.aligned, fds, first_part);
    struct iovec content = {.iov_base = message.bytes, .iov_len = length};
    struct msghdr sent = {.msg_iov = &content, .msg_iovlen = 1, .msg_control = control.bytes};

    used += pack((struct cmsghdr *) (control.bytes + used), fds + first_part, fd_count - first_part);
    sent.msg_controllen = used;
    return sendmsg(connection, &sent, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

static int do_send(char **words)
{
    (void) words;
    return send_message() < 0 ? -1 : ok();
}

// --- messages received ---------------------------------------------------------------------------------------------------

static unsigned take_fds(struct msghdr *received, int *first)
{
    unsigned count = 0;

    for (struct cmsghdr *part = CMSG_FIRSTHDR(received); part != NULL; part = CMSG_NXTHDR(received, part)) {
        if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_RIGHTS) {
            size_t bytes = part->cmsg_len - CMSG_LEN(0);

            memcpy(first + count, CMSG_DATA(part), bytes);
            count += bytes / sizeof(*first);
        }
    }
    return count;
}

static void show_frame(const struct dmabuf4j_share_frame *shown)
{
    printf(" %" PRIu32 "x%" PRIu32 ":%08" PRIx32 ":%016" PRIx64, shown->width, shown->height, shown->format, shown->modifier);
    printf(":%u,%u,%u,%u", shown->primaries, shown->transfer, shown->matrix, shown->range);
    for (uint32_t i = 0; i < shown->plane_count && i < DMABUF4J_SHARE_MAX_PLANES; i++) {
        const struct dmabuf4j_share_plane *plane = &shown->planes[i];

        printf(":%" PRIu32 "/%" PRIu64 "/%" PRIu64, plane->buffer, plane->offset, plane->pitch);
    }
}

static int show(size_t received, unsigned descriptors)
{
    struct dmabuf4j_share_item *items = (struct dmabuf4j_share_item *) (&message.header + 1);
    int has_frame = message.header.version == DMABUF4J_SHARE_FRAME_VERSION;
    size_t items_end = sizeof(message.header) + message.header.count * sizeof(*items);
    size_t shown = items_end + (has_frame ? sizeof(struct dmabuf4j_share_frame) : 0);

    if (message.header.magic != DMABUF4J_SHARE_MAGIC || (message.header.version != DMABUF4J_SHARE_VERSION && !has_frame)
        || message.header.count != descriptors || message.header.speaks < message.header.version || shown > received)
        return fail(EPROTO);
    printf("ok %u", descriptors);
    for (unsigned i = 0; i < descriptors; i++)
        printf(" %" PRIu32 ":%" PRIu64 ":%s", items[i].kind, items[i].size, items[i].name);
    if (has_frame)
        show_frame((struct dmabuf4j_share_frame *) (message.bytes + items_end));
    printf(shown < received ? " " : " -");
    for (size_t i = shown; i < received; i++)
        printf("%02x", (unsigned char) message.bytes[i]);
    putchar('\n');
    return 0;
}

// Receives a message; its descriptors are in `first` from there on. Returns its bytes, 0 at the end of the connection.
static ssize_t receive_message(int *first, unsigned *descriptors)
{
    union control control = {0};
    struct iovec content = {.iov_base = message.bytes, .iov_len = sizeof(message.bytes)};
    struct msghdr received = {
        .msg_iov = &content, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof(control)};
    ssize_t bytes = recvmsg(connection, &received, MSG_CMSG_CLOEXEC);

    *descriptors = bytes <= 0 ? 0 : take_fds(&received, first);
    return bytes;
}

static int do_receive(char **words)
{
    unsigned descriptors;
    ssize_t bytes;

    if (number(words[1]) + DMABUF4J_SHARE_MAX_ITEMS > SLOTS)
        return fail(ERANGE);
    bytes = receive_message(slot(words[1]), &descriptors);
    if (bytes < 0)
        return -1;
    if (bytes == 0) {
        puts("ok end");
        return 0;
    }
    return show((size_t) bytes, descriptors);
}

static int do_echo(char **words)
{
    for (uint64_t left = number(words[1]); left > 0; left--) {
        ssize_t bytes = receive_message(fds, &fd_count);
        int sent;

        if (bytes <= 0)
            return bytes < 0 ? -1 : fail(ECONNRESET);
        length = (size_t) bytes;
        first_part = 0;
        sent = send_message();
        for (unsigned i = 0; i < fd_count; i++)
            close(fds[i]);
        if (sent < 0)
            return -1;
    }
    return ok();
}

// --- the process itself --------------------------------------------------------------------------------------------------

static int do_fds(char **words)
{
    DIR *directory = opendir("/proc/self/fd");
    uint64_t count = 0;

    (void) words;
    while (readdir(directory) != NULL)
        count++;
    closedir(directory);
    return ok_number(count);
}

static int do_user(char **words)
{
    gid_t gid = (gid_t) number(words[2]);
    uid_t uid = (uid_t) number(words[1]);

    return setresgid(gid, gid, gid) < 0 || setresuid(uid, uid, uid) < 0 ? -1 : ok();
}

static int do_undumpable(char **words)
{
    (void) words;
    return prctl(PR_SET_DUMPABLE, 0) < 0 ? -1 : ok();
}

enum { MOST_WORDS = 5 };

static const struct command {
    const char *name;
    int words; // with the name
    int (*run)(char **words); // answers, or returns -1 and sets errno
} commands[] = {
    {"alloc", 5, do_alloc},
    {"sync-file", 3, do_sync_file},
    {"memfd", 3, do_memfd},
    {"open", 3, do_open},
    {"pipe", 2, do_pipe},
    {"close", 2, do_close},
    {"fd", 2, do_fd},
    {"write", 3, do_write},
    {"read", 2, do_read},
    {"connect", 2, do_connect},
    {"listen", 2, do_listen},
    {"accept", 1, do_accept},
    {"accept-one", 1, do_accept_one},
    {"disconnect", 1, do_disconnect},
    {"shutdown", 1, do_shutdown},
    {"begin", 1, do_begin},
    {"item", 4, do_item},
    {"add", 2, do_add},
    {"header", 3, do_header},
    {"frame", 5, do_frame},
    {"plane", 4, do_plane},
    {"color", 5, do_color},
    {"data", 2, do_data},
    {"pad", 2, do_pad},
    {"cut", 2, do_cut},
    {"split", 2, do_split},
    {"send", 1, do_send},
    {"receive", 2, do_receive},
    {"echo", 2, do_echo},
    {"fds", 1, do_fds},
    {"user", 3, do_user},
    {"undumpable", 1, do_undumpable},
};

static int obey(char *line)
{
    char *words[MOST_WORDS + 1];
    int count = 0;

    for (char *word = strtok(line, " \n"); word != NULL && count <= MOST_WORDS; word = strtok(NULL, " \n"))
        words[count++] = word;
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        if (count == commands[i].words && strcmp(words[0], commands[i].name) == 0)
            return commands[i].run(words);
    }
    return fail(ENOSYS);
}

int main(void)
{
    char *line = NULL;
    size_t size = 0;

    while (getline(&line, &size, stdin) > 0) {
        if (obey(line) < 0)
            printf("error %d %s\n", errno, strerror(errno));
        fflush(stdout);
    }
}
