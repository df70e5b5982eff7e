// SPDX-License-Identifier: Apache-2.0
//
// The statistics of all processes of the machine, as far as the kernel has text files for them.
#define _GNU_SOURCE
#include "peers.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BUFINFO "/sys/kernel/debug/dma_buf/bufinfo"
#define LINK_START "/dmabuf:"

static int processes;
static char text[1 << 20];

void open_machine(void) {
    processes = check(open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC), "/proc");
}

static const char *path_in(const char *process, const char *file) {
    static char path[64];
    snprintf(path, sizeof path, "%s/%s", process, file);
    return path;
}

// Returns -1 if the process, or the descriptor, has gone.
static int open_entry(int directory, const char *path, int flags) {
    return openat(directory, path, O_RDONLY | O_CLOEXEC | flags);
}

static char descriptors[1 << 16];
static int fdinfo;

static void visit_descriptor(int directory, const char *name) {
    char link[64];
    ssize_t length = readlinkat(directory, name, link, sizeof link);
    if (length < (ssize_t)strlen(LINK_START) || memcmp(link, LINK_START, strlen(LINK_START)) != 0) {
        return;
    }
    int fd = open_entry(fdinfo, name, 0);
    if (fd >= 0) {
        sink += read_whole(fd, text, sizeof text);
        close(fd);
    }
}

static void read_descriptors(const char *process) {
    int directory = open_entry(processes, path_in(process, "fd"), O_DIRECTORY);
    fdinfo = open_entry(processes, path_in(process, "fdinfo"), O_DIRECTORY);
    if (directory >= 0 && fdinfo >= 0) {
        walk(directory, descriptors, sizeof descriptors, visit_descriptor);
    }
    close(directory);
    close(fdinfo);
}

static void count_mappings(size_t length) {
    const char *end = text + length;
    for (const char *at = text; (at = memmem(at, (size_t)(end - at), LINK_START, strlen(LINK_START))) != NULL; at++) {
        sink++;
    }
}

static void read_mappings(const char *process) {
    int fd = open_entry(processes, path_in(process, "maps"), 0);
    ssize_t length;
    while (fd >= 0 && (length = read(fd, text, sizeof text)) > 0) {
        count_mappings((size_t)length);
    }
    close(fd);
}

static void visit_process(int directory, const char *name) {
    (void)directory;
    if (name[0] >= '0' && name[0] <= '9') {
        read_descriptors(name);
        read_mappings(name);
    }
}

void scan_procfs(void) {
    static char room[1 << 16];
    walk(processes, room, sizeof room, visit_process);
}

void read_bufinfo(void) {
    int fd = check(open(BUFINFO, O_RDONLY | O_CLOEXEC), BUFINFO);
    sink += read_whole(fd, text, sizeof text);
    close(fd);
}
