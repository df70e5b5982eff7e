// SPDX-License-Identifier: Apache-2.0
//
// A process that holds, shares and maps buffers on command. It reads one command per line from stdin and writes one answer line
// to stdout: "ok" with the result, or "error ERRNO TEXT". It ends at the end of stdin. HEX has two digits per byte, or is "-" for
// no bytes; all other numbers are decimal. Objects have small numbers that the caller chooses.
//
//   alloc HEAP BYTES SLOT                    ok INODE
//   alloc-many HEAP BYTES COUNT FIRSTSLOT    ok FIRSTINODE LASTINODE
//   udmabuf BYTES SLOT                       ok INODE
//   fd SLOT                                  ok FD
//   name SLOT HEX
//   dup SLOT NEWSLOT
//   close SLOT
//   close-many FIRSTSLOT COUNT
//   map SLOT MAPPING OFFSET LENGTH           ok ADDRESS
//   unmap MAPPING OFFSET LENGTH              unmaps a part, or all with offset 0 and the full length
//   drm DRIVER CARD
//   import CARD SLOT                         ok HANDLE
//   vgem-fence CARD HANDLE read|write        ok FENCE; the kernel signals it after 10 s
//   vgem-signal CARD FENCE
//   gem-close CARD HANDLE
//   drm-close CARD
//   v4l2 DRIVER CAMERA
//   v4l2-queue CAMERA SLOT                   needs a buffer of 512 KiB, contiguous if the driver requires it
//   v4l2-close CAMERA
//   receive NAME SLOT                        ok listening, and when the buffer has arrived: ok INODE
//   send NAME SLOT
//   socket-hold SLOT                         puts the buffer into a message that nobody reads, and frees SLOT
//   socket-release                           discards those messages
//   timeline TIMELINE
//   fence TIMELINE VALUE FENCE
//   add-fence FENCE SLOT read|write
//   close-fence FENCE
//   advance TIMELINE STEPS
//   close-timeline TIMELINE
//   comm HEX
//   uid ID                                   sets user and group, and drops all other groups
//   thread-hold SLOT                         moves the buffer to a thread with its own descriptors, and frees SLOT
//   leader-exit                              ends the first thread; another thread executes the commands
//   churn HEAP BYTES                         allocates and frees until churn-stop
//   map-churn HEAP BYTES                     the same with a mapping
//   full-churn HEAP DRIVER                   allocates 1 to 4 pages, names the buffer "PID PAGES CYCLE", maps it, attaches it to a
//                                            card and frees it, until churn-stop
//   attach-churn DRIVER SLOT                 attaches the buffer to a card and detaches it, until churn-stop
//   churn-stop                               ok CYCLES
//   fork                                     ok PID: a child with the same holds, which ends with this process
//   end-child PID
//   exit CODE
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <inttypes.h>
#include <limits.h>
#include <linux/dma-buf.h>
#include <linux/dma-heap.h>
#include <linux/udmabuf.h>
#include <linux/videodev2.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

// Debian's linux-libc-dev lacks drm/drm.h.
struct drm_version {
    int major, minor, patch;
    size_t name_length;
    char *name;
    size_t date_length;
    char *date;
    size_t description_length;
    char *description;
};

struct drm_prime_handle {
    uint32_t handle, flags;
    int32_t fd;
};

struct drm_gem_close {
    uint32_t handle, pad;
};

struct drm_vgem_fence_attach {
    uint32_t handle, flags, out_fence, pad;
};

struct drm_vgem_fence_signal {
    uint32_t fence, flags;
};

#define DRM_IOCTL_VERSION _IOWR('d', 0x00, struct drm_version)
#define DRM_IOCTL_GEM_CLOSE _IOW('d', 0x09, struct drm_gem_close)
#define DRM_IOCTL_PRIME_FD_TO_HANDLE _IOWR('d', 0x2e, struct drm_prime_handle)
#define DRM_IOCTL_VGEM_FENCE_ATTACH _IOWR('d', 0x41, struct drm_vgem_fence_attach)
#define DRM_IOCTL_VGEM_FENCE_SIGNAL _IOW('d', 0x42, struct drm_vgem_fence_signal)
#define VGEM_FENCE_WRITE 1

// No header defines these; they are in drivers/dma-buf/sw_sync.c.
struct sw_sync_create_fence_data {
    uint32_t value;
    char name[32];
    int32_t fence;
};

#define SW_SYNC_IOC_CREATE_FENCE _IOWR('W', 0, struct sw_sync_create_fence_data)
#define SW_SYNC_IOC_INC _IOW('W', 1, uint32_t)

// Numbered descriptors of one kind. 0 means "none", because it is stdin.
struct table {
    unsigned size;
    int *fds;
};

#define TABLE(size) {size, (int[size]) {0}}

