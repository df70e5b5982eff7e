// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The BPF iterators of dmabuf4j. Each is a program that the kernel calls once for each buffer, descriptor or mapping; what
 * it writes is what a reader of the iterator reads. dmabuf4j_bpf.h describes the records.
 *
 * The kernel discards what a call wrote if its buffer is full, and calls again for the same object in the next read. So a
 * reader gets all records of a call or none, and a call must not remember anything of one whose output was discarded.
 *
 * The types below have the fields that are read, by name; the loader looks up where the running kernel has them (CO-RE). For each type it
 * compares all names of the kernel's types, which is most of what loading takes: 7 million instructions each. Types that cannot differ
 * are not looked up.
 *
 * With HELD_BUFFERS it has the programs alone that describe each buffer where it is held: for kernels that cannot list the buffers. The
 * loader would look for the functions of newer kernels in all modules, which takes CAP_SYS_ADMIN.
 */
#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "dmabuf4j_bpf.h"

/* The kernel lets only programs under a licence compatible with the GPL read its memory. */
char licence[] SEC("license") = "Dual BSD/GPL";

#define KERNEL_TYPE __attribute__((preserve_access_index))
#define CONTEXT_POINTER(type, name) union { type *name; __u64 : 64; }

struct seq_file;

/* All the kernel's code relies on this. */
struct list_head {
	struct list_head *next, *prev;
};

struct kobject {
	const char *name;
} KERNEL_TYPE;

struct device {
	struct kobject kobj;
	const char *init_name;
} KERNEL_TYPE;

struct super_block {
	unsigned long s_magic;
} KERNEL_TYPE;

struct inode {
	struct super_block *i_sb;
	unsigned long i_ino;
} KERNEL_TYPE;

struct path {
	void *mnt;
} KERNEL_TYPE;

struct counter {
	long counter;
} KERNEL_TYPE;

struct file_reference {
	struct counter refcnt;
} KERNEL_TYPE;

struct file {
	struct path f_path;
	struct inode *f_inode;
	void *private_data;
	/* Up to 6.12. */
	struct counter f_count;
	/* From 6.13 on: the number of references less one. */
	struct file_reference f_ref;
} KERNEL_TYPE;

struct dma_fence {
	__u64 context, seqno;
	unsigned long flags;
} KERNEL_TYPE;

enum dma_fence_flag_bits {
	DMA_FENCE_FLAG_SIGNALED_BIT,
};

struct dma_resv_list {
	__u32 num_fences;
	struct dma_fence *table[];
} KERNEL_TYPE;

struct dma_resv {
	struct dma_resv_list *fences;
} KERNEL_TYPE;

struct dma_buf {
	unsigned long size;
	struct file *file;
	struct list_head attachments;
	const char *exp_name;
	const char *name;
	struct dma_resv *resv;
} KERNEL_TYPE;

struct dma_buf_attachment {
	struct dma_buf *dmabuf;
	struct device *dev;
	struct list_head node;
} KERNEL_TYPE;

struct upid {
	int nr;
} KERNEL_TYPE;

struct pid {
	unsigned int level;
	struct upid numbers[1];
} KERNEL_TYPE;

struct timespec64 {
	long long tv_sec;
	long tv_nsec;
} KERNEL_TYPE;

struct timens_offsets {
	struct timespec64 boottime;
} KERNEL_TYPE;

struct time_namespace {
	struct timens_offsets offsets;
} KERNEL_TYPE;

struct nsproxy {
	struct time_namespace *time_ns;
} KERNEL_TYPE;

struct mm_struct;

struct fdtable {
	__u32 max_fds;
	struct file **fd;
} KERNEL_TYPE;

struct files_struct {
	struct fdtable *fdt;
} KERNEL_TYPE;

struct task_struct {
	unsigned int flags;
	int pid;
	struct task_struct *group_leader;
	struct mm_struct *mm;
	struct files_struct *files;
	struct pid *thread_pid;
	struct nsproxy *nsproxy;
	__u64 start_boottime;
	char comm[DMABUF4J_COMMAND_BYTES];
} KERNEL_TYPE;

struct vm_area_struct {
	unsigned long vm_start, vm_end, vm_pgoff;
	struct file *vm_file;
} KERNEL_TYPE;

/*
 * Contexts: the arguments of an iterator in their order, each in 64 bits, of which the verifier checks the types. The kernel's
 * documentation of iterators has the first one.
 */

struct bpf_iter_meta {
	CONTEXT_POINTER(struct seq_file, seq);
	__u64 session_id;
	__u64 seq_num;
};

