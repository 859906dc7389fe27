// Finds the program to run, and explains in advance why it cannot run.
#include "emulator/process/bootstrap_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <format>
#include <fstream>
#include <string_view>

#include "core/elf/elf_header.h"

namespace lambda::emulator {
namespace {

// A linker puts the program headers and the loader's path at the beginning.
constexpr std::size_t kBytesRead = 64 * 1024;

std::unexpected<Error> refusal(std::string message) {
  return std::unexpected(Error{"Runtime.InvalidEntrypoint", std::move(message)});
}

/// Why `path` is not an executable file; empty when it is one.
std::string file_fault(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    return std::strerror(errno);
  }
  if (S_ISDIR(status.st_mode)) {
    return "is a folder";
  }
  if (!S_ISREG(status.st_mode)) {
    return "is not a regular file";
  }
  if (::access(path.c_str(), X_OK) != 0) {
    return "is not executable";
  }
  return "";
}

std::string machine_name(std::uint16_t machine) {
  if (machine == kMachineX86_64) {
    return "x86_64";
  }
  if (machine == kMachineArm64) {
    return "arm64";
  }
  return std::format("another processor (ELF machine {})", machine);
}

/// Whether the kernel hands programs for that processor to an emulator such as QEMU.
bool has_binfmt_handler(std::uint16_t machine) {
  const std::string_view name = machine == kMachineArm64 ? "aarch64" : "x86_64";
  return ::access(std::format("/proc/sys/fs/binfmt_misc/qemu-{}", name).c_str(), F_OK) == 0;
}

std::expected<void, Error> check_elf(const std::string& path, std::string_view bytes) {
  const auto header = read_elf_header(bytes);
  if (!header && header.error().type == "Elf.Unsupported") {
    return refusal(std::format(
        "{} is not a 64-bit little-endian program. Build it for x86_64 or arm64.", path));
  }
  if (!header) {
    return refusal(
        std::format("{} is a damaged program: its ELF header is cut. Build it again.", path));
  }
  if (header->machine != kOwnMachine) {
    if (has_binfmt_handler(header->machine)) {
      return {};
    }
    return refusal(std::format(
        "{} is a program for {}, but this emulator runs on {}. Build it for {}, or run it in an "
        "image for {}.",
        path, machine_name(header->machine), machine_name(kOwnMachine), machine_name(kOwnMachine),
        machine_name(header->machine)));
  }
  if (header->loader && ::access(header->loader->c_str(), X_OK) != 0) {
    return refusal(std::format(
        "{} needs the loader {}, which is not here. Link it statically (the musl platform), or run "
        "it on a base image that has this loader.",
        path, *header->loader));
  }
  return {};
}

std::expected<void, Error> check_script(const std::string& path, std::string_view bytes) {
  std::string_view line = bytes.substr(2, bytes.find('\n') - 2);
  while (line.starts_with(' ')) {
    line.remove_prefix(1);
  }
  const std::string interpreter(line.substr(0, line.find_first_of(" \t\r")));
  if (::access(interpreter.c_str(), X_OK) != 0) {
    return refusal(std::format(
        "{} is a script for \"{}\", which is not here or not executable. Correct its first line.",
        path, interpreter));
  }
  return {};
}

/// Empty when it cannot be read.
std::string first_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes(kBytesRead, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

}  // namespace

std::vector<std::string> bootstrap_candidates(const std::string& task_root,
                                              const std::string& layer_root) {
  return {task_root + "/bootstrap", layer_root + "/bootstrap", "/var/runtime/bootstrap"};
}

std::expected<std::string, Error> find_bootstrap(const std::vector<std::string>& candidates) {
  std::string tried;
  for (const std::string& candidate : candidates) {
    const std::string fault = file_fault(candidate);
    if (fault.empty()) {
      return candidate;
    }
    tried += std::format("\n  {}: {}", candidate, fault);
  }
  return refusal(std::format(
      "Couldn't find valid bootstrap(s).{}\nPut the function's program there, executable (chmod "
      "+x), or name it with --bootstrap PATH.",
      tried));
}

std::expected<void, Error> check_bootstrap(const std::string& path) {
  if (const std::string fault = file_fault(path); !fault.empty()) {
    return refusal(std::format("The bootstrap {}: {}. {}", path, fault,
                               fault == "is not executable" ? "Make it so: chmod +x " + path
                                                            : "Name a program: --bootstrap PATH."));
  }
  const std::string bytes = first_bytes(path);
  // A program may be executable and yet not readable: then only exec can tell.
  if (bytes.empty() && ::access(path.c_str(), R_OK) != 0) {
    return {};
  }
  if (is_elf(bytes)) {
    return check_elf(path, bytes);
  }
  if (bytes.starts_with("#!")) {
    return check_script(path, bytes);
  }
  return refusal(std::format(
      "{} is neither a program (ELF) nor a script (#!). Name the linked program, not its source "
      "or archive.",
      path));
}

std::optional<std::uint16_t> elf_machine_of(const std::string& path) {
  const auto header = read_elf_header(first_bytes(path));
  if (!header) {
    return std::nullopt;
  }
  return header->machine;
}

}  // namespace lambda::emulator