static struct table buffers = TABLE(16384);
static struct table cards = TABLE(64);
static struct table cameras = TABLE(64);
static struct table timelines = TABLE(64);
static struct table fences = TABLE(1024);

struct mapping {
    char *start;
    size_t length;
};

static struct mapping mappings[16384];
static unsigned queued[64]; // buffers, by camera
static int unread[2]; // a socket pair for messages that nobody reads
static pid_t children[64];
static int lifeline[2]; // a pipe whose end of file tells children that this process has ended

// --- words, numbers, answers -------------------------------------------------------------------------------------------

static int fail(int error)
{
    errno = error;
    return -1;
}

static int answer(const char *format, ...)
{
    va_list values;

    va_start(values, format);
    vprintf(format, values);
    va_end(values);
    putchar('\n');
    fflush(stdout);
    return 0;
}

static int ok(void)
{
    return answer("ok");
}

static bool number(const char *word, uint64_t *value)
{
    char *end;

    errno = 0;
    *value = strtoull(word, &end, 10);
    if (errno == 0 && (end == word || *end != 0 || *word == '-'))
        errno = EINVAL;
    return errno == 0;
}

static bool small_number(const char *word, unsigned limit, unsigned *value)
{
    uint64_t wide;

    if (!number(word, &wide))
        return false;
    *value = (unsigned) wide;
    if (wide >= limit)
        errno = ERANGE;
    return wide < limit;
}

// Sets errno if the place does not exist, or if it is used or free and should not be.
static int *place(struct table *table, const char *word, bool used)
{
    unsigned index;

    if (!small_number(word, table->size, &index))
        return NULL;
    if ((table->fds[index] != 0) == used)
        return &table->fds[index];
    errno = used ? ENOENT : EEXIST;
    return NULL;
}

static int *used_place(struct table *table, const char *word)
{
    return place(table, word, true);
}

static int *free_place(struct table *table, const char *word)
{
    return place(table, word, false);
}

static int close_place(struct table *table, const char *word)
{
    int *fd = used_place(table, word);

    if (fd == NULL || close(*fd) < 0)
        return -1;
    *fd = 0;
    return ok();
}

// Stores the bytes and a NUL. Returns true and sets the number of bytes, or returns false.
static bool bytes_of_hex(const char *hex, char *bytes, size_t limit, size_t *count)
{
    *count = strcmp(hex, "-") == 0 ? 0 : strlen(hex) / 2;
    if (*count >= limit || (*count > 0 && strlen(hex) % 2 != 0)) {
        errno = EINVAL;
        return false;
    }
    for (size_t i = 0; i < *count; i++) {
        unsigned byte;

        if (sscanf(hex + 2 * i, "%2x", &byte) != 1) {
            errno = EINVAL;
            return false;
        }
        bytes[i] = (char) byte;
    }
    bytes[*count] = 0;
    return true;
}

static uint64_t inode(int fd)
{
    struct stat status;

    return fstat(fd, &status) < 0 ? 0 : status.st_ino;
}

static int answer_inode(int fd)
{
    return answer("ok %" PRIu64, inode(fd));
}

// --- buffers -------------------------------------------------------------------------------------------------------------

static int open_heap(const char *name)
{
    char path[PATH_MAX];

    snprintf(path, sizeof(path), "/dev/dma_heap/%s", name);
    return open(path, O_RDONLY | O_CLOEXEC);
}

static int allocate_from(int heap, uint64_t bytes)
{
    struct dma_heap_allocation_data data = {.len = bytes, .fd_flags = O_RDWR | O_CLOEXEC};

    return ioctl(heap, DMA_HEAP_IOCTL_ALLOC, &data) < 0 ? -1 : (int) data.fd;
}

static void close_quietly(int fd)
{
    int error = errno;

    close(fd);
    errno = error;
}

static int allocate(const char *heap_name, uint64_t bytes)
{
    int heap = open_heap(heap_name);
    int fd;

    if (heap < 0)
        return -1;
    fd = allocate_from(heap, bytes);
    close_quietly(heap);
    return fd;
}

static int do_alloc(char **words)
{
    uint64_t bytes;
    int *slot = free_place(&buffers, words[3]);
    int fd;

    if (slot == NULL || !number(words[2], &bytes))
        return -1;
    fd = allocate(words[1], bytes);
    if (fd < 0)
        return -1;
    *slot = fd;
    return answer_inode(fd);
}

static int *places(const char *first_word, unsigned count, bool used)
{
    unsigned first;

    if (!small_number(first_word, buffers.size, &first))
        return NULL;
    if (count == 0 || count > buffers.size - first) {
        errno = ERANGE;
        return NULL;
    }
    for (unsigned i = first; i < first + count; i++) {
        if ((buffers.fds[i] != 0) != used) {
            errno = used ? ENOENT : EEXIST;
            return NULL;
        }
    }
    return buffers.fds + first;
}

