// Runs Lisp forms in SBCL so that equal inputs give equal bytes. Source: lisp_run.h.
#include "images/tools/lisp/lisp_run.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>

#include "core/errors/error.h"
#include "core/files/file_bytes.h"
#include "images/tools/lisp/emulation.h"
#include "images/tools/lisp/fixed_folder.h"

namespace lambda::images {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLogBytesMax = 1u << 26;

std::expected<void, Error> copy_whole(const fs::path& from, const fs::path& to) {
  std::error_code problem;
  fs::create_directories(to.parent_path(), problem);
  const auto options = fs::copy_options::recursive | fs::copy_options::overwrite_existing;
  if (!problem) {
    fs::copy(from, to, options, problem);
  }
  if (!problem) {
    return {};
  }
  return failure("Lisp.Files",
                 from.string() + ": " + problem.message() + " (copied to " + to.string() + ").");
}

// Lisp notes when each source was written, and a saved core and a fasl keep it.
std::expected<void, Error> set_fixed_time(const fs::path& file) {
  constexpr timespec kTime = {.tv_sec = 1577836800, .tv_nsec = 0};  // As frozen_clock.cpp has it.
  const std::array<timespec, 2> times = {kTime, kTime};
  if (::utimensat(AT_FDCWD, file.c_str(), times.data(), 0) == 0) {
    return {};
  }
  return failure("Lisp.Files", file.string() + ": " + std::strerror(errno) + " (its time is set).");
}

std::expected<void, Error> copy_input(const fs::path& from, const fs::path& to) {
  if (auto copied = copy_whole(from, to); !copied) {
    return copied;
  }
  if (!fs::is_directory(to)) {
    return set_fixed_time(to);
  }
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(to)) {
    if (auto set = set_fixed_time(entry.path()); !set) {
      return set;
    }
  }
  return {};
}

}  // namespace

Process lisp_process(const LispRun& run, const std::string& path) {
  Process process;
  process.environment = {
      {"HOME", "/nonexistent"}, {"PATH", path}, {"SBCL_HOME", run.modules.parent_path()}};
  process.words = emulator_of(run.architecture);
  if (process.words.empty()) {
    process.environment["LD_PRELOAD"] = run.frozen_clock;
  } else {  // For the program alone: the emulator is of another processor.
    process.words.insert(process.words.end(), {"-E", "LD_PRELOAD=" + run.frozen_clock.string()});
  }
  process.words.insert(
      process.words.end(),
      {run.program, "--core", run.core, "--noinform", "--disable-ldb", "--dynamic-space-size",
       "2GB", "--end-runtime-options", "--no-sysinit", "--no-userinit", "--disable-debugger"});
  for (const std::string& form : run.forms) {
    process.words.insert(process.words.end(), {"--eval", form});
  }
  process.words.push_back("--quit");
  process.has_fixed_addresses = true;
  return process;
}

std::expected<std::string, Error> run_lisp(const LispRun& run) {
  const auto folder = FixedFolder::take("lisp-" + run.architecture);
  if (!folder) {
    return std::unexpected(folder.error());
  }
  for (const fs::path& input : run.inputs) {
    if (auto copied = copy_input(input, folder->path() / input); !copied) {
      return std::unexpected(copied.error());
    }
  }
  const char* path = std::getenv("PATH");
  Process process = lisp_process(run, path == nullptr ? "/usr/bin:/bin" : path);
  process.folder = folder->path();
  process.log = folder->path() / "log";
  const auto status = run_process(process);
  if (!status) {
    return failure(status.error().type,
                   status.error().message +
                       " Lisp for arm64 runs under an emulator: install it and arm64's C library "
                       "(Debian: apt-get install qemu-user libc6-arm64-cross).");
  }
  auto said = read_file(process.log, kLogBytesMax);
  if (!said) {
    return said;
  }
  if (*status != 0) {
    return failure("Lisp.Failed",
                   *said + "Lisp ended with status " + std::to_string(*status) + ".");
  }
  for (const LispOutput& output : run.outputs) {
    const fs::path made = folder->path() / output.name;
    if (auto copied = copy_whole(made, fs::absolute(output.file)); !copied) {
      return std::unexpected(copied.error());
    }
  }
  return said;
}

}  // namespace lambda::images
