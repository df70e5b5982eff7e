// SPDX-License-Identifier: Apache-2.0
//
// allocations ROUNDS COUNT BYTES: allocates a buffer of the heap system and closes it, COUNT times in each of ROUNDS, and prints
// the processor time of one allocation and close in each round, in nanoseconds.
#include <errno.h>
#include <fcntl.h>
#include <linux/dma-heap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

static int fail(const char *what) {
    fprintf(stderr, "allocations: %s: %s\n", what, strerror(errno));
    return 1;
}

static long long processor_time(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

int main(int count, char **arguments) {
    if (count != 4) {
        fprintf(stderr, "Usage: allocations ROUNDS COUNT BYTES\n");
        return 2;
    }
    long times = atol(arguments[2]);
    int heap = open("/dev/dma_heap/system", O_RDONLY | O_CLOEXEC);
    if (heap < 0) {
        return fail("/dev/dma_heap/system");
    }
    for (long round = atol(arguments[1]); round > 0; round--) {
        long long start = processor_time();
        for (long i = 0; i < times; i++) {
            struct dma_heap_allocation_data data = {
                .len = (unsigned long long)atoll(arguments[3]), .fd_flags = O_RDWR | O_CLOEXEC};
            if (ioctl(heap, DMA_HEAP_IOCTL_ALLOC, &data) < 0) {
                return fail("DMA_HEAP_IOCTL_ALLOC");
            }
            close((int)data.fd);
        }
        printf("%lld\n", (processor_time() - start) / times);
    }
    return 0;
}