static int close_many(int *slots, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (close(slots[i]) < 0)
            return -1;
        slots[i] = 0;
    }
    return 0;
}

// Allocates all of them or none.
static int allocate_many(int heap, uint64_t bytes, int *slots, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        int fd = allocate_from(heap, bytes);

        if (fd < 0) {
            int error = errno;

            close_many(slots, i);
            return fail(error);
        }
        slots[i] = fd;
    }
    return 0;
}

static int do_alloc_many(char **words)
{
    uint64_t bytes;
    unsigned count;
    int *slots;
    int heap;
    int result;

    if (!number(words[2], &bytes) || !small_number(words[3], UINT_MAX, &count))
        return -1;
    slots = places(words[4], count, false);
    if (slots == NULL)
        return -1;
    heap = open_heap(words[1]);
    if (heap < 0)
        return -1;
    result = allocate_many(heap, bytes, slots, count);
    close_quietly(heap);
    return result < 0 ? -1 : answer("ok %" PRIu64 " %" PRIu64, inode(slots[0]), inode(slots[count - 1]));
}

static int create_udmabuf(int memory, uint64_t bytes)
{
    struct udmabuf_create request = {.memfd = (uint32_t) memory, .flags = UDMABUF_FLAGS_CLOEXEC, .size = bytes};
    int device;
    int fd;

    if (ftruncate(memory, (off_t) bytes) < 0 || fcntl(memory, F_ADD_SEALS, F_SEAL_SHRINK) < 0)
        return -1;
    device = open("/dev/udmabuf", O_RDWR | O_CLOEXEC);
    if (device < 0)
        return -1;
    fd = ioctl(device, UDMABUF_CREATE, &request);
    close_quietly(device);
    return fd;
}

