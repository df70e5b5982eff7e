// SPDX-License-Identifier: Apache-2.0
//
// An independent check of the statistics. It reads the same files of the kernel as the library, shares no code with it, and
// prints one JSON object {"buffers", "processes", "exporters", "devices", "totals"} in the form of the commands' documents.
// It is for root and for a machine without changes: objects that vanish during the read or may not be read are left out.
//
//   buffers       /sys/kernel/dmabuf/buffers
//   holders       /proc/PID/task/TID/fd and maps: a process holds what any of its threads holds
//   names, reference counts
//                 fdinfo of a descriptor, or /sys/kernel/debug/dma_buf/bufinfo if no process has one
#define _GNU_SOURCE
#include <dirent.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define BUFFERS "/sys/kernel/dmabuf/buffers"
#define DMA_BUF_MAGIC 0x444d4142
#define LONGEST_NAME 31
#define UNKNOWN UINT64_MAX

struct attachment {
    uint64_t uid;
    char *device; // or NULL
    uint64_t map_counter; // or UNKNOWN
    size_t buffer;
};

struct buffer {
    uint64_t inode;
    uint64_t size; // or UNKNOWN
    char *exporter; // or NULL
    char *name; // or NULL
    uint64_t references; // UNKNOWN until fdinfo or bufinfo is read
    uint64_t holders; // number of processes
};

// One descriptor, or one row of a process's memory map.
struct use {
    size_t buffer;
    uint64_t pid;
    bool mapping;
    uint64_t place; // the descriptor, or the address
    uint64_t offset, length; // of a mapping
};

struct process {
    uint64_t pid;
    char *command;
    uint64_t buffers, fds, mappings, mapped_bytes, rss, pss;
};

static struct buffer *buffers;
static size_t buffer_count;
static struct attachment *attachments;
static size_t attachment_count;
static struct use *uses;
static size_t use_count;
static struct process *processes;
static size_t process_count;

// --- memory, files and directories ---------------------------------------------------------------------------------------

static _Noreturn void die(const char *what)
{
    perror(what);
    exit(1);
}

static void *checked(void *memory)
{
    if (memory == NULL)
        die("memory");
    return memory;
}

// Adds a zeroed element and returns a pointer to it.
#define ADD(array, count) ((array) = with_room((array), (count), sizeof(*(array))), &(array)[(count)++])

static void *with_room(void *array, size_t count, size_t element)
{
    // The array grows to the next power of two.
    if ((count & (count - 1)) == 0)
        array = checked(realloc(array, (count == 0 ? 1 : count * 2) * element));
    memset((char *) array + count * element, 0, element);
    return array;
}

static char *format(const char *pattern, ...)
{
    va_list values;
    char *text;

    va_start(values, pattern);
    if (vasprintf(&text, pattern, values) < 0)
        die("memory");
    va_end(values);
    return text;
}

static void remove_final_newline(char *text)
{
    size_t length = strlen(text);

    if (length > 0 && text[length - 1] == '\n')
        text[length - 1] = 0;
}

// Returns the content of a file, or NULL.
static char *content(const char *path)
{
    FILE *file = fopen(path, "re");
    char *text = NULL;
    size_t length = 0;
    size_t got = 1;

    if (file == NULL)
        return NULL;
    for (size_t room = 1 << 12; got > 0; room *= 2) {
        text = checked(realloc(text, room + 1));
        got = fread(text + length, 1, room - length, file);
        length += got;
    }
    text[length] = 0;
    if (ferror(file)) {
        free(text);
        text = NULL;
    }
    fclose(file);
    return text;
}

static char *content_of(const char *directory, const char *name)
{
    char *path = format("%s/%s", directory, name);
    char *text = content(path);

    free(path);
    return text;
}

static bool decimal(const char *text, uint64_t *value)
{
    size_t digits = strspn(text, "0123456789");

    *value = strtoull(text, NULL, 10);
    return digits > 0 && text[digits] == 0;
}