struct bpf_iter__dmabuf {
	CONTEXT_POINTER(struct bpf_iter_meta, meta);
	CONTEXT_POINTER(struct dma_buf, dmabuf);
};

struct bpf_iter__task_file {
	CONTEXT_POINTER(struct bpf_iter_meta, meta);
	CONTEXT_POINTER(struct task_struct, task);
	__u32 fd;
	CONTEXT_POINTER(struct file, file);
};

struct bpf_iter__task_vma {
	CONTEXT_POINTER(struct bpf_iter_meta, meta);
	CONTEXT_POINTER(struct task_struct, task);
	CONTEXT_POINTER(struct vm_area_struct, vma);
};

struct bpf_iter__task {
	CONTEXT_POINTER(struct bpf_iter_meta, meta);
	CONTEXT_POINTER(struct task_struct, task);
};

#ifndef HELD_BUFFERS

struct bpf_iter_dmabuf {
	__u64 opaque[1];
};

extern int bpf_iter_dmabuf_new(struct bpf_iter_dmabuf *it) __ksym __weak;
extern struct dma_buf *bpf_iter_dmabuf_next(struct bpf_iter_dmabuf *it) __ksym __weak;
extern void bpf_iter_dmabuf_destroy(struct bpf_iter_dmabuf *it) __ksym __weak;

extern void *bpf_rdonly_cast(const void *address, __u32 type) __ksym __weak;

#endif

#define DMA_BUF_MAGIC 0x444d4142
#define MAX_VISITS 128
#define MAX_FENCES 32
#define FENCE_USAGE 3UL

#define RECORD(type) { .version = DMABUF4J_VERSION, .kind = type }

/* Returns 0, or a negative errno if there is no room: then the kernel discards the output of this call. */
static __always_inline long put(struct seq_file *out, const void *record, __u32 bytes)
{
	return bpf_seq_write(out, record, bytes);
}

/* ---- A buffer ---- */

static __always_inline __u64 references(struct file *file)
{
	if (bpf_core_field_exists(file->f_count))
		return file->f_count.counter;
	return file->f_ref.refcnt.counter + 1;
}

/* By d_path: that takes the lock which protects the name. */
static __always_inline void put_name(struct seq_file *out, struct file *file)
{
	struct dmabuf4j_name record = { .head = RECORD(DMABUF4J_NAME) };

	if (bpf_d_path(&file->f_path, record.path, sizeof(record.path)) > 0)
		put(out, &record, sizeof(record));
}

static __always_inline __u32 put_exporter(struct seq_file *out, const char *exporter, char *start)
{
	struct dmabuf4j_text record = { .head = RECORD(DMABUF4J_EXPORTER) };

	if (bpf_probe_read_kernel_str(start, DMABUF4J_EXPORTER_BYTES, exporter) < DMABUF4J_EXPORTER_BYTES)
		return 0;
	bpf_probe_read_kernel_str(record.text, sizeof(record.text), exporter);
	put(out, &record, sizeof(record));
	return DMABUF4J_LONG_EXPORTER;
}

/* The last record of a buffer. The count of its references lacks those of the iterator. */
static __always_inline long put_buffer(struct seq_file *out, struct file *file, __u64 size, const char *exporter,
				       __u64 of_iterator, __u32 flags)
{
	struct dmabuf4j_buffer record = { .head = RECORD(DMABUF4J_BUFFER) };

	record.inode = file->f_inode->i_ino;
	record.size = size;
	record.references = references(file) - of_iterator;
	record.head.value = flags | put_exporter(out, exporter, record.exporter);
	return put(out, &record, sizeof(record));
}

#ifndef HELD_BUFFERS

/* ---- Its devices ---- */

/* A walk over the attachments of a buffer, without the lock that protects them. It begins again where they change. */
struct walk {
	struct seq_file *out;
	struct dma_buf *buffer;
	struct list_head *head;
	struct list_head *node;
	__u32 found;
};

static __always_inline bool is_attached(struct dma_buf_attachment *attachment, struct dma_buf *buffer,
					struct list_head *node)
{
	return BPF_CORE_READ(attachment, dmabuf) == buffer && BPF_PROBE_READ(node, prev, next) == node;
}

static __always_inline void put_device(struct seq_file *out, struct device *device)
{
	struct dmabuf4j_text record = { .head = RECORD(DMABUF4J_DEVICE) };
	const char *name = BPF_CORE_READ(device, init_name);

	if (!name)
		name = BPF_CORE_READ(device, kobj.name);
	bpf_probe_read_kernel_str(record.text, sizeof(record.text), name);
	put(out, &record, sizeof(record));
}