static int do_udmabuf(char **words)
{
    uint64_t bytes;
    int *slot = free_place(&buffers, words[2]);
    int memory;
    int fd;

    if (slot == NULL || !number(words[1], &bytes))
        return -1;
    memory = memfd_create("udmabuf", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (memory < 0)
        return -1;
    fd = create_udmabuf(memory, bytes);
    close_quietly(memory);
    if (fd < 0)
        return -1;
    *slot = fd;
    return answer_inode(fd);
}

static int do_fd(char **words)
{
    int *slot = used_place(&buffers, words[1]);

    return slot == NULL ? -1 : answer("ok %d", *slot);
}

static int do_name(char **words)
{
    int *slot = used_place(&buffers, words[1]);
    char name[256];
    size_t length;

    if (slot == NULL || !bytes_of_hex(words[2], name, sizeof(name), &length))
        return -1;
    return ioctl(*slot, DMA_BUF_SET_NAME_B, (uint64_t) (uintptr_t) name) < 0 ? -1 : ok();
}

static int do_dup(char **words)
{
    int *slot = used_place(&buffers, words[1]);
    int *duplicate = free_place(&buffers, words[2]);
    int fd;

    if (slot == NULL || duplicate == NULL)
        return -1;
    fd = fcntl(*slot, F_DUPFD_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    *duplicate = fd;
    return ok();
}

static int do_close(char **words)
{
    return close_place(&buffers, words[1]);
}

static int do_close_many(char **words)
{
    unsigned count;
    int *slots;

    if (!small_number(words[2], UINT_MAX, &count))
        return -1;
    slots = places(words[1], count, true);
    return slots == NULL || close_many(slots, count) < 0 ? -1 : ok();
}

// --- mappings ------------------------------------------------------------------------------------------------------------

static struct mapping *mapping(const char *word, bool used)
{
    unsigned index;

    if (!small_number(word, sizeof(mappings) / sizeof(mappings[0]), &index))
        return NULL;
    if ((mappings[index].start != NULL) == used)
        return &mappings[index];
    errno = used ? ENOENT : EEXIST;
    return NULL;
}

static int do_map(char **words)
{
    int *slot = used_place(&buffers, words[1]);
    struct mapping *target = mapping(words[2], false);
    uint64_t offset, length;
    void *start;

    if (slot == NULL || target == NULL || !number(words[3], &offset) || !number(words[4], &length))
        return -1;
    start = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, *slot, (off_t) offset);
    if (start == MAP_FAILED)
        return -1;
    *target = (struct mapping) {start, length};
    return answer("ok %" PRIu64, (uint64_t) (uintptr_t) start);
}

static int do_unmap(char **words)
{
    struct mapping *target = mapping(words[1], true);
    uint64_t offset, length;

    if (target == NULL || !number(words[2], &offset) || !number(words[3], &length))
        return -1;
    // Beyond the mapping there may be other memory of this program.
    if (length == 0 || offset > target->length || length > target->length - offset)
        return fail(ERANGE);
    if (munmap(target->start + offset, length) < 0)
        return -1;
    if (offset == 0 && length == target->length)
        *target = (struct mapping) {NULL, 0};
    return ok();
}

// --- importers -----------------------------------------------------------------------------------------------------------

static bool is_drm_driver(int fd, const char *driver)
{
    char name[32] = "";
    struct drm_version version = {.name = name, .name_length = sizeof(name) - 1};

    return ioctl(fd, DRM_IOCTL_VERSION, &version) == 0 && strcmp(name, driver) == 0;
}

static bool is_capture_driver(int fd, const char *driver)
{
    struct v4l2_capability capability;

    return ioctl(fd, VIDIOC_QUERYCAP, &capability) == 0 && strcmp((char *) capability.driver, driver) == 0
        && (capability.device_caps & V4L2_CAP_VIDEO_CAPTURE) != 0;
}

// Opens the first matching device of PREFIX0 to PREFIX63.
static int open_device(const char *prefix, bool (*is_wanted)(int, const char *), const char *driver)
{
    for (int i = 0; i < 64; i++) {
        char path[64];
        int fd;

        snprintf(path, sizeof(path), "%s%d", prefix, i);
        fd = open(path, O_RDWR | O_CLOEXEC);
        if (fd >= 0 && is_wanted(fd, driver))
            return fd;
        if (fd >= 0)
            close(fd);
    }
    return fail(ENODEV);
}

static int open_card(const char *driver)
{
    return open_device("/dev/dri/card", is_drm_driver, driver);
}

static int do_drm(char **words)
{
    int *card = free_place(&cards, words[2]);
    int fd;

    if (card == NULL)
        return -1;
    fd = open_card(words[1]);
    if (fd < 0)
        return -1;
    *card = fd;
    return ok();
}

static int do_import(char **words)
{
    int *card = used_place(&cards, words[1]);
    int *slot = used_place(&buffers, words[2]);
    struct drm_prime_handle request = {0};

    if (card == NULL || slot == NULL)
        return -1;
    request.fd = *slot;
    return ioctl(*card, DRM_IOCTL_PRIME_FD_TO_HANDLE, &request) < 0 ? -1 : answer("ok %" PRIu32, request.handle);
}

// Returns whether the word is valid.
static bool is_read(const char *word, bool *reads)
{
    *reads = strcmp(word, "read") == 0;
    if (!*reads && strcmp(word, "write") != 0)
        errno = EINVAL;
    return *reads || strcmp(word, "write") == 0;
}

static int do_vgem_fence(char **words)
{
    int *card = used_place(&cards, words[1]);
    struct drm_vgem_fence_attach request = {0};
    unsigned handle;
    bool reads;

    if (card == NULL || !small_number(words[2], UINT_MAX, &handle) || !is_read(words[3], &reads))
        return -1;
    request.handle = handle;
    request.flags = reads ? 0 : VGEM_FENCE_WRITE;
    return ioctl(*card, DRM_IOCTL_VGEM_FENCE_ATTACH, &request) < 0 ? -1 : answer("ok %" PRIu32, request.out_fence);
}

static int do_vgem_signal(char **words)
{
    int *card = used_place(&cards, words[1]);
    struct drm_vgem_fence_signal request = {0};
    unsigned fence;

    if (card == NULL || !small_number(words[2], UINT_MAX, &fence))
        return -1;
    request.fence = fence;
    return ioctl(*card, DRM_IOCTL_VGEM_FENCE_SIGNAL, &request) < 0 ? -1 : ok();
}

static int do_gem_close(char **words)
{
    int *card = used_place(&cards, words[1]);
    struct drm_gem_close request = {0};
    unsigned handle;

    if (card == NULL || !small_number(words[2], UINT_MAX, &handle))
        return -1;
    request.handle = handle;
    return ioctl(*card, DRM_IOCTL_GEM_CLOSE, &request) < 0 ? -1 : ok();
}

static int do_drm_close(char **words)
{
    return close_place(&cards, words[1]);
}

static int do_v4l2(char **words)
{
    int *camera = free_place(&cameras, words[2]);
    int fd;

    if (camera == NULL)
        return -1;
    fd = open_device("/dev/video", is_capture_driver, words[1]);
    if (fd < 0)
        return -1;
    *camera = fd;
    queued[camera - cameras.fds] = 0;
    return ok();
}

static int set_up_camera(int camera)
{
    struct v4l2_format format = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE};
    struct v4l2_requestbuffers request = {
        .count = 8, .type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_DMABUF};

    if (ioctl(camera, VIDIOC_G_FMT, &format) < 0)
        return -1;
    // The driver chooses its nearest format.
    format.fmt.pix.width = 160;
    format.fmt.pix.height = 120;
    format.fmt.pix.bytesperline = 0;
    format.fmt.pix.sizeimage = 0;
    if (ioctl(camera, VIDIOC_S_FMT, &format) < 0)
        return -1;
    return ioctl(camera, VIDIOC_REQBUFS, &request);
}