static uint64_t number_in(const char *directory, const char *name)
{
    char *text = content_of(directory, name);
    uint64_t value = UNKNOWN;

    if (text != NULL) {
        remove_final_newline(text);
        if (!decimal(text, &value))
            value = UNKNOWN;
    }
    free(text);
    return value;
}

static int by_number(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *) a;
    uint64_t right = *(const uint64_t *) b;

    return (left > right) - (left < right);
}

// Returns the entries of a directory whose names are numbers, in ascending order; none if it cannot be read.
static uint64_t *numbered_entries(const char *directory, size_t *count)
{
    uint64_t *numbers = NULL;
    DIR *entries = opendir(directory);
    const struct dirent *entry;
    uint64_t value;

    *count = 0;
    if (entries == NULL)
        return NULL;
    while ((entry = readdir(entries)) != NULL) {
        if (decimal(entry->d_name, &value))
            *ADD(numbers, *count) = value;
    }
    closedir(entries);
    if (*count > 0)
        qsort(numbers, *count, sizeof(*numbers), by_number);
    return numbers;
}

// Returns the target of a symbolic link, or NULL.
static char *target(const char *link)
{
    char path[PATH_MAX];
    ssize_t length = readlink(link, path, sizeof(path) - 1);

    if (length < 0)
        return NULL;
    path[length] = 0;
    return checked(strdup(path));
}

// --- sysfs ---------------------------------------------------------------------------------------------------------------

static char *device_of(const char *directory)
{
    char *link = format("%s/device", directory);
    char *path = target(link);
    char *device = path == NULL ? NULL : checked(strdup(basename(path)));

    free(path);
    free(link);
    return device;
}

static void read_attachments(const char *buffer_folder, size_t buffer)
{
    char *directory = format("%s/attachments", buffer_folder);
    size_t count;
    uint64_t *uids = numbered_entries(directory, &count);

    for (size_t i = 0; i < count; i++) {
        char *entry = format("%s/%" PRIu64, directory, uids[i]);

        *ADD(attachments, attachment_count) = (struct attachment) {
            .uid = uids[i],
            .device = device_of(entry),
            .map_counter = number_in(entry, "map_counter"),
            .buffer = buffer,
        };
        free(entry);
    }
    free(uids);
    free(directory);
}

static void read_buffer(uint64_t inode)
{
    char *directory = format(BUFFERS "/%" PRIu64, inode);
    char *exporter = content_of(directory, "exporter_name");

    if (exporter != NULL)
        remove_final_newline(exporter);
    read_attachments(directory, buffer_count);
    *ADD(buffers, buffer_count) = (struct buffer) {
        .inode = inode,
        .size = number_in(directory, "size"),
        .exporter = exporter,
        .references = UNKNOWN,
    };
    free(directory);
}

static void read_buffers(void)
{
    size_t count;
    uint64_t *inodes;

    if (access(BUFFERS, R_OK) < 0)
        die(BUFFERS);
    inodes = numbered_entries(BUFFERS, &count);
    for (size_t i = 0; i < count; i++)
        read_buffer(inodes[i]);
    free(inodes);
}

static struct buffer *find_buffer(uint64_t inode)
{
    struct buffer wanted = {.inode = inode};

    // The inode is a buffer's first member.
    return buffer_count == 0 ? NULL : bsearch(&wanted, buffers, buffer_count, sizeof(wanted), by_number);
}

// --- processes -----------------------------------------------------------------------------------------------------------

static bool has_buffers_prefix(const char *path)
{
    return strncmp(path, "/dmabuf:", strlen("/dmabuf:")) == 0;
}

// Returns the inode if the file is a buffer, which the type of its file system shows. The name is checked first, so that
// statfs is not called on other files, which may be remote.
static bool is_buffer(const char *fd_path, uint64_t *inode)
{
    char *path = target(fd_path);
    bool candidate = path != NULL && has_buffers_prefix(path);
    struct statfs file_system;
    struct stat status;

    free(path);
    if (!candidate || statfs(fd_path, &file_system) < 0 || file_system.f_type != DMA_BUF_MAGIC)
        return false;
    if (stat(fd_path, &status) < 0)
        return false;
    *inode = status.st_ino;
    return true;
}

