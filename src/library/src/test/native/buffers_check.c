// SPDX-License-Identifier: Apache-2.0
//
// buffers_check [SOURCE...]
//
// An independent check of the statistics. It reads the same files of the kernel as the library, shares no code with it, and
// prints one JSON object {"buffers", "processes", "exporters", "devices", "totals"} in the form of the commands' documents.
// What no source reports is null, or an empty list. It is for root, and for a machine without changes: objects that vanish
// during the read are left out. It fails if two sources report a different size, exporter or reference count of a buffer.
//
//   sysfs      /sys/kernel/dmabuf/buffers: size, exporter, and attachments if the kernel is patched to have them
//   debugfs    /sys/kernel/debug/dma_buf/bufinfo: size, exporter, name, reference count, attached devices, fences
//   procfs     fd, fdinfo and maps of /proc/PID/task/TID: a process holds what any of its threads holds
//
// Without an argument it reads procfs and what this kernel has of the others.
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
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
#define BUFINFO "/sys/kernel/debug/dma_buf/bufinfo"
#define DMA_BUF_MAGIC 0x444d4142
#define LONGEST_NAME 31
#define UNKNOWN UINT64_MAX

struct attachment {
    uint64_t inode; // of the buffer
    size_t order; // of reading
    uint64_t uid; // or UNKNOWN
    char *device; // or NULL
    uint64_t map_counter; // or UNKNOWN
};

struct fence {
    uint64_t inode; // of the buffer
    size_t order; // of reading
    char *usage, *driver, *timeline;
    uint64_t context; // or UNKNOWN
    uint64_t seqno;
    bool signaled;
};

struct buffer {
    uint64_t inode;
    uint64_t size; // or UNKNOWN
    char *exporter; // or NULL
    char *name; // or NULL
    uint64_t references; // or UNKNOWN
    uint64_t holders; // number of processes
    bool has_attachments; // sysfs reports them
    bool has_fdinfo; // fdinfo was read
};

// One descriptor, or one row of a process's memory map.
struct use {
    uint64_t inode; // of the buffer
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

struct sources {
    bool sysfs, debugfs, procfs;
};

static struct buffer *buffers;
static size_t buffer_count;
static struct attachment *attachments;
static size_t attachment_count;
static struct fence *fences;
static size_t fence_count;
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

// --- buffers -------------------------------------------------------------------------------------------------------------

// Returns the first buffer whose inode is not smaller, or the end.
static struct buffer *position_of(uint64_t inode)
{
    size_t low = 0;
    size_t high = buffer_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (buffers[middle].inode < inode)
            low = middle + 1;
        else
            high = middle;
    }
    return buffers + low;
}

static struct buffer *find_buffer(uint64_t inode)
{
    struct buffer *buffer = position_of(inode);

    if (buffer == buffers + buffer_count || buffer->inode != inode) {
        fprintf(stderr, "no buffer %" PRIu64 "\n", inode);
        exit(1);
    }
    return buffer;
}

// Returns the buffer with this inode, which is new if no source has reported it before. The pointer is valid until the next call.
static struct buffer *buffer_of(uint64_t inode)
{
    struct buffer *buffer = position_of(inode);
    size_t index = (size_t) (buffer - buffers);

    if (index < buffer_count && buffer->inode == inode)
        return buffer;
    (void) ADD(buffers, buffer_count);
    buffer = buffers + index;
    memmove(buffer + 1, buffer, (buffer_count - 1 - index) * sizeof(*buffer));
    *buffer = (struct buffer) {.inode = inode, .size = UNKNOWN, .references = UNKNOWN};
    return buffer;
}

static _Noreturn void contradiction(const struct buffer *buffer, const char *what)
{
    fprintf(stderr, "two sources differ in the %s of buffer %" PRIu64 "\n", what, buffer->inode);
    exit(1);
}

static void take_number(const struct buffer *buffer, const char *what, uint64_t *known, uint64_t reported)
{
    if (*known == UNKNOWN)
        *known = reported;
    else if (reported != UNKNOWN && reported != *known)
        contradiction(buffer, what);
}