static int do_v4l2_queue(char **words)
{
    int *camera = used_place(&cameras, words[1]);
    int *slot = used_place(&buffers, words[2]);
    struct v4l2_buffer buffer = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_DMABUF};
    unsigned *index;

    if (camera == NULL || slot == NULL)
        return -1;
    index = &queued[camera - cameras.fds];
    if (*index == 0 && set_up_camera(*camera) < 0)
        return -1;
    buffer.index = *index;
    buffer.m.fd = *slot;
    if (ioctl(*camera, VIDIOC_QBUF, &buffer) < 0)
        return -1;
    ++*index;
    return ok();
}

static int do_v4l2_close(char **words)
{
    return close_place(&cameras, words[1]);
}

// --- sockets -------------------------------------------------------------------------------------------------------------

union control {
    char bytes[CMSG_SPACE(sizeof(int))];
    struct cmsghdr aligned;
};

static int send_fd(int socket, int fd)
{
    union control control = {0};
    struct iovec one_byte = {.iov_base = (char[]) {'b'}, .iov_len = 1};
    struct msghdr message = {
        .msg_iov = &one_byte, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control)};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);

    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(fd));
    memcpy(CMSG_DATA(header), &fd, sizeof(fd));
    return sendmsg(socket, &message, MSG_NOSIGNAL) == 1 ? 0 : -1;
}

static int receive_fd(int socket)
{
    union control control = {0};
    struct iovec one_byte = {.iov_base = (char[1]) {0}, .iov_len = 1};
    struct msghdr message = {
        .msg_iov = &one_byte, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control)};
    struct cmsghdr *header;
    int fd;

    if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) < 0)
        return -1;
    header = CMSG_FIRSTHDR(&message);
    if (header == NULL || header->cmsg_type != SCM_RIGHTS)
        return fail(ENOMSG);
    memcpy(&fd, CMSG_DATA(header), sizeof(fd));
    return fd;
}

// An abstract name has no file, and vanishes with the last socket.
static socklen_t address_of(const char *name, struct sockaddr_un *address)
{
    size_t length = strnlen(name, sizeof(address->sun_path) - 1);

    *address = (struct sockaddr_un) {.sun_family = AF_UNIX};
    memcpy(address->sun_path + 1, name, length);
    return (socklen_t) (offsetof(struct sockaddr_un, sun_path) + 1 + length);
}

static int accept_on(int listener, const char *name)
{
    struct sockaddr_un address;
    socklen_t length = address_of(name, &address);

    if (bind(listener, (struct sockaddr *) &address, length) < 0 || listen(listener, 1) < 0)
        return -1;
    answer("ok listening");
    return accept4(listener, NULL, NULL, SOCK_CLOEXEC);
}

static int receive_from(const char *name)
{
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int connection;
    int fd;

    if (listener < 0)
        return -1;
    connection = accept_on(listener, name);
    close_quietly(listener);
    if (connection < 0)
        return -1;
    fd = receive_fd(connection);
    close_quietly(connection);
    return fd;
}

static int do_receive(char **words)
{
    int *slot = free_place(&buffers, words[2]);
    int fd;

    if (slot == NULL)
        return -1;
    fd = receive_from(words[1]);
    if (fd < 0)
        return -1;
    *slot = fd;
    return answer_inode(fd);
}

static int do_send(char **words)
{
    int *slot = used_place(&buffers, words[2]);
    struct sockaddr_un address;
    socklen_t length = address_of(words[1], &address);
    int connection;
    int result;

    if (slot == NULL)
        return -1;
    connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection < 0)
        return -1;
    result = connect(connection, (struct sockaddr *) &address, length);
    if (result == 0)
        result = send_fd(connection, *slot);
    close_quietly(connection);
    return result < 0 ? -1 : ok();
}

static int do_socket_hold(char **words)
{
    int *slot = used_place(&buffers, words[1]);

    if (slot == NULL)
        return -1;
    if (unread[0] == 0 && socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, unread) < 0)
        return -1;
    return send_fd(unread[0], *slot) < 0 ? -1 : close_place(&buffers, words[1]);
}

static int do_socket_release(char **words)
{
    (void) words;
    if (unread[0] == 0)
        return fail(ENOENT);
    close(unread[0]);
    close(unread[1]);
    unread[0] = unread[1] = 0;
    return ok();
}

// --- fences --------------------------------------------------------------------------------------------------------------

