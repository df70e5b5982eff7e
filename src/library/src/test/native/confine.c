// SPDX-License-Identifier: Apache-2.0
//
// confine [--trace] PROGRAM [ARGUMENT...]: runs a program under a seccomp filter that refuses what the default filters of
// container programs refuse to a container with their default capabilities, in the same way: EPERM, and ENOSYS for clone3.
// With --trace, it allows what these filters allow to a container that has CAP_SYS_PTRACE.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "add this architecture"
#endif

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const int traces[] = {
    SYS_kcmp, SYS_pidfd_getfd, SYS_process_madvise, SYS_process_vm_readv, SYS_process_vm_writev, SYS_ptrace,
};

static const int refused[] = {
    SYS_acct, SYS_add_key, SYS_bpf, SYS_clock_adjtime, SYS_clock_settime, SYS_delete_module, SYS_fanotify_init,
    SYS_finit_module, SYS_fsconfig, SYS_fsmount, SYS_fsopen, SYS_fspick, SYS_get_mempolicy, SYS_init_module,
    SYS_io_uring_enter, SYS_io_uring_register, SYS_io_uring_setup, SYS_kexec_load, SYS_keyctl, SYS_lookup_dcookie,
    SYS_mbind, SYS_mount, SYS_mount_setattr, SYS_move_mount, SYS_move_pages, SYS_open_by_handle_at, SYS_open_tree,
    SYS_perf_event_open, SYS_personality, SYS_pivot_root, SYS_quotactl, SYS_reboot, SYS_request_key,
    SYS_set_mempolicy, SYS_setns, SYS_settimeofday, SYS_swapoff, SYS_swapon, SYS_syslog, SYS_umount2, SYS_unshare,
    SYS_userfaultfd, SYS_vhangup,
};

static struct sock_filter filter[4 + 2 * (1 + COUNT(traces) + COUNT(refused)) + 1];
static unsigned short length;

static void add(struct sock_filter instruction)
{
    filter[length++] = instruction;
}

static void refuse(int number, int error)
{
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1));
    add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error));
}

static void refuse_all(const int *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        refuse(numbers[i], EPERM);
}

/* A program of another architecture has other numbers. None of the tests starts one. */
static void begin(void)
{
    add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)));
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0));
    add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
    add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
}

static int install(void)
{
    struct sock_fprog program = {.len = length, .filter = filter};

    /* Without CAP_SYS_ADMIN, the kernel takes a filter only of a process that can gain no privileges. */
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 ||
           (errno == EACCES && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
            prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0);
}

int main(int argc, char **argv)
{
    int trace = argc > 1 && strcmp(argv[1], "--trace") == 0;

    if (argc < 2 + trace) {
        fprintf(stderr, "usage: confine [--trace] PROGRAM [ARGUMENT...]\n");
        return 2;
    }
    begin();
    refuse(SYS_clone3, ENOSYS);
    refuse_all(refused, COUNT(refused));
    if (!trace)
        refuse_all(traces, COUNT(traces));
    add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    if (!install()) {
        perror("confine: this kernel takes no seccomp filter");
        return 1;
    }
    execvp(argv[1 + trace], argv + 1 + trace);
    perror(argv[1 + trace]);
    return 127;
}
