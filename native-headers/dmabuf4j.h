/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything the generated bindings, and the probe that checks them, see of the system's headers.
 *
 * fcntl.h and sys/ioctl.h stay first: macros of the kernel's headers use O_CLOEXEC, O_ACCMODE and _IOWR, and jextract
 * drops a macro it cannot evaluate without a word.
 */
#ifndef DMABUF4J_H
#define DMABUF4J_H

#define _GNU_SOURCE 1 /* struct statx, memfd flags, file seals */

#include <fcntl.h>
#include <sys/ioctl.h>

#include <stddef.h>

#include <linux/dma-buf.h>
#include <linux/dma-heap.h>
#include <linux/magic.h>
#include <linux/sync_file.h>
#include <linux/udmabuf.h>

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#endif