// The kernel writes the name last and without escapes. So the first line with a key is the true one, and the name extends to
// the end.
static void read_fdinfo(struct buffer *buffer, const char *path)
{
    char *text = content(path);
    const char *count = text == NULL ? NULL : strstr(text, "\ncount:\t");
    const char *name = text == NULL ? NULL : strstr(text, "\nname:\t");

    if (count != NULL)
        buffer->references = strtoull(count + strlen("\ncount:\t"), NULL, 10);
    if (name != NULL) {
        buffer->name = checked(strdup(name + strlen("\nname:\t")));
        remove_final_newline(buffer->name);
    }
    free(text);
}

static void read_fd(uint64_t pid, const char *task, uint64_t fd)
{
    char *fd_path = format("%s/fd/%" PRIu64, task, fd);
    char *fdinfo_path = format("%s/fdinfo/%" PRIu64, task, fd);
    uint64_t inode;
    struct buffer *buffer = is_buffer(fd_path, &inode) ? find_buffer(inode) : NULL;

    if (buffer != NULL) {
        *ADD(uses, use_count) = (struct use) {.buffer = (size_t) (buffer - buffers), .pid = pid, .place = fd};
        if (buffer->references == UNKNOWN)
            read_fdinfo(buffer, fdinfo_path);
    }
    free(fdinfo_path);
    free(fd_path);
}

static void read_fds(uint64_t pid, const char *task)
{
    char *directory = format("%s/fd", task);
    size_t count;
    uint64_t *fds = numbered_entries(directory, &count);

    for (size_t i = 0; i < count; i++)
        read_fd(pid, task, fds[i]);
    free(fds);
    free(directory);
}

// START-END PERMISSIONS OFFSET MAJOR:MINOR INODE PATH
static void read_mapping(uint64_t pid, const char *row)
{
    uint64_t start, end, offset, inode;
    struct buffer *buffer;
    int path = 0;

    if (sscanf(row, "%" SCNx64 "-%" SCNx64 " %*s %" SCNx64 " %*s %" SCNu64 " %n", &start, &end, &offset, &inode, &path) < 4)
        return;
    buffer = has_buffers_prefix(row + path) ? find_buffer(inode) : NULL;
    if (buffer != NULL)
        *ADD(uses, use_count) = (struct use) {
            .buffer = (size_t) (buffer - buffers),
            .pid = pid,
            .mapping = true,
            .place = start,
            .offset = offset,
            .length = end - start,
        };
}

// Returns whether there were any.
static bool read_mappings(uint64_t pid, const char *task)
{
    char *text = content_of(task, "maps");
    char *rest = text;
    bool any = text != NULL && *text != 0;
    const char *row;

    while ((row = strsep(&rest, "\n")) != NULL)
        read_mapping(pid, row);
    free(text);
    return any;
}

// Threads can have their own descriptors. They always share the memory, but a thread that has ended shows none.
static void read_threads(uint64_t pid)
{
    char *directory = format("/proc/%" PRIu64 "/task", pid);
    bool have_mappings = false;
    size_t count;
    uint64_t *tids = numbered_entries(directory, &count);

    for (size_t i = 0; i < count; i++) {
        char *task = format("%s/%" PRIu64, directory, tids[i]);

        read_fds(pid, task);
        have_mappings = have_mappings || read_mappings(pid, task);
        free(task);
    }
    free(tids);
    free(directory);
}

static void read_process(uint64_t pid)
{
    size_t before = use_count;
    char *directory = format("/proc/%" PRIu64, pid);

    read_threads(pid);
    if (use_count > before) {
        char *command = content_of(directory, "comm");

        if (command != NULL)
            remove_final_newline(command);
        *ADD(processes, process_count) = (struct process) {.pid = pid, .command = command};
    }
    free(directory);
}

static void read_processes(void)
{
    size_t count;
    uint64_t *pids = numbered_entries("/proc", &count);

    for (size_t i = 0; i < count; i++)
        read_process(pids[i]);
    free(pids);
}

