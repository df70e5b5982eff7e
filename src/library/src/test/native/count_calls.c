// SPDX-License-Identifier: Apache-2.0
//
// count_calls TID: traces a thread, prints "ready", and counts the system calls that the thread makes between
// lseek(-1, 1, SEEK_SET) and lseek(-1, 2, SEEK_SET), which have no effect. Then it detaches from the thread and prints
// "total N", and "NUMBER N" for each system call number.
#define _GNU_SOURCE
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <linux/ptrace.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>

enum { BEGIN = 1, END = 2, MOST = 1024 };

static long counts[MOST];
static long total;
static bool counting;

static void fail(const char *what)
{
    fprintf(stderr, "count_calls: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int await_stop(pid_t thread)
{
    int status;

    if (waitpid(thread, &status, __WALL) < 0)
        fail("waitpid");
    if (!WIFSTOPPED(status)) {
        fprintf(stderr, "count_calls: the thread has ended\n");
        exit(1);
    }
    return status;
}

/* Counts a call. Returns whether it is the end mark. */
static bool on_entry(uint64_t number, const uint64_t *arguments)
{
    bool is_mark = number == SYS_lseek && (int)arguments[0] == -1;

    if (is_mark && arguments[1] == END)
        return true;
    if (is_mark && arguments[1] == BEGIN) {
        counting = true;
    } else if (counting) {
        total++;
        if (number < MOST)
            counts[number]++;
    }
    return false;
}

static bool is_end(pid_t thread)
{
    struct __ptrace_syscall_info info;

    if (ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof(info), &info) < 0)
        fail("PTRACE_GET_SYSCALL_INFO");
    return info.op == PTRACE_SYSCALL_INFO_ENTRY && on_entry(info.entry.nr, info.entry.args);
}

static void count(pid_t thread)
{
    long signal = 0;

    for (;;) {
        if (ptrace(PTRACE_SYSCALL, thread, 0, signal) < 0)
            fail("PTRACE_SYSCALL");
        int status = await_stop(thread);
        signal = 0;
        if (WSTOPSIG(status) == (SIGTRAP | 0x80)) {
            if (is_end(thread))
                return;
        } else if (status >> 16 == 0) {
            signal = WSTOPSIG(status); /* a signal of the JVM itself */
        }
    }
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: count_calls TID\n");
        return 2;
    }
    pid_t thread = atoi(argv[1]);
    if (ptrace(PTRACE_SEIZE, thread, 0, PTRACE_O_TRACESYSGOOD) < 0)
        fail("PTRACE_SEIZE");
    if (ptrace(PTRACE_INTERRUPT, thread, 0, 0) < 0)
        fail("PTRACE_INTERRUPT");
    await_stop(thread);
    puts("ready");
    fflush(stdout);
    count(thread);
    ptrace(PTRACE_DETACH, thread, 0, 0);
    printf("total %ld\n", total);
    for (int number = 0; number < MOST; number++)
        if (counts[number] > 0)
            printf("%d %ld\n", number, counts[number]);
    return 0;
}