static int do_timeline(char **words)
{
    int *timeline = free_place(&timelines, words[1]);
    int fd;

    if (timeline == NULL)
        return -1;
    fd = open("/sys/kernel/debug/sync/sw_sync", O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return -1;
    *timeline = fd;
    return ok();
}

static int do_fence(char **words)
{
    int *timeline = used_place(&timelines, words[1]);
    int *fence = free_place(&fences, words[3]);
    struct sw_sync_create_fence_data request = {.name = "holder"};
    unsigned value;

    if (timeline == NULL || fence == NULL || !small_number(words[2], UINT_MAX, &value))
        return -1;
    request.value = value;
    if (ioctl(*timeline, SW_SYNC_IOC_CREATE_FENCE, &request) < 0)
        return -1;
    *fence = request.fence;
    return ok();
}

static int do_add_fence(char **words)
{
    int *fence = used_place(&fences, words[1]);
    int *slot = used_place(&buffers, words[2]);
    struct dma_buf_import_sync_file request = {0};
    bool reads;

    if (fence == NULL || slot == NULL || !is_read(words[3], &reads))
        return -1;
    request.flags = reads ? DMA_BUF_SYNC_READ : DMA_BUF_SYNC_WRITE;
    request.fd = *fence;
    return ioctl(*slot, DMA_BUF_IOCTL_IMPORT_SYNC_FILE, &request) < 0 ? -1 : ok();
}

static int do_close_fence(char **words)
{
    return close_place(&fences, words[1]);
}

static int do_advance(char **words)
{
    int *timeline = used_place(&timelines, words[1]);
    unsigned steps;

    if (timeline == NULL || !small_number(words[2], UINT_MAX, &steps))
        return -1;
    return ioctl(*timeline, SW_SYNC_IOC_INC, &steps) < 0 ? -1 : ok();
}

static int do_close_timeline(char **words)
{
    return close_place(&timelines, words[1]);
}

// --- churn ---------------------------------------------------------------------------------------------------------------

static struct {
    pthread_t thread;
    bool running; // from the command to churn-stop, even if the thread failed
    int (*once)(void);
    int device; // a heap or a card, only for this churn
    int card; // a second device, or -1
    union {
        uint64_t bytes;
        int buffer;
    };
    atomic_bool stop;
    uint64_t cycles;
    int error;
} churn;

static int allocate_once(void)
{
    int fd = allocate_from(churn.device, churn.bytes);

    return fd < 0 ? -1 : close(fd);
}

static int map_once(void)
{
    int fd = allocate_from(churn.device, churn.bytes);
    void *start;

    if (fd < 0)
        return -1;
    start = mmap(NULL, churn.bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close_quietly(fd);
    return start == MAP_FAILED ? -1 : munmap(start, churn.bytes);
}

static int attach_once(void)
{
    struct drm_prime_handle request = {.fd = churn.buffer};
    struct drm_gem_close end = {0};

    if (ioctl(churn.device, DRM_IOCTL_PRIME_FD_TO_HANDLE, &request) < 0)
        return -1;
    end.handle = request.handle;
    return ioctl(churn.device, DRM_IOCTL_GEM_CLOSE, &end);
}

// A buffer without a name yet, or attached to a card, can be seen at any time. The sizes go round.
static int use_once(void)
{
    uint64_t pages = 1 + churn.cycles % 4, bytes = pages * sysconf(_SC_PAGESIZE);
    struct drm_prime_handle request = {0};
    struct drm_gem_close end = {0};
    char name[DMA_BUF_NAME_LEN];
    void *start;
    int fd = allocate_from(churn.device, bytes);

    if (fd < 0)
        return -1;
    snprintf(name, sizeof(name), "%d %" PRIu64 " %" PRIu64, getpid(), pages, churn.cycles);
    request.fd = fd;
    if (ioctl(fd, DMA_BUF_SET_NAME_B, (uint64_t) (uintptr_t) name) < 0
        || (start = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0)) == MAP_FAILED) {
        close_quietly(fd);
        return -1;
    }
    if (ioctl(churn.card, DRM_IOCTL_PRIME_FD_TO_HANDLE, &request) < 0) {
        munmap(start, bytes);
        close_quietly(fd);
        return -1;
    }
    close(fd);
    end.handle = request.handle;
    munmap(start, bytes);
    return ioctl(churn.card, DRM_IOCTL_GEM_CLOSE, &end);
}

static void *churn_on(void *unused)
{
    while (!atomic_load(&churn.stop)) {
        if (churn.once() < 0) {
            churn.error = errno;
            break;
        }
        churn.cycles++;
    }
    return unused;
}

// Owns the device, if it is valid.
static int start_churn(int (*once)(void), int device)
{
    if (device < 0)
        return -1;
    churn.once = once;
    churn.device = device;
    churn.cycles = 0;
    churn.error = 0;
    atomic_store(&churn.stop, false);
    errno = pthread_create(&churn.thread, NULL, churn_on, NULL);
    if (errno != 0) {
        close_quietly(device);
        return -1;
    }
    churn.running = true;
    return ok();
}

static int start_heap_churn(char **words, int (*once)(void))
{
    if (churn.running)
        return fail(EBUSY);
    if (!number(words[2], &churn.bytes))
        return -1;
    return start_churn(once, open_heap(words[1]));
}

static int do_churn(char **words)
{
    return start_heap_churn(words, allocate_once);
}

static int do_map_churn(char **words)
{
    return start_heap_churn(words, map_once);
}

static int do_full_churn(char **words)
{
    if (churn.running)
        return fail(EBUSY);
    churn.card = open_card(words[2]);
    if (churn.card < 0)
        return -1;
    if (start_churn(use_once, open_heap(words[1])) < 0) {
        close_quietly(churn.card);
        return -1;
    }
    return 0;
}

static int do_attach_churn(char **words)
{
    int *slot = used_place(&buffers, words[2]);

    if (churn.running)
        return fail(EBUSY);
    if (slot == NULL)
        return -1;
    churn.buffer = *slot;
    return start_churn(attach_once, open_card(words[1]));
}

static int do_churn_stop(char **words)
{
    (void) words;
    if (!churn.running)
        return fail(ENOENT);
    atomic_store(&churn.stop, true);
    pthread_join(churn.thread, NULL);
    close(churn.device);
    if (churn.once == use_once)
        close(churn.card);
    churn.running = false;
    return churn.error != 0 ? fail(churn.error) : answer("ok %" PRIu64, churn.cycles);
}

// --- the process itself --------------------------------------------------------------------------------------------------

static int do_comm(char **words)
{
    char name[256];
    size_t length;

    if (!bytes_of_hex(words[1], name, sizeof(name), &length))
        return -1;
    return prctl(PR_SET_NAME, name) < 0 ? -1 : ok();
}

static int do_uid(char **words)
{
    unsigned id;

    if (!small_number(words[1], UINT_MAX, &id))
        return -1;
    if (setgroups(0, NULL) < 0 || setresgid(id, id, id) < 0 || setresuid(id, id, id) < 0)
        return -1;
    // As after an exec, the files of this process in procfs belong to the new user.
    return prctl(PR_SET_DUMPABLE, 1) < 0 ? -1 : ok();
}

static struct {
    atomic_bool done;
    int error;
} unshared;

static void *hold_until_exit(void *unused)
{
    unshared.error = unshare(CLONE_FILES) < 0 ? errno : 0;
    atomic_store(&unshared.done, true);
    while (unshared.error == 0)
        pause();
    return unused;
}

static int do_thread_hold(char **words)
{
    int *slot = used_place(&buffers, words[1]);
    pthread_t thread;

    if (slot == NULL)
        return -1;
    atomic_store(&unshared.done, false);
    errno = pthread_create(&thread, NULL, hold_until_exit, NULL);
    if (errno != 0)
        return -1;
    while (!atomic_load(&unshared.done))
        usleep(1000);
    if (unshared.error != 0)
        return fail(unshared.error);
    return close_place(&buffers, words[1]);
}

static bool leader_has_ended(void)
{
    char status[512] = "";
    const char *after_name;
    FILE *file = fopen("/proc/self/stat", "re");

    if (file == NULL)
        return true;
    status[fread(status, 1, sizeof(status) - 1, file)] = 0;
    fclose(file);
    after_name = strrchr(status, ')');
    return after_name == NULL || after_name[2] == 'Z';
}

static void serve(void);

static void *serve_instead(void *unused)
{
    while (!leader_has_ended())
        usleep(1000);
    ok();
    serve();
    return unused;
}

static int do_leader_exit(char **words)
{
    pthread_t thread;

    (void) words;
    if (getpid() != gettid())
        return fail(EALREADY);
    errno = pthread_create(&thread, NULL, serve_instead, NULL);
    if (errno != 0)
        return -1;
    pthread_exit(NULL);
}

static pid_t *child_place(pid_t pid)
{
    for (size_t i = 0; i < sizeof(children) / sizeof(children[0]); i++) {
        if (children[i] == pid)
            return &children[i];
    }
    return NULL;
}

// PR_SET_PDEATHSIG would end the child with the forking thread, which may be a leader that ends early.
static _Noreturn void hold_until_parent_ends(void)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    char byte;

    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    close(null);
    close(lifeline[1]);
    while (read(lifeline[0], &byte, 1) < 0 && errno == EINTR)
        ;
    _exit(0);
}