static void take_size(struct buffer *buffer, uint64_t reported)
{
    take_number(buffer, "size", &buffer->size, reported);
}

static void take_references(struct buffer *buffer, uint64_t reported)
{
    take_number(buffer, "reference count", &buffer->references, reported);
}

// Owns the text, which may be NULL.
static void take_exporter(struct buffer *buffer, char *reported)
{
    if (buffer->exporter == NULL)
        buffer->exporter = reported;
    else if (reported != NULL && strcmp(reported, buffer->exporter) != 0)
        contradiction(buffer, "exporter");
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

static void read_attachments(struct buffer *buffer, const char *buffer_directory)
{
    char *directory = format("%s/attachments", buffer_directory);
    size_t count;
    uint64_t *uids = numbered_entries(directory, &count);

    buffer->has_attachments = access(directory, F_OK) == 0;
    for (size_t i = 0; i < count; i++) {
        char *entry = format("%s/%" PRIu64, directory, uids[i]);
        struct attachment attachment = {
            .inode = buffer->inode,
            .order = attachment_count,
            .uid = uids[i],
            .device = device_of(entry),
            .map_counter = number_in(entry, "map_counter"),
        };

        *ADD(attachments, attachment_count) = attachment;
        free(entry);
    }
    free(uids);
    free(directory);
}

static void read_buffer(uint64_t inode)
{
    struct buffer *buffer = buffer_of(inode);
    char *directory = format(BUFFERS "/%" PRIu64, inode);
    char *exporter = content_of(directory, "exporter_name");

    if (exporter != NULL)
        remove_final_newline(exporter);
    take_exporter(buffer, exporter);
    take_size(buffer, number_in(directory, "size"));
    read_attachments(buffer, directory);
    free(directory);
}

static void read_sysfs(void)
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

// --- debugfs -------------------------------------------------------------------------------------------------------------

// The kernel pads its numbers with zeros.
enum { LEAST_DIGITS = 8 };

static const char devices_heading[] = "\n\tAttached Devices:\n";
static const char devices_end[] = "Total ";

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

// Returns the position after characters of this kind and a tab, or NULL.
static const char *behind(const char *text, const char *kind)
{
    size_t length = text == NULL ? 0 : strspn(text, kind);

    return length >= LEAST_DIGITS && text[length] == '\t' ? text + length + 1 : NULL;
}

// If this line begins the record of a buffer, SIZE FLAGS MODE COUNT EXPORTER INODE NAME, takes all but the name, and returns the
// position of the name; else NULL. No name is long enough to look like a record.
static const char *read_row(const char *line, struct buffer **buffer)
{
    static const char digits[] = "0123456789";
    static const char hex_digits[] = "0123456789abcdef";
    const char *count = behind(behind(behind(line, digits), hex_digits), hex_digits);
    const char *exporter = behind(count, digits);
    size_t length = exporter == NULL ? 0 : strcspn(exporter, "\t\n");
    const char *inode = exporter != NULL && exporter[length] == '\t' ? exporter + length + 1 : NULL;
    const char *name = behind(inode, digits);

    if (name != NULL) {
        *buffer = buffer_of(strtoull(inode, NULL, 10));
        take_size(*buffer, strtoull(line, NULL, 10));
        take_references(*buffer, strtoull(count, NULL, 10));
        take_exporter(*buffer, checked(strndup(exporter, length)));
    }
    return name;
}

// Returns the position after "fence:", or NULL if no line about a fence begins here.
static const char *fence_at(const char *text)
{
    static const char *const starts[] = {
        "\n\tkernel fence:", "\n\twrite fence:", "\n\tread fence:", "\n\tbookkeep fence:"};

    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
        if (starts_with(text, starts[i]))
            return text + strlen(starts[i]);
    }
    return NULL;
}

static bool line_at(const char *text)
{
    return fence_at(text) != NULL || starts_with(text, devices_heading);
}