// --- names of buffers that no process has open, from debugfs -------------------------------------------------------------

// The kernel pads its numbers with zeros.
enum { LEAST_DIGITS = 8 };

// Returns the position after characters of this kind and a tab, or NULL.
static const char *behind(const char *text, const char *kind)
{
    size_t length = text == NULL ? 0 : strspn(text, kind);

    return length >= LEAST_DIGITS && text[length] == '\t' ? text + length + 1 : NULL;
}

// If this line begins the record of a buffer, SIZE FLAGS MODE COUNT EXPORTER INODE NAME, returns its name and all that follows.
// No name is long enough to look like a record.
static const char *record(const char *line, uint64_t *inode, uint64_t *references)
{
    static const char digits[] = "0123456789";
    static const char hex_digits[] = "0123456789abcdef";
    const char *count = behind(behind(behind(line, digits), hex_digits), hex_digits);
    const char *exporter = behind(count, digits);
    size_t length = exporter == NULL ? 0 : strcspn(exporter, "\t\n");
    const char *number = exporter != NULL && exporter[length] == '\t' ? exporter + length + 1 : NULL;
    const char *name = behind(number, digits);

    if (name != NULL) {
        *inode = strtoull(number, NULL, 10);
        *references = strtoull(count, NULL, 10);
    }
    return name;
}

static bool fence_line_at(const char *text)
{
    return strncmp(text, "\n\tkernel fence:", strlen("\n\tkernel fence:")) == 0
        || strncmp(text, "\n\twrite fence:", strlen("\n\twrite fence:")) == 0
        || strncmp(text, "\n\tread fence:", strlen("\n\tread fence:")) == 0
        || strncmp(text, "\n\tbookkeep fence:", strlen("\n\tbookkeep fence:")) == 0;
}

static bool devices_line_at(const char *text)
{
    static const char devices[] = "\n\tAttached Devices:\n";

    return strncmp(text, devices, strlen(devices)) == 0;
}

// A name may contain lines that look like the next lines of the record. The name is the longest one that such a line follows.
static size_t name_length(const char *text)
{
    size_t longest = 0;

    for (size_t length = 0; length <= LONGEST_NAME && text[length] != 0; length++) {
        if (fence_line_at(text + length) || devices_line_at(text + length))
            longest = length;
    }
    return longest;
}

static void take_name(struct buffer *buffer, const char *text)
{
    size_t length = name_length(text);
    char *name = checked(strndup(text, length));

    if (strcmp(name, "<none>") == 0)
        free(name);
    else
        buffer->name = name;
}

static void read_bufinfo(void)
{
    char *text = content("/sys/kernel/debug/dma_buf/bufinfo");

    for (const char *line = text; line != NULL; line = strchr(line, '\n'), line += line != NULL) {
        uint64_t inode = 0;
        uint64_t references = 0;
        const char *name = record(line, &inode, &references);
        struct buffer *buffer = name == NULL ? NULL : find_buffer(inode);

        if (buffer != NULL && buffer->references == UNKNOWN) {
            buffer->references = references;
            take_name(buffer, name);
        }
    }
    free(text);
}

static void read_remaining(void)
{
    for (size_t i = 0; i < buffer_count; i++) {
        if (buffers[i].references == UNKNOWN) {
            read_bufinfo();
            return;
        }
    }
}

// --- figures -------------------------------------------------------------------------------------------------------------

static int compare(uint64_t left, uint64_t right)
{
    return (left > right) - (left < right);
}

// Orders by buffer, process, descriptors before mappings, and position.
static int by_buffer(const void *a, const void *b)
{
    const struct use *left = a;
    const struct use *right = b;

    if (left->buffer != right->buffer)
        return compare(left->buffer, right->buffer);
    if (left->pid != right->pid)
        return compare(left->pid, right->pid);
    if (left->mapping != right->mapping)
        return compare(left->mapping, right->mapping);
    return compare(left->place, right->place);
}