static int do_fork(char **words)
{
    pid_t *child = child_place(0);
    pid_t pid;

    (void) words;
    if (child == NULL)
        return fail(EAGAIN);
    pid = fork();
    if (pid < 0)
        return -1;
    if (pid == 0)
        hold_until_parent_ends();
    *child = pid;
    return answer("ok %d", pid);
}

static int end_child(pid_t *child)
{
    if (kill(*child, SIGKILL) < 0 || waitpid(*child, NULL, 0) < 0)
        return -1;
    *child = 0;
    return 0;
}

static int do_end_child(char **words)
{
    unsigned pid;
    pid_t *child;

    if (!small_number(words[1], INT_MAX, &pid))
        return -1;
    child = pid == 0 ? NULL : child_place((pid_t) pid);
    if (child == NULL)
        return fail(ESRCH);
    return end_child(child) < 0 ? -1 : ok();
}

// The kernel frees buffers and mappings. Children end first, so that everything is free when this process has ended.
static _Noreturn void end(int code)
{
    for (size_t i = 0; i < sizeof(children) / sizeof(children[0]); i++) {
        if (children[i] != 0)
            end_child(&children[i]);
    }
    exit(code);
}

static int do_exit(char **words)
{
    unsigned code;

    if (!small_number(words[1], 256, &code))
        return -1;
    ok();
    end((int) code);
}

