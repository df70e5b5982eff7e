/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the generated bindings of libbpf, and the probe that checks them, see of its headers.
 *
 * Java calls the functions below by address, without a generated binding. They are declared here once more, as Java calls
 * them: where libbpf declares one otherwise, this header does not compile.
 */
#ifndef DMABUF4J_LIBBPF_H
#define DMABUF4J_LIBBPF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

libbpf_print_fn_t libbpf_set_print(libbpf_print_fn_t function);

struct bpf_object *bpf_object__open_mem(const void *elf, size_t bytes, const struct bpf_object_open_opts *options);
struct bpf_program *bpf_object__find_program_by_name(const struct bpf_object *object, const char *name);
int bpf_object__load(struct bpf_object *object);
void bpf_object__close(struct bpf_object *object);

int bpf_program__set_autoload(struct bpf_program *program, bool autoload);
struct bpf_link *bpf_program__attach_iter(const struct bpf_program *program, const struct bpf_iter_attach_opts *options);

int bpf_link__fd(const struct bpf_link *link);
int bpf_link__pin(struct bpf_link *link, const char *path);
int bpf_link__destroy(struct bpf_link *link);
int bpf_iter_create(int link);

#endif
