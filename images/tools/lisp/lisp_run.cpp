// Runs Lisp forms in SBCL so that equal inputs give equal bytes.
#include "images/tools/lisp/lisp_run.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "core/errors/error.h"
#include "core/files/file_bytes.h"
#include "core/process/find_on_path.h"
#include "core/process/run_program.h"
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

Program lisp_program(const LispRun& run, const std::string& path) {
  Program program;
  program.inherits_environment = false;
  program.environment = {
      {"HOME", "/nonexistent"}, {"PATH", path}, {"SBCL_HOME", run.modules.parent_path()}};
  program.words = emulator_of(run.architecture);
  if (program.words.empty()) {
    program.environment["LD_PRELOAD"] = run.frozen_clock;
  } else {  // For the program alone: the emulator is of another processor.
    program.words.insert(program.words.end(), {"-E", "LD_PRELOAD=" + run.frozen_clock.string()});
  }
  program.words.insert(
      program.words.end(),
      {run.program, "--core", run.core, "--noinform", "--disable-ldb", "--dynamic-space-size",
       "2GB", "--end-runtime-options", "--no-sysinit", "--no-userinit", "--disable-debugger"});
  for (const std::string& form : run.forms) {
    program.words.insert(program.words.end(), {"--eval", form});
  }
  program.words.push_back("--quit");
  program.limit = kNoLimit;
  program.has_answer_file = false;
  program.has_fixed_addresses = true;
  return program;
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
  Program program = lisp_program(run, own_path());
  program.folder = folder->path();
  program.output_file = folder->path() / "log";
  program.error_file = program.output_file;
  const auto end = run_program(program);
  if (!end) {
    return failure(end.error().type,
                   end.error().message +
                       " Lisp for arm64 runs under an emulator: install it and arm64's C library "
                       "(Debian: apt-get install qemu-user libc6-arm64-cross).");
  }
  auto said = read_file(program.output_file, kLogBytesMax);
  if (!said) {
    return said;
  }
  if (end->status != 0) {
    return failure("Lisp.Failed",
                   *said + "Lisp ended with status " + std::to_string(end->status) + ".");
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