// --- commands ------------------------------------------------------------------------------------------------------------

enum { MOST_WORDS = 5 };

static const struct command {
    const char *name;
    int words; // with the name
    int (*run)(char **words); // answers, or returns -1 and sets errno
} commands[] = {
    {"alloc", 4, do_alloc},
    {"alloc-many", 5, do_alloc_many},
    {"udmabuf", 3, do_udmabuf},
    {"fd", 2, do_fd},
    {"name", 3, do_name},
    {"dup", 3, do_dup},
    {"close", 2, do_close},
    {"close-many", 3, do_close_many},
    {"map", 5, do_map},
    {"unmap", 4, do_unmap},
    {"drm", 3, do_drm},
    {"import", 3, do_import},
    {"vgem-fence", 4, do_vgem_fence},
    {"vgem-signal", 3, do_vgem_signal},
    {"gem-close", 3, do_gem_close},
    {"drm-close", 2, do_drm_close},
    {"v4l2", 3, do_v4l2},
    {"v4l2-queue", 3, do_v4l2_queue},
    {"v4l2-close", 2, do_v4l2_close},
    {"receive", 3, do_receive},
    {"send", 3, do_send},
    {"socket-hold", 2, do_socket_hold},
    {"socket-release", 1, do_socket_release},
    {"timeline", 2, do_timeline},
    {"fence", 4, do_fence},
    {"add-fence", 4, do_add_fence},
    {"close-fence", 2, do_close_fence},
    {"advance", 3, do_advance},
    {"close-timeline", 2, do_close_timeline},
    {"comm", 2, do_comm},
    {"uid", 2, do_uid},
    {"thread-hold", 2, do_thread_hold},
    {"leader-exit", 1, do_leader_exit},
    {"churn", 3, do_churn},
    {"map-churn", 3, do_map_churn},
    {"full-churn", 3, do_full_churn},
    {"attach-churn", 3, do_attach_churn},
    {"churn-stop", 1, do_churn_stop},
    {"fork", 1, do_fork},
    {"end-child", 2, do_end_child},
    {"exit", 2, do_exit},
};

static int split(char *line, char **words)
{
    int count = 0;

    for (char *word = strtok(line, " \n"); word != NULL; word = strtok(NULL, " \n")) {
        if (count == MOST_WORDS)
            return MOST_WORDS + 1;
        words[count++] = word;
    }
    return count;
}

static int obey(char *line)
{
    char *words[MOST_WORDS];
    int count = split(line, words);

    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        if (count > 0 && strcmp(words[0], commands[i].name) == 0)
            return count == commands[i].words ? commands[i].run(words) : fail(EINVAL);
    }
    return fail(ENOSYS);
}

static void serve(void)
{
    char *line = NULL;
    size_t size = 0;

    while (getline(&line, &size, stdin) > 0) {
        if (obey(line) < 0)
            answer("error %d %s", errno, strerror(errno));
    }
    end(0);
}

// Raises the descriptor limit for the buffers of all slots, if this user may.
static void raise_descriptor_limit(void)
{
    struct rlimit limit = {.rlim_cur = buffers.size + 4096, .rlim_max = buffers.size + 4096};

    if (setrlimit(RLIMIT_NOFILE, &limit) == 0)
        return;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

int main(void)
{
    raise_descriptor_limit();
    if (pipe2(lifeline, O_CLOEXEC) < 0) {
        perror("pipe");
        return 1;
    }
    serve();
}
