// SPDX-License-Identifier: Apache-2.0
//
// The BPF programs of the library, loaded by libbpf and read without a look at what they write: what the kernel takes for it.
#define _GNU_SOURCE
#include "peers.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OBJECT "dmabuf4j.bpf.o" // beside this program

static const char *const names[] = {"buffers", "tables", "mappings", "count", "files"};
enum { USUAL = 3, ALL = sizeof names / sizeof *names };

static int links[USUAL];
static int (*create)(int link, const void *options);

// Returns a function of libbpf, which is needed only where this is measured.
static void *function(const char *name) {
    static void *library;
    if (library == NULL) {
        library = dlopen("libbpf.so.1", RTLD_NOW);
    }
    void *address = library == NULL ? NULL : dlsym(library, name);
    if (address == NULL) {
        fprintf(stderr, "peers: %s\n", dlerror());
        exit(1);
    }
    return address;
}

static const char *object_path(void) {
    static char path[512];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - sizeof OBJECT);
    path[length < 0 ? 0 : length] = '\0';
    strcpy(strrchr(path, '/') + 1, OBJECT);
    return path;
}

static void *not_null(void *result, const char *what) {
    if (result == NULL) {
        die(what);
    }
    return result;
}

static void load(void) {
    void *(*open)(const char *, const void *) = function("bpf_object__open_file");
    void *(*find)(void *, const char *) = function("bpf_object__find_program_by_name");
    int (*set_autoload)(void *, bool) = function("bpf_program__set_autoload");
    int (*load_all)(void *) = function("bpf_object__load");
    void *(*attach)(void *, const void *) = function("bpf_program__attach_iter");
    int (*number)(void *) = function("bpf_link__fd");
    create = function("bpf_iter_create");
    void *object = not_null(open(object_path(), NULL), OBJECT);
    for (int i = 0; i < ALL; i++) {
        set_autoload(not_null(find(object, names[i]), names[i]), i < USUAL);
    }
    check(load_all(object), "bpf_object__load");
    for (int i = 0; i < USUAL; i++) {
        links[i] = number(not_null(attach(find(object, names[i]), NULL), names[i]));
    }
}

static void read_pass(int index) {
    static char records[1 << 15];
    if (create == NULL) {
        load();
    }
    int pass = check(create(links[index], NULL), "bpf_iter_create");
    sink += read_whole(pass, records, sizeof records);
    close(pass);
}

void read_passes(void) {
    for (int i = 0; i < USUAL; i++) {
        read_pass(i);
    }
}
