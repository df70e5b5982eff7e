// SPDX-License-Identifier: Apache-2.0
//
// opens ROUNDS COUNT: opens and closes /dev/null, COUNT times in each of ROUNDS, and prints the processor time of one open and close in
// each round, in nanoseconds.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static long long processor_time(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

int main(int count, char **arguments) {
    if (count != 3) {
        fprintf(stderr, "Usage: opens ROUNDS COUNT\n");
        return 2;
    }
    long times = atol(arguments[2]);
    for (long round = atol(arguments[1]); round > 0; round--) {
        long long start = processor_time();
        for (long i = 0; i < times; i++) {
            int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
            if (fd < 0) {
                perror("opens: /dev/null");
                return 1;
            }
            close(fd);
        }
        printf("%lld\n", (processor_time() - start) / times);
    }
    return 0;
}