// A name may contain lines that look like the next lines of the record. The name is the longest one that such a line follows.
static size_t name_length(const char *text)
{
    size_t longest = 0;

    for (size_t length = 0; length <= LONGEST_NAME && text[length] != 0; length++) {
        if (line_at(text + length))
            longest = length;
    }
    return longest;
}

// Returns the position after the name.
static const char *read_name(struct buffer *buffer, const char *text)
{
    size_t length = name_length(text);

    if (length != strlen("<none>") || !starts_with(text, "<none>"))
        buffer->name = checked(strndup(text, length));
    return text + length;
}

// Returns the length without the last word, which is separated by a space, and sets the word; -1 if there is no space.
static ssize_t without_last_word(const char *text, ssize_t length, const char **word)
{
    while (length > 0 && text[length - 1] != ' ')
        length--;
    *word = text + length;
    return length - 1;
}

// Up to Linux 6.18: DRIVER TIMELINE seq SEQNO. The name of a timeline may contain spaces and line ends.
static bool read_fence_of_6(struct fence *fence, const char *text, ssize_t length)
{
    const char *seqno, *word;
    ssize_t names;
    size_t driver;

    length = without_last_word(text, length, &seqno);
    names = without_last_word(text, length, &word);
    if (!isdigit((unsigned char) *seqno) || names < 0 || !starts_with(word, "seq "))
        return false;
    driver = strcspn(text, " ");
    if ((ssize_t) driver >= names)
        return false;
    fence->driver = checked(strndup(text, driver));
    fence->timeline = checked(strndup(text + driver + 1, (size_t) names - driver - 1));
    fence->seqno = strtoull(seqno, NULL, 10);
    return true;
}

// Later: CONTEXT:SEQNO TIMELINE DRIVER.
static bool read_fence_of_7(struct fence *fence, const char *text, ssize_t length)
{
    char *end;
    const char *driver;
    const char *timeline;

    fence->context = strtoull(text, &end, 10);
    if (end == text || *end != ':' || !isdigit((unsigned char) end[1]))
        return false;
    fence->seqno = strtoull(end + 1, &end, 10);
    if (*end != ' ')
        return false;
    timeline = end + 1;
    length = without_last_word(text, length, &driver);
    if (text + length < timeline)
        return false;
    fence->timeline = checked(strndup(timeline, (size_t) (text + length - timeline)));
    fence->driver = checked(strndup(driver, strcspn(driver, " ")));
    return true;
}

// Returns the end of a fence's line: its last word, and a line of the kernel after it.
static const char *fence_end(const char *text)
{
    static const char last[] = "signalled";

    for (const char *end = strstr(text, last); end != NULL; end = strstr(end, last)) {
        end += strlen(last);
        if (line_at(end))
            return end;
    }
    fprintf(stderr, "a fence in " BUFINFO " has no end: %.60s\n", text);
    exit(1);
}

// Reads the line about a fence that begins here. Returns the position after it.
static const char *read_fence(uint64_t inode, const char *line)
{
    const char *text = fence_at(line);
    const char *usage = line + strlen("\n\t");
    const char *end = fence_end(text);
    const char *state;
    ssize_t length = without_last_word(text, end - text, &state);
    struct fence fence = {.inode = inode, .order = fence_count, .context = UNKNOWN};

    fence.usage = checked(strndup(usage, strcspn(usage, " ")));
    fence.signaled = *state == 's';
    if (!read_fence_of_6(&fence, text, length) && !read_fence_of_7(&fence, text, length)) {
        fprintf(stderr, "a fence in " BUFINFO " has an unknown form: %.60s\n", text);
        exit(1);
    }
    *ADD(fences, fence_count) = fence;
    return end;
}

static void read_devices(const struct buffer *buffer, const char *text)
{
    while (*text == '\t') {
        size_t length = strcspn(text, "\n");

        if (!buffer->has_attachments)
            *ADD(attachments, attachment_count) = (struct attachment) {
                .inode = buffer->inode,
                .order = attachment_count,
                .uid = UNKNOWN,
                .device = checked(strndup(text + 1, length - 1)),
                .map_counter = UNKNOWN,
            };
        text += length + 1;
    }
    if (!starts_with(text, devices_end)) {
        fprintf(stderr, "the devices of buffer %" PRIu64 " have no end\n", buffer->inode);
        exit(1);
    }
}