// Removes duplicates, which come from threads that share their descriptors.
static void sort_uses(void)
{
    size_t kept = 0;

    if (use_count > 0)
        qsort(uses, use_count, sizeof(*uses), by_buffer);
    for (size_t i = 0; i < use_count; i++) {
        if (kept == 0 || by_buffer(&uses[kept - 1], &uses[i]) != 0)
            uses[kept++] = uses[i];
    }
    use_count = kept;
}

// Whether this is the first use of a buffer by a process.
static bool begins_hold(size_t use)
{
    return use == 0 || uses[use].buffer != uses[use - 1].buffer || uses[use].pid != uses[use - 1].pid;
}

static void count_holders(void)
{
    for (size_t i = 0; i < use_count; i++)
        buffers[uses[i].buffer].holders += begins_hold(i);
}

static uint64_t known_size(const struct buffer *buffer)
{
    return buffer->size == UNKNOWN ? 0 : buffer->size;
}

static struct process *find_process(uint64_t pid)
{
    struct process wanted = {.pid = pid};

    // The id is a process's first member.
    return bsearch(&wanted, processes, process_count, sizeof(wanted), by_number);
}

static void count_for_process(size_t use)
{
    const struct buffer *buffer = &buffers[uses[use].buffer];
    struct process *process = find_process(uses[use].pid);

    if (begins_hold(use)) {
        process->buffers++;
        process->rss += known_size(buffer);
        process->pss += known_size(buffer) / buffer->holders;
    }
    process->fds += !uses[use].mapping;
    process->mappings += uses[use].mapping;
    process->mapped_bytes += uses[use].length;
}

// --- JSON ----------------------------------------------------------------------------------------------------------------

static bool between(unsigned char byte, unsigned char least, unsigned char most)
{
    return least <= byte && byte <= most;
}

// Returns the length in bytes of the well-formed UTF-8 character here; 0 if there is none. Follows table 3-7 of Unicode.
static size_t character(const unsigned char *text)
{
    static const struct {
        unsigned char first[2], second[2];
        size_t length;
    } table[] = {
        {{0x00, 0x7f}, {0, 0}, 1},
        {{0xc2, 0xdf}, {0x80, 0xbf}, 2},
        {{0xe0, 0xe0}, {0xa0, 0xbf}, 3},
        {{0xe1, 0xec}, {0x80, 0xbf}, 3},
        {{0xed, 0xed}, {0x80, 0x9f}, 3},
        {{0xee, 0xef}, {0x80, 0xbf}, 3},
        {{0xf0, 0xf0}, {0x90, 0xbf}, 4},
        {{0xf1, 0xf3}, {0x80, 0xbf}, 4},
        {{0xf4, 0xf4}, {0x80, 0x8f}, 4},
    };
    size_t row = 0;

    while (row < sizeof(table) / sizeof(table[0]) && !between(text[0], table[row].first[0], table[row].first[1]))
        row++;
    if (row == sizeof(table) / sizeof(table[0]))
        return 0;
    if (table[row].length > 1 && !between(text[1], table[row].second[0], table[row].second[1]))
        return 0;
    for (size_t i = 2; i < table[row].length; i++) {
        if (!between(text[i], 0x80, 0xbf))
            return 0;
    }
    return table[row].length;
}

static void print_character(const unsigned char *text, size_t length)
{
    if (length == 0)
        printf("\\ufffd");
    else if (*text < 0x20)
        printf("\\u%04x", *text);
    else if (*text == '"' || *text == '\\')
        printf("\\%c", *text);
    else
        fwrite(text, 1, length, stdout);
}

static void print_string(const char *string)
{
    const unsigned char *text = (const unsigned char *) string;

    if (string == NULL) {
        printf("null");
        return;
    }
    putchar('"');
    while (*text != 0) {
        size_t length = character(text);

        print_character(text, length);
        text += length == 0 ? 1 : length;
    }
    putchar('"');
}

static void print_string_of(const char *key, const char *string)
{
    printf("\"%s\":", key);
    print_string(string);
}

