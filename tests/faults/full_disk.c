/* Loaded into a server before the C library: while the file that FULL_DISK names is there, no file of a database grows.
   What lies within a file's size is written as on a real disk, where it has its blocks already. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static int is_full(int fd, off_t end) {
  const char *flag = getenv("FULL_DISK");
  char link[64], path[4096];
  struct stat about;
  ssize_t length;
  int before = errno, full = 0;
  if (flag && access(flag, F_OK) == 0 && fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && end > about.st_size) {
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, sizeof path - 1);
    if (length > 0) {
      path[length] = 0;
      full = strstr(path, "/base/") != NULL;
    }
  }
  errno = before;
  return full;
}

static off_t total(const struct iovec *parts, int count) {
  off_t sum = 0;
  for (int i = 0; i < count; i++) sum += parts[i].iov_len;
  return sum;
}

typedef ssize_t (*Write)(int, const void *, size_t, off_t);
typedef ssize_t (*WriteParts)(int, const struct iovec *, int, off_t);
typedef int (*Allocate)(int, off_t, off_t);

/* Asked for once: every write of the server comes through here. */
#define NEXT(type, name) \
  static type next; \
  if (!next) next = (type)dlsym(RTLD_NEXT, name);
#define REFUSE(fd, end) \
  if (is_full(fd, end)) { errno = ENOSPC; return -1; }

#define WRITE(name) \
  ssize_t name(int fd, const void *from, size_t size, off_t at) { \
    REFUSE(fd, at + (off_t)size) \
    NEXT(Write, #name) \
    return next(fd, from, size, at); \
  }
#define WRITE_PARTS(name) \
  ssize_t name(int fd, const struct iovec *parts, int count, off_t at) { \
    REFUSE(fd, at + total(parts, count)) \
    NEXT(WriteParts, #name) \
    return next(fd, parts, count, at); \
  }
#define ALLOCATE(name) \
  int name(int fd, off_t at, off_t size) { \
    if (is_full(fd, at + size)) return ENOSPC; \
    NEXT(Allocate, #name) \
    return next(fd, at, size); \
  }

WRITE(pwrite)
WRITE(pwrite64)
WRITE_PARTS(pwritev)
WRITE_PARTS(pwritev64)
ALLOCATE(posix_fallocate)
ALLOCATE(posix_fallocate64)