static void read_bufinfo(void)
{
    char *text = content(BUFINFO);

    if (text == NULL)
        die(BUFINFO);
    for (const char *line = text; line != NULL; line = strchr(line, '\n'), line += line != NULL) {
        struct buffer *buffer = NULL;
        const char *name = read_row(line, &buffer);

        if (name != NULL) {
            line = read_name(buffer, name);
            while (fence_at(line) != NULL)
                line = read_fence(buffer->inode, line);
            line += strlen(devices_heading);
            read_devices(buffer, line);
        }
    }
    free(text);
}

// --- processes -----------------------------------------------------------------------------------------------------------

#define LINK_START "/dmabuf:"

// Returns whether the file behind a link is a buffer, which the type of its file system shows, with its inode and size. The name
// is checked first, so that statfs is not called on other files, which may be remote.
static bool is_buffer(const char *link, struct stat *status)
{
    char *path = target(link);
    bool candidate = path != NULL && starts_with(path, LINK_START);
    struct statfs file_system;

    free(path);
    return candidate && statfs(link, &file_system) == 0 && file_system.f_type == DMA_BUF_MAGIC && stat(link, status) == 0;
}

// The kernel writes the name last and without escapes. So the first line with a key is the true one, and the name extends to
// the end.
static void read_fdinfo(struct buffer *buffer, const char *path)
{
    char *text = content(path);
    const char *size = text == NULL ? NULL : strstr(text, "\nsize:\t");
    const char *count = text == NULL ? NULL : strstr(text, "\ncount:\t");
    const char *exporter = text == NULL ? NULL : strstr(text, "\nexp_name:\t");
    const char *name = text == NULL ? NULL : strstr(text, "\nname:\t");

    buffer->has_fdinfo = text != NULL;
    if (size != NULL)
        take_size(buffer, strtoull(size + strlen("\nsize:\t"), NULL, 10));
    if (count != NULL)
        take_references(buffer, strtoull(count + strlen("\ncount:\t"), NULL, 10));
    if (exporter != NULL) {
        exporter += strlen("\nexp_name:\t");
        take_exporter(buffer, checked(strndup(exporter, strcspn(exporter, "\n"))));
    }
    if (name != NULL) {
        free(buffer->name);
        buffer->name = checked(strdup(name + strlen("\nname:\t")));
        remove_final_newline(buffer->name);
    }
    free(text);
}

