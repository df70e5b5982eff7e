// SPDX-License-Identifier: Apache-2.0
//
// The operations of the benchmarks in C, with the fewest possible system calls: the limit for Java.
//
//   peers OPERATION [heap=NAME] [size=BYTES] [buffers=N] [threads=N] [nanoseconds=N] [trace=N]
//
// The program takes turns with another process. For each line on stdin it does the operation for about the given number of
// nanoseconds and prints the nanoseconds per operation. With trace it does that number of operations, each between two calls
// that mark it in the output of strace, and prints nothing. It holds as many buffers as the operation needs, or the given
// number. Threads beyond the first one sleep: in a process with threads the kernel counts the uses of its files, and the
// calls of the C library can be cancelled.
#define _GNU_SOURCE
#include "peers.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/dma-buf.h>
#include <linux/dma-heap.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifndef SYS_close_range // headers before Linux 5.9; the number is the same on all architectures
#define SYS_close_range 436
#endif
#ifndef DMA_BUF_IOCTL_EXPORT_SYNC_FILE // headers before Linux 6.0
struct dma_buf_export_sync_file {
    __u32 flags;
    __s32 fd;
};
#define DMA_BUF_IOCTL_EXPORT_SYNC_FILE _IOWR(DMA_BUF_BASE, 2, struct dma_buf_export_sync_file)
#endif

#define ROOT "/sys/kernel/dmabuf/buffers"

static const char *heap = "system";
static size_t size = 4096;
static size_t buffers;
static size_t threads = 1;
static uint64_t nanoseconds = 100000000;
static size_t trace;

static int heap_fd;
static int root_fd;
static int *held;
static char *memory;
volatile uint64_t sink;

void die(const char *what) {
    fprintf(stderr, "peers: %s: %s\n", what, strerror(errno));
    exit(1);
}

int check(int result, const char *what) {
    if (result < 0) {
        die(what);
    }
    return result;
}

// --- the operations -------------------------------------------------------------------------------------------------

static int allocate(void) {
    struct dma_heap_allocation_data data = {.len = size, .fd_flags = O_RDWR | O_CLOEXEC};
    check(ioctl(heap_fd, DMA_HEAP_IOCTL_ALLOC, &data), "DMA_HEAP_IOCTL_ALLOC");
    return (int)data.fd;
}

static void allocate_close(void) {
    close(allocate());
}

static char *map(int fd) {
    char *start = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (start == MAP_FAILED) {
        die("mmap");
    }
    return start;
}

static void allocate_touch_close(void) {
    int fd = allocate();
    volatile char *start = map(fd);
    for (size_t at = 0; at < size; at += 4096) {
        start[at] = 1;
    }
    munmap((void *)start, size);
    close(fd);
}

static void sync_buffer(uint64_t flags) {
    struct dma_buf_sync data = {.flags = flags};
    check(ioctl(held[0], DMA_BUF_IOCTL_SYNC, &data), "DMA_BUF_IOCTL_SYNC");
}

static void scope(void) {
    sync_buffer(DMA_BUF_SYNC_START | DMA_BUF_SYNC_WRITE);
    sync_buffer(DMA_BUF_SYNC_END | DMA_BUF_SYNC_WRITE);
}

static void scope_fill(void) {
    sync_buffer(DMA_BUF_SYNC_START | DMA_BUF_SYNC_WRITE);
    memset(memory, (int)sink, size);
    sync_buffer(DMA_BUF_SYNC_END | DMA_BUF_SYNC_WRITE);
}

// Returns the path of a file of an entry, in a static buffer.
static const char *path_of(const char *entry, const char *file) {
    static char path[128];
    size_t length = strlen(entry);
    memcpy(path, entry, length);
    strcpy(path + length, file);
    return path;
}

static int open_file(int directory, const char *entry, const char *file) {
    const char *path = path_of(entry, file);
    return check(openat(directory, path, O_RDONLY | O_CLOEXEC), path);
}

size_t read_whole(int fd, char *room, size_t space) {
    size_t all = 0;
    ssize_t length;
    while ((length = read(fd, room, space)) > 0) {
        all += (size_t)length;
    }
    return all;
}

static size_t read_text(int fd, char *text, size_t room) {
    size_t length = (size_t)check((int)read(fd, text, room - 1), "read");
    text[length] = '\0';
    return length;
}

// Closes both descriptors, by one call if their numbers are neighbours and the kernel has close_range (Linux 5.9).
static void close_both(int first, int second) {
    if (second != first + 1 || syscall(SYS_close_range, first, second, 0) != 0) {
        close(first);
        close(second);
    }
}