static void print_number_of(const char *key, uint64_t number)
{
    if (number == UNKNOWN)
        printf("\"%s\":null", key);
    else
        printf("\"%s\":%" PRIu64, key, number);
}

static void print_comma_unless(bool first)
{
    if (!first)
        putchar(',');
}

// Prints the uses of this kind from here on. Returns the first use that is not of the same hold and kind.
static size_t print_uses(size_t use, size_t end, bool mapping)
{
    size_t first = use;

    for (; use < end && uses[use].mapping == mapping; use++) {
        print_comma_unless(use == first);
        if (mapping)
            printf("{\"offset\":%" PRIu64 ",\"length\":%" PRIu64 "}", uses[use].offset, uses[use].length);
        else
            printf("%" PRIu64, uses[use].place);
    }
    return use;
}

static void print_hold(size_t use, size_t end)
{
    printf("{\"pid\":%" PRIu64 ",", uses[use].pid);
    print_string_of("command", find_process(uses[use].pid)->command);
    printf(",\"fds\":[");
    use = print_uses(use, end, false);
    printf("],\"mappings\":[");
    print_uses(use, end, true);
    printf("]}");
}

// Prints the holds of a buffer, which begin with this use. Returns the first use of the next buffer.
static size_t print_holders(size_t buffer, size_t use)
{
    size_t first = use;

    printf("\"holders\":[");
    while (use < use_count && uses[use].buffer == buffer) {
        size_t end = use + 1;

        while (end < use_count && !begins_hold(end))
            end++;
        print_comma_unless(use == first);
        print_hold(use, end);
        use = end;
    }
    putchar(']');
    return use;
}

static size_t print_attachments(size_t buffer, size_t attachment)
{
    size_t first = attachment;

    printf("\"attachments\":[");
    for (; attachment < attachment_count && attachments[attachment].buffer == buffer; attachment++) {
        print_comma_unless(attachment == first);
        putchar('{');
        print_string_of("device", attachments[attachment].device);
        putchar(',');
        print_number_of("uid", attachments[attachment].uid);
        putchar(',');
        print_number_of("mapCounter", attachments[attachment].map_counter);
        putchar('}');
    }
    putchar(']');
    return attachment;
}

static void print_buffers(void)
{
    size_t use = 0;
    size_t attachment = 0;

    printf("\"buffers\":[");
    for (size_t i = 0; i < buffer_count; i++) {
        print_comma_unless(i == 0);
        printf("{\"inode\":%" PRIu64 ",", buffers[i].inode);
        print_number_of("size", buffers[i].size);
        putchar(',');
        print_string_of("exporter", buffers[i].exporter);
        putchar(',');
        print_string_of("name", buffers[i].name);
        putchar(',');
        print_number_of("references", buffers[i].references);
        putchar(',');
        use = print_holders(i, use);
        putchar(',');
        attachment = print_attachments(i, attachment);
        printf("}\n");
    }
    putchar(']');
}

static void print_processes(void)
{
    printf("\"processes\":[");
    for (size_t i = 0; i < process_count; i++) {
        const struct process *process = &processes[i];

        print_comma_unless(i == 0);
        printf("{\"pid\":%" PRIu64 ",", process->pid);
        print_string_of("command", process->command);
        printf(",\"buffers\":%" PRIu64 ",\"fds\":%" PRIu64 ",\"mappings\":%" PRIu64, process->buffers, process->fds,
            process->mappings);
        printf(",\"mappedBytes\":%" PRIu64 ",\"rss\":%" PRIu64 ",\"pss\":%" PRIu64 "}\n", process->mapped_bytes,
            process->rss, process->pss);
    }
    putchar(']');
}

static int by_exporter(const void *a, const void *b)
{
    const struct buffer *const *left = a;
    const struct buffer *const *right = b;

    return strcmp((*left)->exporter, (*right)->exporter);
}

