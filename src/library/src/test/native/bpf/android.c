// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * An iterator that writes what Android's writes: four lines for each buffer, its inode, size, name and exporter, without line ends in the
 * name. It is compiled and pinned by BpfAndroidIT.
 */
#include <linux/types.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char licence[] SEC("license") = "Dual BSD/GPL";

#define NAME_BYTES 32

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct seq_file;

struct bpf_iter_meta {
	struct seq_file *seq;
};

struct inode {
	unsigned long i_ino;
};

struct file {
	struct inode *f_inode;
};

struct dma_buf {
	unsigned long size;
	struct file *file;
	const char *exp_name;
	const char *name;
};

struct bpf_iter__dmabuf {
	struct bpf_iter_meta *meta;
	struct dma_buf *dmabuf;
};
#pragma clang attribute pop

SEC("iter/dmabuf") int iter_dmabuf(struct bpf_iter__dmabuf *context)
{
	struct dma_buf *buffer = context->dmabuf;
	char name[NAME_BYTES] = "";

	if (!buffer)
		return 0;
	if (buffer->name)
		bpf_probe_read_kernel_str(name, sizeof(name), BPF_CORE_READ(buffer, name));
#pragma unroll
	for (int i = 0; i < NAME_BYTES; i++)
		if (name[i] == '\n')
			name[i] = ' ';
	BPF_SEQ_PRINTF(context->meta->seq, "%lu\n%llu\n%s\n%s\n", buffer->file->f_inode->i_ino, (__u64)buffer->size,
		       name, BPF_CORE_READ(buffer, exp_name));
	return 0;
}
