// Runs Lisp forms in SBCL so that equal inputs give equal bytes. Source: lisp_run.h.
#include "images/tools/lisp/lisp_run.h"

#include <unistd.h>

#include <cstdlib>
#include <system_error>

#include "images/tools/files/failure.h"
#include "images/tools/files/file_bytes.h"
#include "images/tools/lisp/emulation.h"

namespace lambda::images {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLogBytesMax = 1u << 26;

// Removes its file. What Lisp says is small, and wanted only as text.
class LogFile {
 public:
  LogFile() {
    std::string name = (fs::temp_directory_path() / "lisp-XXXXXX").string();
    const int file = ::mkstemp(name.data());
    if (file >= 0) ::close(file);
    path_ = name;
  }
  ~LogFile() {
    std::error_code ignored;  // A log left behind in the temporary folder harms nobody.
    fs::remove(path_, ignored);
  }
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace

Process lisp_process(const LispRun& run, const std::string& path) {
  Process process;
  process.environment = {{"HOME", "/nonexistent"},
                         {"PATH", path},
                         {"SBCL_HOME", run.modules.parent_path()}};
  process.words = emulator_of(run.architecture);
  if (process.words.empty()) {
    process.environment["LD_PRELOAD"] = run.frozen_clock;
  } else {  // For the program alone: the emulator is of another processor.
    process.words.insert(process.words.end(), {"-E", "LD_PRELOAD=" + run.frozen_clock.string()});
  }
  process.words.insert(process.words.end(),
                       {run.program, "--core", run.core, "--noinform", "--disable-ldb",
                        "--dynamic-space-size", "2GB", "--end-runtime-options", "--no-sysinit",
                        "--no-userinit", "--disable-debugger"});
  for (const std::string& form : run.forms) {
    process.words.insert(process.words.end(), {"--eval", form});
  }
  process.words.push_back("--quit");
  process.has_fixed_addresses = true;
  return process;
}

std::expected<std::string, Error> run_lisp(const LispRun& run) {
  const LogFile log;
  const char* path = std::getenv("PATH");
  Process process = lisp_process(run, path == nullptr ? "/usr/bin:/bin" : path);
  process.log = log.path();
  const auto status = run_process(process);
  if (!status) {
    return failure(status.error().type,
                   status.error().message + " Lisp for arm64 runs under an emulator: install it and "
                                            "arm64's C library (Debian: apt-get install qemu-user "
                                            "libc6-arm64-cross).");
  }
  auto said = read_file(log.path(), kLogBytesMax);
  if (!said || *status == 0) return said;
  return failure("Lisp.Failed",
                 *said + "Lisp ended with status " + std::to_string(*status) + ".");
}

}  // namespace lambda::images