static void print_exporters(void)
{
    const struct buffer **sorted = NULL;
    size_t count = 0;
    size_t end;

    for (size_t i = 0; i < buffer_count; i++) {
        if (buffers[i].exporter != NULL)
            *ADD(sorted, count) = &buffers[i];
    }
    if (count > 0)
        qsort(sorted, count, sizeof(*sorted), by_exporter);
    printf("\"exporters\":[");
    for (size_t start = 0; start < count; start = end) {
        uint64_t size = 0;

        for (end = start; end < count && by_exporter(&sorted[start], &sorted[end]) == 0; end++)
            size += known_size(sorted[end]);
        print_comma_unless(start == 0);
        putchar('{');
        print_string_of("exporter", sorted[start]->exporter);
        printf(",\"buffers\":%zu,\"size\":%" PRIu64 "}\n", end - start, size);
    }
    putchar(']');
    free(sorted);
}

// Orders by device, then by buffer.
static int by_device(const void *a, const void *b)
{
    const struct attachment *left = a;
    const struct attachment *right = b;
    int order = strcmp(left->device, right->device);

    return order != 0 ? order : compare(left->buffer, right->buffer);
}

static void print_device(const struct attachment *first, const struct attachment *end)
{
    uint64_t distinct = 0;
    uint64_t size = 0;
    uint64_t map_counter = 0;

    for (const struct attachment *each = first; each < end; each++) {
        if (each == first || each->buffer != each[-1].buffer) {
            distinct++;
            size += known_size(&buffers[each->buffer]);
        }
        if (each->map_counter == UNKNOWN || map_counter == UNKNOWN)
            map_counter = UNKNOWN;
        else
            map_counter += each->map_counter;
    }
    putchar('{');
    print_string_of("device", first->device);
    printf(",\"buffers\":%" PRIu64 ",\"attachments\":%td,", distinct, end - first);
    print_number_of("mapCounter", map_counter);
    printf(",\"size\":%" PRIu64 "}\n", size);
}

static void print_devices(void)
{
    struct attachment *sorted = NULL;
    size_t count = 0;
    size_t end;

    for (size_t i = 0; i < attachment_count; i++) {
        if (attachments[i].device != NULL)
            *ADD(sorted, count) = attachments[i];
    }
    if (count > 0)
        qsort(sorted, count, sizeof(*sorted), by_device);
    printf("\"devices\":[");
    for (size_t start = 0; start < count; start = end) {
        for (end = start; end < count && strcmp(sorted[start].device, sorted[end].device) == 0; end++)
            ;
        print_comma_unless(start == 0);
        print_device(&sorted[start], &sorted[end]);
    }
    putchar(']');
    free(sorted);
}

static void print_sum(uint64_t count, uint64_t size)
{
    printf("\"buffers\":%" PRIu64 ",\"size\":%" PRIu64, count, size);
}

static void print_totals(void)
{
    uint64_t user_count = 0;
    uint64_t user_size = 0;
    uint64_t kernel_size = 0;
    uint64_t unknown = 0;

    for (size_t i = 0; i < buffer_count; i++) {
        bool user = buffers[i].holders > 0;

        user_count += user;
        user_size += user ? known_size(&buffers[i]) : 0;
        kernel_size += user ? 0 : known_size(&buffers[i]);
        unknown += buffers[i].size == UNKNOWN;
    }
    printf("\"totals\":{");
    print_sum(buffer_count, user_size + kernel_size);
    printf(",\"userSpace\":{");
    print_sum(user_count, user_size);
    printf("},\"kernelOnly\":{");
    print_sum(buffer_count - user_count, kernel_size);
    printf("},\"unknownSize\":%" PRIu64 "}", unknown);
}

int main(void)
{
    read_buffers();
    read_processes();
    read_remaining();
    sort_uses();
    count_holders();
    for (size_t i = 0; i < use_count; i++)
        count_for_process(i);
    putchar('{');
    print_buffers();
    printf(",\n");
    print_processes();
    printf(",\n");
    print_exporters();
    printf(",\n");
    print_devices();
    printf(",\n");
    print_totals();
    printf("}\n");
    return fflush(stdout) == 0 ? 0 : 1;
}