/* An attachment counts if it is in the list before and after its device was read. */
static long visit_attachment(__u64 index, struct walk *walk)
{
	struct list_head *head = walk->head, *node = walk->node;
	struct dma_buf_attachment *attachment =
		(void *)node - bpf_core_field_offset(struct dma_buf_attachment, node);
	bool was_attached = is_attached(attachment, walk->buffer, node);

	put_device(walk->out, BPF_CORE_READ(attachment, dev));
	walk->node = BPF_PROBE_READ(node, next);
	walk->found++;
	if (!was_attached || !is_attached(attachment, walk->buffer, node)) {
		walk->node = BPF_PROBE_READ(head, next);
		walk->found = 0;
	}
	return walk->node == head ? 1 : 0;
}

/* A reader takes as many device records as the result says, the last ones: those since the walk began last. */
static __always_inline __u32 put_devices(struct seq_file *out, struct dma_buf *buffer)
{
	struct walk walk = { .out = out, .buffer = buffer };

	walk.head = (void *)buffer + bpf_core_field_offset(struct dma_buf, attachments);
	walk.node = buffer->attachments.next;
	if (walk.node == walk.head)
		return 0;
	bpf_loop(MAX_VISITS, visit_attachment, &walk, 0);
	return walk.node == walk.head ? walk.found : DMABUF4J_DEVICES_UNREAD;
}

/* ---- Its fences ---- */

struct fence_table {
	struct seq_file *out;
	unsigned long *entries;
};

static long visit_fence(__u64 index, struct fence_table *table)
{
	struct dmabuf4j_fence record = { .head = RECORD(DMABUF4J_FENCE) };
	unsigned long entry = 0;

	bpf_probe_read_kernel(&entry, sizeof(entry), table->entries + index);
	struct dma_fence *fence = (void *)(entry & ~FENCE_USAGE);

	if (!fence)
		return 0;
	__u64 signaled = BPF_CORE_READ(fence, flags) >>
			 bpf_core_enum_value(enum dma_fence_flag_bits, DMA_FENCE_FLAG_SIGNALED_BIT);

	record.head.value = (entry & FENCE_USAGE) | (signaled & 1 ? DMABUF4J_SIGNALED : 0);
	record.context = BPF_CORE_READ(fence, context);
	record.seqno = BPF_CORE_READ(fence, seqno);
	put(table->out, &record, sizeof(record));
	return 0;
}

/* The list and its fences stay until the call ends: RCU frees them. */
static __always_inline __u32 put_fences(struct seq_file *out, struct dma_buf *buffer)
{
	struct fence_table table = { .out = out };
	struct dma_resv_list *list;
	__u32 fences;

	if (!buffer->resv->fences)
		return 0;
	/* A number for the verifier, which lets nobody add an index to a pointer of the kernel. */
	list = BPF_CORE_READ(buffer, resv, fences);
	fences = BPF_CORE_READ(list, num_fences);
	table.entries = (void *)list + bpf_core_field_offset(struct dma_resv_list, table);
	bpf_loop(fences < MAX_FENCES ? fences : MAX_FENCES, visit_fence, &table, 0);
	return fences > MAX_FENCES ? DMABUF4J_MORE_FENCES : 0;
}

SEC("iter/dmabuf") int buffers(struct bpf_iter__dmabuf *context)
{
	struct dma_buf *buffer = context->dmabuf;
	struct seq_file *out = context->meta->seq;
	__u32 flags;

	if (!buffer)
		return 0;
	if (buffer->name)
		put_name(out, buffer->file);
	flags = put_devices(out, buffer) | put_fences(out, buffer);
	put_buffer(out, buffer->file, buffer->size, buffer->exp_name, 1, flags);
	return 0;
}

/*
 * How many buffers there are. A reader compares this with what it got: Linux 6.16 and 6.17 end the list of buffers when their own
 * buffer is full.
 */
SEC("iter.s/dmabuf") int count(struct bpf_iter__dmabuf *context)
{
	struct dmabuf4j_head record = RECORD(DMABUF4J_COUNT);
	struct bpf_iter_dmabuf all;

	if (!context->dmabuf || context->meta->seq_num)
		return 0;
	bpf_iter_dmabuf_new(&all);
	while (bpf_iter_dmabuf_next(&all))
		record.value++;
	bpf_iter_dmabuf_destroy(&all);
	put(context->meta->seq, &record, sizeof(record));
	return 0;
}

#endif

/* ---- Processes ---- */

#define SESSIONS 64

