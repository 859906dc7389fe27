// How much memory a process uses, as the kernel tells.
#include "emulator/process/memory_use.h"

#include <charconv>
#include <format>
#include <fstream>
#include <iterator>
#include <string>

namespace lambda::emulator {
namespace {

/// Of the line "NAME:   123 kB"; 0 when it is not there.
std::uint64_t kilobytes(std::string_view status, std::string_view name) {
  std::size_t at = status.starts_with(name) ? 0 : status.find("\n" + std::string(name));
  if (at == std::string_view::npos) {
    return 0;
  }
  at = status.find_first_of("0123456789\n", at + 1 + name.size());
  if (at == std::string_view::npos) {
    return 0;
  }
  std::uint64_t value = 0;
  std::from_chars(status.data() + at, status.data() + status.size(), value);
  return value;
}

}  // namespace

MemoryUse parse_memory_use(std::string_view status) {
  return {.peak = kilobytes(status, "VmHWM:"),
          .file = kilobytes(status, "RssFile:"),
          .own = kilobytes(status, "RssAnon:") + kilobytes(status, "RssShmem:")};
}

MemoryUse memory_use_of(pid_t process) {
  std::ifstream file(std::format("/proc/{}/status", process));
  const std::string status((std::istreambuf_iterator<char>(file)), {});
  return parse_memory_use(status);
}

}  // namespace lambda::emulator
