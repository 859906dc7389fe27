// Files in memory, by memfd_create(2).
#include "core/process/memory_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace lambda {
namespace {

constexpr int kLowestDescriptor = 10;

}  // namespace

UniqueFd memory_file(std::string_view content) {
  const UniqueFd low(::memfd_create("lambda", MFD_CLOEXEC));
  if (!low.is_open()) {
    return {};
  }
  UniqueFd file(::fcntl(low.get(), F_DUPFD_CLOEXEC, kLowestDescriptor));
  for (std::size_t done = 0; file.is_open() && done < content.size();) {
    const ssize_t count = ::write(file.get(), content.data() + done, content.size() - done);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      const int reason = errno;
      file.reset();
      errno = reason;
      return file;
    }
    done += static_cast<std::size_t>(count);
  }
  if (file.is_open()) {
    ::lseek(file.get(), 0, SEEK_SET);
  }
  return file;
}

std::expected<std::string, Error> read_memory_file(const UniqueFd& file, std::size_t bytes_max) {
  struct stat about{};
  if (::fstat(file.get(), &about) != 0) {
    return failure("File.Unreadable", std::strerror(errno));
  }
  if (static_cast<std::size_t>(about.st_size) > bytes_max) {
    return failure("File.TooLarge", std::to_string(about.st_size) + " bytes");
  }
  std::string text(static_cast<std::size_t>(about.st_size), '\0');
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t count =
        ::pread(file.get(), text.data() + done, text.size() - done, static_cast<off_t>(done));
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      return failure("File.Unreadable", "It became shorter while it was read.");
    }
    done += static_cast<std::size_t>(count);
  }
  return text;
}

}  // namespace lambda