static void read_fd(uint64_t pid, const char *task, uint64_t fd)
{
    char *fd_path = format("%s/fd/%" PRIu64, task, fd);
    char *fdinfo_path = format("%s/fdinfo/%" PRIu64, task, fd);
    struct stat status;

    if (is_buffer(fd_path, &status)) {
        struct buffer *buffer = buffer_of(status.st_ino);

        *ADD(uses, use_count) = (struct use) {.inode = buffer->inode, .pid = pid, .place = fd};
        if (!buffer->has_fdinfo)
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

// The name of a buffer that is mapped and may be in no other file. Unlike maps, the link has no escapes.
static void read_mapped(struct buffer *buffer, const char *link, const struct stat *status)
{
    char *path = target(link);

    take_size(buffer, (uint64_t) status->st_size);
    if (buffer->name == NULL && path != NULL && starts_with(path, LINK_START) && path[strlen(LINK_START)] != 0)
        buffer->name = checked(strdup(path + strlen(LINK_START)));
    free(path);
}

// START-END PERMISSIONS OFFSET MAJOR:MINOR INODE PATH. Each thread has a directory /proc/TID, too.
static void read_mapping(uint64_t pid, const char *tid, const char *row)
{
    uint64_t start, end, offset, inode;
    int path = 0;
    char *link;
    struct stat status;

    if (sscanf(row, "%" SCNx64 "-%" SCNx64 " %*s %" SCNx64 " %*s %" SCNu64 " %n", &start, &end, &offset, &inode, &path) < 4
        || !starts_with(row + path, LINK_START))
        return;
    link = format("/proc/%s/map_files/%" PRIx64 "-%" PRIx64, tid, start, end);
    if (is_buffer(link, &status) && status.st_ino == inode) {
        read_mapped(buffer_of(inode), link, &status);
        *ADD(uses, use_count) = (struct use) {
            .inode = inode,
            .pid = pid,
            .mapping = true,
            .place = start,
            .offset = offset,
            .length = end - start,
        };
    }
    free(link);
}

// Returns whether there were any.
static bool read_mappings(uint64_t pid, const char *task)
{
    char *text = content_of(task, "maps");
    char *rest = text;
    bool any = text != NULL && *text != 0;
    const char *row;

    while ((row = strsep(&rest, "\n")) != NULL)
        read_mapping(pid, strrchr(task, '/') + 1, row);
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

// --- figures -------------------------------------------------------------------------------------------------------------

static int compare(uint64_t left, uint64_t right)
{
    return (left > right) - (left < right);
}

// Orders by buffer, process, descriptors before mappings, and position.
static int by_use(const void *a, const void *b)
{
    const struct use *left = a;
    const struct use *right = b;

    if (left->inode != right->inode)
        return compare(left->inode, right->inode);
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
        qsort(uses, use_count, sizeof(*uses), by_use);
    for (size_t i = 0; i < use_count; i++) {
        if (kept == 0 || by_use(&uses[kept - 1], &uses[i]) != 0)
            uses[kept++] = uses[i];
    }
    use_count = kept;
}

static int by_attachment(const void *a, const void *b)
{
    const struct attachment *left = a;
    const struct attachment *right = b;

    return left->inode != right->inode ? compare(left->inode, right->inode) : compare(left->order, right->order);
}

static int by_fence(const void *a, const void *b)
{
    const struct fence *left = a;
    const struct fence *right = b;

    return left->inode != right->inode ? compare(left->inode, right->inode) : compare(left->order, right->order);
}

// Orders attachments and fences as the buffers are, and those of a buffer as they were read.
static void sort_lines(void)
{
    if (attachment_count > 0)
        qsort(attachments, attachment_count, sizeof(*attachments), by_attachment);
    if (fence_count > 0)
        qsort(fences, fence_count, sizeof(*fences), by_fence);
}

// Whether this is the first use of a buffer by a process.
static bool begins_hold(size_t use)
{
    return use == 0 || uses[use].inode != uses[use - 1].inode || uses[use].pid != uses[use - 1].pid;
}

static void count_holders(void)
{
    for (size_t i = 0; i < use_count; i++)
        find_buffer(uses[i].inode)->holders += begins_hold(i);
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
    const struct buffer *buffer = find_buffer(uses[use].inode);
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

// A byte that is not of a character is printed as the commands do: as one half of a surrogate pair.
static void print_character(const unsigned char *text, size_t length)
{
    if (length == 0)
        printf("\\udc%02x", *text);
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
static size_t print_holders(uint64_t inode, size_t use)
{
    size_t first = use;

    printf("\"holders\":[");
    while (use < use_count && uses[use].inode == inode) {
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

static size_t print_attachments(uint64_t inode, size_t attachment)
{
    size_t first = attachment;

    printf("\"attachments\":[");
    for (; attachment < attachment_count && attachments[attachment].inode == inode; attachment++) {
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

static size_t print_fences(uint64_t inode, size_t fence)
{
    size_t first = fence;

    printf("\"fences\":[");
    for (; fence < fence_count && fences[fence].inode == inode; fence++) {
        print_comma_unless(fence == first);
        putchar('{');
        print_string_of("usage", fences[fence].usage);
        putchar(',');
        print_string_of("driver", fences[fence].driver);
        putchar(',');
        print_string_of("timeline", fences[fence].timeline);
        putchar(',');
        print_number_of("context", fences[fence].context);
        putchar(',');
        print_number_of("seqno", fences[fence].seqno);
        printf(",\"signaled\":%s}", fences[fence].signaled ? "true" : "false");
    }
    putchar(']');
    return fence;
}

static void print_buffers(void)
{
    size_t use = 0;
    size_t attachment = 0;
    size_t fence = 0;

    printf("\"buffers\":[");
    for (const struct buffer *buffer = buffers; buffer < buffers + buffer_count; buffer++) {
        print_comma_unless(buffer == buffers);
        printf("{\"inode\":%" PRIu64 ",", buffer->inode);
        print_number_of("size", buffer->size);
        putchar(',');
        print_string_of("exporter", buffer->exporter);
        putchar(',');
        print_string_of("name", buffer->name);
        putchar(',');
        print_number_of("references", buffer->references);
        putchar(',');
        use = print_holders(buffer->inode, use);
        putchar(',');
        attachment = print_attachments(buffer->inode, attachment);
        putchar(',');
        fence = print_fences(buffer->inode, fence);
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

// An exporter that is not known is first.
static int by_exporter(const void *a, const void *b)
{
    const struct buffer *const *left = a;
    const struct buffer *const *right = b;

    if ((*left)->exporter == NULL || (*right)->exporter == NULL)
        return ((*left)->exporter != NULL) - ((*right)->exporter != NULL);
    return strcmp((*left)->exporter, (*right)->exporter);
}

static void print_exporters(void)
{
    const struct buffer **sorted = NULL;
    size_t count = 0;
    size_t end;

    for (size_t i = 0; i < buffer_count; i++)
        *ADD(sorted, count) = &buffers[i];
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

    return order != 0 ? order : compare(left->inode, right->inode);
}

static void print_device(const struct attachment *first, const struct attachment *end)
{
    uint64_t distinct = 0;
    uint64_t size = 0;
    uint64_t map_counter = 0;

    for (const struct attachment *each = first; each < end; each++) {
        if (each == first || each->inode != each[-1].inode) {
            distinct++;
            size += known_size(find_buffer(each->inode));
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

static void print_sum(const char *key, bool known, uint64_t count, uint64_t size)
{
    if (known)
        printf(",\"%s\":{\"buffers\":%" PRIu64 ",\"size\":%" PRIu64 "}", key, count, size);
    else
        printf(",\"%s\":null", key);
}

static void print_totals(const struct sources *sources)
{
    bool all_buffers = sources->sysfs || sources->debugfs;
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
    printf("\"totals\":{\"buffers\":%zu,\"size\":%" PRIu64, buffer_count, user_size + kernel_size);
    print_sum("userSpace", sources->procfs, user_count, user_size);
    print_sum("kernelOnly", sources->procfs && all_buffers, buffer_count - user_count, kernel_size);
    printf(",\"unknownSize\":%" PRIu64 "}", unknown);
}

static struct sources chosen(char **names)
{
    struct sources sources = {false};

    if (*names == NULL)
        return (struct sources) {
            .sysfs = access(BUFFERS, R_OK) == 0, .debugfs = access(BUFINFO, R_OK) == 0, .procfs = true};
    for (; *names != NULL; names++) {
        sources.sysfs |= strcmp(*names, "sysfs") == 0;
        sources.debugfs |= strcmp(*names, "debugfs") == 0;
        sources.procfs |= strcmp(*names, "procfs") == 0;
    }
    return sources;
}

static void read_all(const struct sources *sources)
{
    if (sources->sysfs)
        read_sysfs();
    if (sources->debugfs)
        read_bufinfo();
    if (sources->procfs)
        read_processes();
    sort_uses();
    sort_lines();
    count_holders();
    for (size_t i = 0; i < use_count; i++)
        count_for_process(i);
}

int main(int argc, char **argv)
{
    struct sources sources = chosen(argv + (argc > 0));

    read_all(&sources);
    putchar('{');
    print_buffers();
    printf(",\n");
    print_processes();
    printf(",\n");
    print_exporters();
    printf(",\n");
    print_devices();
    printf(",\n");
    print_totals(&sources);
    printf("}\n");
    return fflush(stdout) == 0 ? 0 : 1;
}