/* For some sessions, by the last bits of their number: the session and the thread whose record was written last. */
__u64 described[SESSIONS];

/* The level of the reader's pid namespace; 0 is the machine's. */
static __always_inline __u32 level_of_reader(void)
{
	struct task_struct *reader = (void *)bpf_get_current_task();

	return BPF_CORE_READ(reader, thread_pid, level);
}

/* The number in the reader's pid namespace, in which the kernel looks for tasks. */
static __always_inline __u32 number_for_reader(struct task_struct *task)
{
	void *numbers = (void *)BPF_CORE_READ(task, thread_pid) + bpf_core_field_offset(struct pid, numbers);
	struct upid *number = numbers + level_of_reader() * bpf_core_type_size(struct upid);

	return BPF_CORE_READ(number, nr);
}

/* As procfs shows it: by the reader's time namespace. */
static __always_inline __u64 start(struct task_struct *leader)
{
	struct task_struct *reader = (void *)bpf_get_current_task();
	struct time_namespace *zone = BPF_CORE_READ(reader, nsproxy, time_ns);

	return BPF_CORE_READ(leader, start_boottime) +
	       BPF_CORE_READ(zone, offsets.boottime.tv_sec) * 1000000000ULL +
	       BPF_CORE_READ(zone, offsets.boottime.tv_nsec);
}

static __always_inline long put_process(struct seq_file *out, struct task_struct *task)
{
	struct task_struct *leader = task->group_leader;
	struct dmabuf4j_process record = { .head = RECORD(DMABUF4J_PROCESS) };

	record.head.value = number_for_reader(leader);
	record.thread = number_for_reader(task);
	record.start = start(leader);
	bpf_core_read(record.command, sizeof(record.command), &leader->comm);
	return put(out, &record, sizeof(record));
}

static __always_inline bool is_buffer(struct inode *inode)
{
	return inode->i_sb->s_magic == DMA_BUF_MAGIC;
}

#ifdef HELD_BUFFERS
#define DESCRIBES true
#else
#define DESCRIBES false
#endif

static __always_inline long describe(struct seq_file *out, struct file *file, __u64 of_iterator)
{
	struct dma_buf *buffer = file->private_data;

	if (!DESCRIBES)
		return 0;
	if (BPF_CORE_READ(buffer, name))
		put_name(out, file);
	/* If there was no room for a record, there is none for the last. */
	return put_buffer(out, file, BPF_CORE_READ(buffer, size), BPF_CORE_READ(buffer, exp_name), of_iterator,
			  DMABUF4J_DEVICES_UNREAD);
}

/* The record of a process comes once, before what it holds. */
static __always_inline void put_held(struct bpf_iter_meta *meta, struct task_struct *task, const void *record,
				     __u32 bytes, struct file *file, __u64 of_iterator)
{
	__u64 *last = &described[meta->session_id % SESSIONS];
	__u64 this = meta->session_id << 32 | task->pid;

	if ((*last != this && put_process(meta->seq, task)) || put(meta->seq, record, bytes) ||
	    describe(meta->seq, file, of_iterator))
		*last = 0;
	else
		*last = this;
}

static __always_inline void put_end(struct seq_file *out)
{
	struct dmabuf4j_head record = RECORD(DMABUF4J_END);

	record.value = level_of_reader();
	put(out, &record, sizeof(record));
}

SEC("iter/task_file") int files(struct bpf_iter__task_file *context)
{
	struct task_struct *task = context->task;
	struct file *file = context->file;

	if (!task || !file) {
		put_end(context->meta->seq);
		return 0;
	}
	if (!is_buffer(file->f_inode))
		return 0;
	struct dmabuf4j_file record = { .head = RECORD(DMABUF4J_FILE) };

	record.head.value = context->fd;
	record.inode = file->f_inode->i_ino;
	put_held(context->meta, task, &record, sizeof(record), file, 1);
	return 0;
}

/*
 * The kernel visits a thread whose descriptors are not those of the first thread: one with a table of its own, and each if the first
 * has ended. The memory of the first kind was visited with the first thread.
 */
static __always_inline bool was_visited(struct task_struct *task)
{
	struct task_struct *leader = task->group_leader;

	return leader != task && leader->mm;
}

SEC("iter/task_vma") int mappings(struct bpf_iter__task_vma *context)
{
	struct task_struct *task = context->task;
	struct vm_area_struct *range = context->vma;
	struct file *file;

	if (!task || !range) {
		put_end(context->meta->seq);
		return 0;
	}
	file = range->vm_file;
	if (!file || !is_buffer(file->f_inode) || was_visited(task))
		return 0;
	struct dmabuf4j_mapping record = { .head = RECORD(DMABUF4J_MAPPING) };

	record.inode = file->f_inode->i_ino;
	record.offset = range->vm_pgoff;
	record.length = range->vm_end - range->vm_start;
	put_held(context->meta, task, &record, sizeof(record), file, 0);
	return 0;
}

