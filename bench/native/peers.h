// SPDX-License-Identifier: Apache-2.0
//
// What the operations of the peers share.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

extern volatile uint64_t sink; // keeps results, so that the compiler leaves no work out

_Noreturn void die(const char *what);

// Returns the result of a call. Ends the program if it is negative.
int check(int result, const char *what);

// Returns a sync file with the fences of a buffer that an access of these flags waits for.
int export_fences(int buffer, uint32_t flags);

// Reads the whole file in one piece or more into the room, which has space for one piece at a time. Returns the bytes read.
size_t read_whole(int fd, char *room, size_t space);

typedef void visitor(int directory, const char *name);

// Calls visit for each entry of a directory, but . and .. and hidden ones. The room takes as many entries as one call can give.
void walk(int directory, char *room, size_t space, visitor *visit);

// --- frames.c -------------------------------------------------------------------------------------------------------

// Sends a frame in this buffer, with one or two fences, over a socket of this process, receives and checks it, and closes what arrived.
void exchange_frame(int buffer, size_t size, int fences);

// --- scan.c ---------------------------------------------------------------------------------------------------------

// Opens the directory of the processes.
void open_machine(void);

// The descriptors and mappings of buffers of all processes: readlink of each descriptor, fdinfo of each that is a buffer, and
// maps of each process.
void scan_procfs(void);

// The output of debugfs, unparsed: what its text costs in the kernel.
void read_bufinfo(void);

// --- iterators.c ----------------------------------------------------------------------------------------------------

// All buffers, descriptors and mappings, by the kernel's iterators.
void read_passes(void);
