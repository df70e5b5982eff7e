// SPDX-License-Identifier: Apache-2.0
//
// measure COMMAND...: runs a command, and prints the processor time that it took in nanoseconds and the most memory that it
// occupied in KiB. The output of the command is discarded. Fails as the command does.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static int fail(const char *what) {
    fprintf(stderr, "measure: %s: %s\n", what, strerror(errno));
    return 1;
}

static long long nanoseconds(struct timeval time) {
    return time.tv_sec * 1000000000LL + time.tv_usec * 1000LL;
}

int main(int count, char **arguments) {
    if (count < 2) {
        fprintf(stderr, "Usage: measure COMMAND...\n");
        return 2;
    }
    pid_t child = fork();
    if (child == 0) {
        dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDOUT_FILENO);
        execvp(arguments[1], arguments + 1);
        _exit(fail(arguments[1]));
    }
    int status;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) < 0) {
        return fail("wait4");
    }
    printf("%lld %ld\n", nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime), usage.ru_maxrss);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
