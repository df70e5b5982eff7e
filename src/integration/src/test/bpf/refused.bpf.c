// SPDX-License-Identifier: Apache-2.0
/* Has the programs that the library loads, by name. The verifier refuses one: an iterator returns 0 or 1. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char licence[] SEC("license") = "GPL";

#define PROGRAM(name, result)         \
	SEC("iter/task") int name(void *context) \
	{                                 \
		return result;                \
	}

PROGRAM(buffers, 0)
PROGRAM(count, 0)
PROGRAM(tables, 0)
PROGRAM(files, 0)
PROGRAM(mappings, 2)
