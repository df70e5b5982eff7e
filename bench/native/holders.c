// SPDX-License-Identifier: Apache-2.0
//
// Makes the machine of the benchmarks: processes that hold buffers, and processes that hold none.
//
//   holders BUFFERS HOLDERS OTHERS
//
// Each of the HOLDERS processes allocates its share of the BUFFERS, 4096 bytes each. Its first buffer has a name and is mapped too;
// its second one is only mapped. Each of the OTHERS processes has 20 descriptors of /dev/null. The program prints "ready" when
// all have theirs, and ends them at the end of stdin. They also end if it is killed.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/dma-buf.h>
#include <linux/dma-heap.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BYTES = 4096, PLAIN_DESCRIPTORS = 20, SPARE_DESCRIPTORS = 100 };

static pid_t parent;
static int ready[2];

static int check(int result, const char *what) {
    if (result < 0) {
        fprintf(stderr, "holders: %s: %s\n", what, strerror(errno));
        exit(1);
    }
    return result;
}

static void map(int fd) {
    if (mmap(NULL, BYTES, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED) {
        check(-1, "mmap");
    }
}

static int allocate(int heap) {
    struct dma_heap_allocation_data data = {.len = BYTES, .fd_flags = O_RDWR | O_CLOEXEC};
    check(ioctl(heap, DMA_HEAP_IOCTL_ALLOC, &data), "DMA_HEAP_IOCTL_ALLOC");
    return (int)data.fd;
}

static void hold_buffers(long count) {
    struct rlimit limit = {.rlim_cur = (rlim_t)count + SPARE_DESCRIPTORS, .rlim_max = (rlim_t)count + SPARE_DESCRIPTORS};
    check(setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
    int heap = check(open("/dev/dma_heap/system", O_RDONLY | O_CLOEXEC), "/dev/dma_heap/system");
    for (long i = 0; i < count; i++) {
        int fd = allocate(heap);
        if (i == 0) {
            check(ioctl(fd, DMA_BUF_SET_NAME_B, "camera-0"), "DMA_BUF_SET_NAME_B");
            map(fd);
        } else if (i == 1) {
            map(fd);
            close(fd);
        }
    }
}

static void hold_plain_descriptors(long count) {
    for (long i = 0; i < count; i++) {
        check(open("/dev/null", O_RDONLY | O_CLOEXEC), "/dev/null");
    }
}

// Becomes a process that has nothing of its parent, which it does not outlive.
static void leave_parent(void) {
    check(prctl(PR_SET_PDEATHSIG, SIGKILL), "PR_SET_PDEATHSIG");
    if (getppid() != parent) {
        _exit(0);
    }
    int null = check(open("/dev/null", O_RDWR | O_CLOEXEC), "/dev/null");
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    close(null);
    close(ready[0]);
}

static void start(long count, void (*hold)(long), long descriptors) {
    for (long i = 0; i < count; i++) {
        if (check(fork(), "fork") == 0) {
            leave_parent();
            hold(descriptors);
            check((int)write(ready[1], "", 1), "write");
            close(ready[1]);
            for (;;) {
                pause();
            }
        }
    }
}

static void await(long count) {
    char byte;
    close(ready[1]);
    while (count > 0) {
        ssize_t got = read(ready[0], &byte, 1);
        if (got == 0) {
            fprintf(stderr, "holders: %ld processes failed\n", count);
            exit(1);
        }
        count -= got > 0;
    }
}

// The kernel frees buffers when their process ends, so that all are free when this process has ended.
static void end_all(void) {
    signal(SIGTERM, SIG_IGN);
    kill(0, SIGTERM);
    while (wait(NULL) > 0 || errno == EINTR) {
    }
}

static long number(const char *text) {
    char *end;
    long value = strtol(text, &end, 10);
    return *text == '\0' || *end != '\0' || value < 0 ? -1 : value;
}

int main(int count, char **arguments) {
    long buffers = count == 4 ? number(arguments[1]) : -1;
    long holders = count == 4 ? number(arguments[2]) : -1;
    long others = count == 4 ? number(arguments[3]) : -1;
    if (buffers < 0 || holders <= 0 || others < 0 || buffers % holders != 0) {
        fprintf(stderr, "Usage: holders BUFFERS HOLDERS OTHERS (BUFFERS is a multiple of HOLDERS)\n");
        return 2;
    }
    parent = getpid();
    check(setpgid(0, 0), "setpgid");
    check(pipe2(ready, O_CLOEXEC), "pipe2");
    start(holders, hold_buffers, buffers / holders);
    start(others, hold_plain_descriptors, PLAIN_DESCRIPTORS);
    await(holders + others);
    puts("ready");
    fflush(stdout);
    while (getchar() != EOF) {
    }
    end_all();
    return 0;
}