static void read_entry(int directory, const char *entry) {
    char exporter[128];
    char bytes[32];
    int exporter_fd = open_file(directory, entry, "/exporter_name");
    int size_fd = open_file(directory, entry, "/size");
    sink += read_text(exporter_fd, exporter, sizeof exporter);
    read_text(size_fd, bytes, sizeof bytes);
    close_both(exporter_fd, size_fd);
    sink += strtoull(bytes, NULL, 10);
}

// The link count of the directory gives the number of attachments.
static void count_attachments(int directory, const char *entry) {
    struct stat status;
    check(fstatat(directory, path_of(entry, "/attachments"), &status, 0), "attachments");
    sink += status.st_nlink;
}

static void read_entry_and_attachments(int directory, const char *entry) {
    read_entry(directory, entry);
    count_attachments(directory, entry);
}

static ino_t inode(int fd) {
    struct stat status;
    check(fstat(fd, &status), "fstat");
    return status.st_ino;
}

static void look_up_by(void (*read)(int, const char *)) {
    char entry[32];
    snprintf(entry, sizeof entry, "%lu", (unsigned long)inode(held[0]));
    read(check(root_fd, ROOT), entry);
}

static void look_up(void) {
    look_up_by(read_entry);
}

static void look_up_attachments(void) {
    look_up_by(read_entry_and_attachments);
}

struct entry {
    uint64_t inode;
    int64_t offset;
    unsigned short length;
    unsigned char type;
    char name[];
};

void walk(int directory, char *room, size_t space, visitor *visit) {
    check((int)lseek(directory, 0, SEEK_SET), "lseek");
    long length;
    while ((length = syscall(SYS_getdents64, directory, room, space)) > 0) {
        for (long at = 0; at < length;) {
            struct entry *entry = (struct entry *)(room + at);
            if (entry->name[0] != '.') {
                visit(directory, entry->name);
            }
            at += entry->length;
        }
    }
}

// The buffer of glibc's readdir has 32 KiB; this one takes tens of thousands of entries in one call.
static void walk_entries(visitor *visit) {
    static char room[1 << 20];
    walk(check(root_fd, ROOT), room, sizeof room, visit);
}

static void count_entry(int directory, const char *name) {
    (void)directory;
    sink += strtoull(name, NULL, 10);
}

static void list(void) {
    walk_entries(count_entry);
}

static void list_and_read(void) {
    walk_entries(read_entry);
}

static void list_and_read_attachments(void) {
    walk_entries(read_entry_and_attachments);
}

static void scan_sysfs_and_procfs(void) {
    list_and_read();
    scan_procfs();
}

static void duplicate_close(void) {
    close(check(fcntl(held[0], F_DUPFD_CLOEXEC, 0), "F_DUPFD_CLOEXEC"));
}

static void set_name(void) {
    check(ioctl(held[0], DMA_BUF_SET_NAME_B, "camera-0"), "DMA_BUF_SET_NAME_B");
}

int export_fences(int buffer, uint32_t flags) {
    struct dma_buf_export_sync_file data = {.flags = flags, .fd = -1};
    check(ioctl(buffer, DMA_BUF_IOCTL_EXPORT_SYNC_FILE, &data), "DMA_BUF_IOCTL_EXPORT_SYNC_FILE");
    return data.fd;
}

static void export_sync_file(void) {
    close(export_fences(held[0], DMA_BUF_SYNC_WRITE));
}

static void frame(void) {
    exchange_frame(held[0], size, 1);
}

static void frame_with_two(void) {
    exchange_frame(held[0], size, 2);
}

static void cheapest(void) {
    sink += (uint64_t)syscall(SYS_getppid);
}

static const struct operation {
    const char *name;
    void (*run)(void);
    size_t buffers; // number of buffers that it needs
} operations[] = {
    {"allocate+close", allocate_close, 0},
    {"allocate+touch+close", allocate_touch_close, 0},
    {"scope", scope, 1},
    {"scope+fill", scope_fill, 1},
    {"look-up", look_up, 1},
    {"look-up+attachments", look_up_attachments, 1},
    {"list", list, 0},
    {"snapshot", list_and_read, 0},
    {"snapshot+attachments", list_and_read_attachments, 0},
    {"machine, procfs", scan_procfs, 0},
    {"machine, sysfs+procfs", scan_sysfs_and_procfs, 0},
    {"bufinfo", read_bufinfo, 0},
    {"read, bpf", read_passes, 0},
    {"duplicate+close", duplicate_close, 1},
    {"set-name", set_name, 1},
    {"export-sync-file+close", export_sync_file, 1},
    {"frame", frame, 1},
    {"frame2", frame_with_two, 1},
    {"getppid", cheapest, 0},
};

