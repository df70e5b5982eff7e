/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The records of the BPF iterators of dmabuf4j, in the byte order of the machine. Each begins with a head and is as long as its
 * kind. A reader that finds another version does not understand the rest.
 *
 * buffers:  for each buffer EXPORTER?, NAME?, DEVICE*, FENCE*, BUFFER, in an order in which BUFFER is the last
 * count:    COUNT
 * files:    for each descriptor PROCESS?, FILE; then, with HELD_BUFFERS, EXPORTER?, NAME?, BUFFER; at the end END
 * mappings: for each mapping PROCESS?, MAPPING; then the same; at the end END
 *
 * FILE and MAPPING belong to the PROCESS before them. What lacks END, or has fewer BUFFER than COUNT says, is not complete.
 */
#ifndef DMABUF4J_BPF_H
#define DMABUF4J_BPF_H

#include <linux/types.h>

#define DMABUF4J_VERSION 1

enum dmabuf4j_kind {
	DMABUF4J_BUFFER = 1,
	DMABUF4J_NAME,
	DMABUF4J_EXPORTER,
	DMABUF4J_DEVICE,
	DMABUF4J_FENCE,
	DMABUF4J_COUNT,
	DMABUF4J_PROCESS,
	DMABUF4J_FILE,
	DMABUF4J_MAPPING,
	DMABUF4J_UNREAD,
	DMABUF4J_END,
};

struct dmabuf4j_head {
	__u8 version;
	__u8 kind;
	__u16 zero;
	/*
	 * BUFFER: the number of its devices and flags; FENCE: its usage and a flag; COUNT: how many buffers there are; PROCESS: its
	 * number in the reader's pid namespace; FILE: the number of the descriptor; UNREAD: the number of a process;
	 * END: the level of the reader's pid namespace.
	 */
	__u32 value;
};

/* In the value of BUFFER. Its devices are the last ones of those that come before it. */
#define DMABUF4J_DEVICE_COUNT 0xffff
/* The devices are not known: there are too many, they changed while they were read, or this iterator does not read them. */
#define DMABUF4J_DEVICES_UNREAD 0x10000
/* It has more fences than records. */
#define DMABUF4J_MORE_FENCES 0x20000
/* The exporter's name is in the record EXPORTER. */
#define DMABUF4J_LONG_EXPORTER 0x40000

/* In the value of FENCE, beside enum dma_resv_usage. */
#define DMABUF4J_FENCE_USAGE 3
#define DMABUF4J_SIGNALED 4

#define DMABUF4J_EXPORTER_BYTES 24
#define DMABUF4J_COMMAND_BYTES 16

struct dmabuf4j_buffer {
	struct dmabuf4j_head head;
	__u64 inode;
	__u64 size; /* bytes */
	__u64 references;
	char exporter[DMABUF4J_EXPORTER_BYTES];
};

/* NAME: "/dmabuf:" and the name. */
struct dmabuf4j_name {
	struct dmabuf4j_head head;
	char path[48];
};

/* EXPORTER, DEVICE */
struct dmabuf4j_text {
	struct dmabuf4j_head head;
	char text[120];
};

struct dmabuf4j_fence {
	struct dmabuf4j_head head;
	__u64 context;
	__u64 seqno;
};

struct dmabuf4j_process {
	struct dmabuf4j_head head;
	__u32 thread; /* the thread that was visited */
	__u32 zero;
	__u64 start; /* nanoseconds after the boot */
	char command[DMABUF4J_COMMAND_BYTES];
};

struct dmabuf4j_file {
	struct dmabuf4j_head head;
	__u64 inode;
};

struct dmabuf4j_mapping {
	struct dmabuf4j_head head;
	__u64 inode;
	__u64 offset; /* pages */
	__u64 length; /* bytes */
};

#endif
