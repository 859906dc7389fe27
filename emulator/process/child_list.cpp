// Names the children of the calling process, without memory of its own: for use after fork().
#include "emulator/process/child_list.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace lambda::emulator {
namespace {

constexpr std::size_t kBytes = 4096;
// getdents64(2): inode and offset, 8 bytes each; the entry's length; its type; its name.
constexpr std::size_t kLengthAt = 16;
constexpr std::size_t kNameAt = 19;

ssize_t read_again(int fd, char* buffer, std::size_t bytes) {
  ssize_t got = 0;
  do {
    got = ::read(fd, buffer, bytes);
  } while (got < 0 && errno == EINTR);
  return got;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Of "PID (NAME) STATE PARENT …", where NAME may hold anything; 0 when there is none.
pid_t parent_in_stat(const char* stat) {
  const char* name_end = std::strrchr(stat, ')');
  if (name_end == nullptr || std::strlen(name_end) < 4) {
    return 0;
  }
  return static_cast<pid_t>(std::strtol(name_end + 4, nullptr, 10));
}

/// `process` is the name of its folder.
pid_t parent_of(int proc, const char* process) {
  char path[64] = {};
  const std::size_t length = std::strlen(process);
  if (length + sizeof "/stat" > sizeof path) {
    return 0;
  }
  std::memcpy(path, process, length);
  std::memcpy(path + length, "/stat", sizeof "/stat");
  const int fd = ::openat(proc, path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return 0;
  }
  char stat[kBytes] = {};
  const ssize_t got = read_again(fd, stat, sizeof stat - 1);
  ::close(fd);
  return got <= 0 ? 0 : parent_in_stat(stat);
}

}  // namespace

bool visit_own_children(ChildVisitor visit, void* context) {
  const int fd = ::open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return false;
  }
  char buffer[kBytes];
  pid_t child = 0;
  for (ssize_t got = 0; (got = read_again(fd, buffer, sizeof buffer)) > 0;) {
    for (ssize_t i = 0; i < got; ++i) {
      if (is_digit(buffer[i])) {
        child = child * 10 + (buffer[i] - '0');
      } else if (child != 0) {
        visit(child, context);
        child = 0;
      }
    }
  }
  if (child != 0) {
    visit(child, context);
  }
  ::close(fd);
  return true;
}

bool visit_all_children(ChildVisitor visit, void* context) {
  const int proc = ::open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (proc < 0) {
    return false;
  }
  const pid_t self = ::getpid();
  alignas(std::uint64_t) char buffer[kBytes];
  for (long got = 0; (got = ::syscall(SYS_getdents64, proc, buffer, sizeof buffer)) > 0;) {
    for (long at = 0; at < got;) {
      std::uint16_t length = 0;
      std::memcpy(&length, buffer + at + kLengthAt, sizeof length);
      const char* name = buffer + at + kNameAt;
      if (is_digit(name[0]) && parent_of(proc, name) == self) {
        visit(static_cast<pid_t>(std::strtol(name, nullptr, 10)), context);
      }
      at += length;
    }
  }
  ::close(proc);
  return true;
}

}  // namespace lambda::emulator