// --- measuring ------------------------------------------------------------------------------------------------------

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static uint64_t time_of(const struct operation *operation, size_t count) {
    uint64_t start = now();
    for (size_t i = 0; i < count; i++) {
        operation->run();
    }
    return now() - start;
}

// Returns the number of operations that takes the requested time. It doubles the number until a tenth of the time.
static size_t calibrate(const struct operation *operation) {
    size_t count = 1;
    uint64_t taken;
    while ((taken = time_of(operation, count)) < nanoseconds / 10) {
        count *= 2;
    }
    double fitting = (double)count * (double)nanoseconds / (double)taken;
    return fitting < 1 ? 1 : (size_t)fitting;
}

static void take_turns(const struct operation *operation) {
    size_t count = calibrate(operation);
    for (int byte; (byte = getchar()) != EOF;) {
        if (byte == '\n') {
            printf("%.2f\n", (double)time_of(operation, count) / (double)count);
            fflush(stdout);
        }
    }
}

static void trace_calls(const struct operation *operation) {
    operation->run(); // does what happens only once
    for (size_t i = 0; i < trace; i++) {
        access("/dmabuf4j-bench-begin-0", F_OK);
        operation->run();
        access("/dmabuf4j-bench-end", F_OK);
    }
}

// --- setting up -----------------------------------------------------------------------------------------------------

static void allow_descriptors(void) {
    struct rlimit limit = {.rlim_cur = buffers + 100, .rlim_max = buffers + 100};
    struct rlimit current;
    check(getrlimit(RLIMIT_NOFILE, &current), "getrlimit");
    if (current.rlim_cur < limit.rlim_cur) {
        limit.rlim_max = current.rlim_max > limit.rlim_cur ? current.rlim_max : limit.rlim_cur;
        check(setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
    }
}

static void hold_buffers(void) {
    held = calloc(buffers, sizeof *held);
    for (size_t i = 0; i < buffers; i++) {
        held[i] = allocate();
    }
    memory = buffers > 0 ? map(held[0]) : NULL;
}

static void *sleep_on(void *nothing) {
    for (;;) {
        pause();
    }
    return nothing;
}

static void start_threads(void) {
    for (size_t i = 1; i < threads; i++) {
        pthread_t thread;
        errno = pthread_create(&thread, NULL, sleep_on, NULL);
        if (errno != 0) {
            die("pthread_create");
        }
    }
}

static void set_up(void) {
    allow_descriptors();
    char path[256];
    snprintf(path, sizeof path, "/dev/dma_heap/%s", heap);
    heap_fd = check(open(path, O_RDONLY | O_CLOEXEC), path);
    // Linux 7.0 and newer do not have it. What needs it fails then.
    root_fd = open(ROOT, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    open_machine();
    hold_buffers();
    start_threads();
}

static _Noreturn void usage(void) {
    fprintf(stderr, "Usage: peers OPERATION [heap=NAME] [size=BYTES] [buffers=N] [threads=N] [nanoseconds=N] [trace=N]\n"
                    "Operations:");
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        fprintf(stderr, " %s", operations[i].name);
    }
    fprintf(stderr, "\n");
    exit(2);
}

static void set_option(const char *option) {
    const char *value = strchr(option, '=');
    if (value == NULL || value[1] == '\0') {
        usage();
    }
    size_t length = (size_t)(++value - option);
    unsigned long long number = strtoull(value, NULL, 10);
    if (strncmp(option, "heap=", length) == 0) {
        heap = value;
    } else if (number == 0) {
        usage();
    } else if (strncmp(option, "size=", length) == 0) {
        size = number;
    } else if (strncmp(option, "buffers=", length) == 0) {
        buffers = number;
    } else if (strncmp(option, "threads=", length) == 0) {
        threads = number;
    } else if (strncmp(option, "nanoseconds=", length) == 0) {
        nanoseconds = number;
    } else if (strncmp(option, "trace=", length) == 0) {
        trace = number;
    } else {
        usage();
    }
}

static const struct operation *find(const char *name) {
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        if (strcmp(operations[i].name, name) == 0) {
            return &operations[i];
        }
    }
    usage();
}

int main(int count, char **arguments) {
    if (count < 2) {
        usage();
    }
    const struct operation *operation = find(arguments[1]);
    buffers = operation->buffers;
    for (int i = 2; i < count; i++) {
        set_option(arguments[i]);
    }
    set_up();
    if (trace > 0) {
        trace_calls(operation);
    } else {
        take_turns(operation);
    }
    return 0;
}