#ifndef HELD_BUFFERS

/* ---- Tables of descriptors ---- */

#define PF_KTHREAD 0x00200000
#define TABLE_PART 16
#define MAX_DESCRIPTORS 65536
#define MAX_FILES 1900 /* What the kernel keeps of the output of one call is 32 KiB. */

const volatile __u32 zero;

/* A walk over a table of descriptors, which RCU keeps until the call ends. */
struct table {
	struct seq_file *out;
	struct task_struct *task;
	struct file **entries;
	__u32 found;
	/* The part of it that is visited: its first descriptor, and a bit for each that is of a buffer. */
	__u32 first;
	__u32 hits;
};

static __always_inline struct file *untrusted(void *file)
{
	return bpf_rdonly_cast(file, bpf_core_type_id_kernel(struct file));
}

static long visit_hit(__u64 index, struct table *table)
{
	struct dmabuf4j_file record = { .head = RECORD(DMABUF4J_FILE) };
	struct file **entry = table->entries + (table->first + index);
	struct file *file = NULL, *same = NULL;

	if (!(table->hits >> index & 1))
		return 0;
	bpf_probe_read_kernel(&file, sizeof(file), entry);
	record.inode = is_buffer(untrusted(file)->f_inode) ? untrusted(file)->f_inode->i_ino : 0;
	/* Otherwise its memory may be that of another file by now. */
	bpf_probe_read_kernel(&same, sizeof(same), entry);
	if (!record.inode || same != file)
		return 0;
	if (!table->found++)
		put_process(table->out, table->task);
	record.head.value = table->first + index;
	put(table->out, &record, sizeof(record));
	return 0;
}

/* Without branches, each of which the verifier would follow. A read through a null pointer gives 0. */
static __always_inline __u32 is_hit(void *file)
{
	__u64 difference = untrusted(file)->f_inode->i_sb->s_magic ^ DMA_BUF_MAGIC;

	return 1 - ((difference | -difference) >> 63);
}

static long visit_part(__u64 index, struct table *table)
{
	struct file *files[TABLE_PART] = {};
	struct file **entries = table->entries;
	__u32 hits = 0;

	table->first = index * TABLE_PART;
	bpf_probe_read_kernel(files, sizeof(files), entries + table->first);
#pragma unroll
	for (int i = 0; i < TABLE_PART; i++)
		hits |= is_hit(files[i]) << i;
	table->hits = hits;
	if (hits)
		bpf_loop(TABLE_PART, visit_hit, table, 0);
	return table->found < MAX_FILES ? 0 : 1;
}

/* Returns whether the record UNREAD is needed. */
static __always_inline bool put_files(struct seq_file *out, struct task_struct *task, struct files_struct *files)
{
	struct table table = { .out = out, .task = task };
	struct fdtable *descriptors = BPF_CORE_READ(files, fdt);
	__u32 size = BPF_CORE_READ(descriptors, max_fds);

	table.entries = BPF_CORE_READ(descriptors, fd);
	/* Zero, but not for the verifier: it would follow each number. */
	bpf_probe_read_kernel(&table.found, sizeof(table.found), (void *)&zero);
	if (size > MAX_DESCRIPTORS)
		return true;
	bpf_loop((size + TABLE_PART - 1) / TABLE_PART, visit_part, &table, 0);
	/* If it is no longer the task's, its memory may have become another task's. */
	return table.found >= MAX_FILES || task->files != files;
}

/*
 * The same as files at about half its cost, since the kernel calls it once for a thread. UNREAD says that what came of this process
 * does not count.
 */
SEC("iter/task") int tables(struct bpf_iter__task *context)
{
	struct task_struct *task = context->task;
	struct seq_file *out = context->meta->seq;
	struct task_struct *leader;
	struct files_struct *files;

	if (!task) {
		put_end(out);
		return 0;
	}
	leader = task->group_leader;
	files = task->files;
	if (!files || task->flags & PF_KTHREAD || (task != leader && files == leader->files))
		return 0;
	if (put_files(out, task, files)) {
		struct dmabuf4j_head record = RECORD(DMABUF4J_UNREAD);

		record.value = number_for_reader(leader);
		put(out, &record, sizeof(record));
	}
	return 0;
}

#endif
