// The verbs of the program `lisp`. Source: lisp_verbs.h.
#include "images/tools/lisp/lisp_verbs.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <system_error>

#include "images/tools/files/failure.h"
#include "images/tools/files/file_bytes.h"
#include "images/tools/lisp/lisp_run.h"
#include "images/tools/lisp/sbcl_build.h"

namespace lambda::images {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kFaslBytesMax = 1u << 28;

// One build at a time in the one folder, which is the same on every machine since its name enters
// what is built. In Bazel's sandbox it is private anyhow. Removed at the end.
class BuildFolder {
 public:
  explicit BuildFolder(const std::string& architecture)
      : path_(fs::temp_directory_path() / ("sbcl-" + architecture)),
        lock_(::open((path_.string() + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    ::flock(lock_, LOCK_EX);
    clear();
  }
  ~BuildFolder() {
    clear();
    ::close(lock_);
  }
  BuildFolder(const BuildFolder&) = delete;
  BuildFolder& operator=(const BuildFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  void clear() {
    std::error_code ignored;  // What cannot be removed is found when the source is copied.
    fs::remove_all(path_, ignored);
  }
  fs::path path_;
  int lock_;
};

std::expected<void, Error> copy_part(const fs::path& from, const fs::path& to) {
  std::error_code problem;
  fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::overwrite_existing, problem);
  if (!problem) return {};
  return failure("File.Unwritable", to.string() + ": " + problem.message());
}

// What is given from the folder the program was started in, and used from another.
std::vector<std::string> with_absolute_program(std::vector<std::string> words) {
  if (!words.empty()) words.front() = fs::absolute(words.front());
  return words;
}

std::expected<void, Error> run_sbcl(const Arguments& arguments) {
  const std::string architecture = arguments.one("architecture");
  const BuildFolder folder(architecture);
  const auto parts = build_sbcl(
      {.source = fs::absolute(arguments.one("source")).parent_path(),
       .version = arguments.one("version"),
       .architecture = architecture,
       .compiler = with_absolute_program(arguments.all("compiler")),
       .linker = with_absolute_program(arguments.all("linker")),
       .target_program = fs::absolute(arguments.one("target-program")),
       .log = fs::absolute(arguments.one("log"))},
      folder.path());
  if (!parts) return std::unexpected(parts.error());
  for (const auto& [from, option] : {std::pair{parts->object, "object"},
                                     std::pair{parts->runtime, "runtime"},
                                     std::pair{parts->core, "core"},
                                     std::pair{parts->modules, "modules"}}) {
    if (auto copied = copy_part(from, arguments.one(option)); !copied) return copied;
  }
  return {};
}

std::expected<void, Error> run_forms(const Arguments& arguments) {
  const auto said = run_lisp({.architecture = arguments.one("architecture"),
                              .program = arguments.one("program"),
                              .core = arguments.one("core"),
                              .modules = arguments.one("modules"),
                              .frozen_clock = arguments.one("frozen-clock"),
                              .forms = arguments.all("form")});
  if (!said) return std::unexpected(said.error());
  if (said->contains("WARNING")) std::cerr << *said;
  return {};
}

std::expected<void, Error> join_files(const Arguments& arguments) {
  std::string joined;
  for (const std::string& file : arguments.operands()) {
    const auto bytes = read_file(file, kFaslBytesMax);
    if (!bytes) return std::unexpected(bytes.error());
    if (!bytes->starts_with("# FASL")) {
      return failure("Lisp.NotFasl", file + " is no compiled Lisp file of SBCL, which begins with "
                                            "\"# FASL\". Name a lisp_library.");
    }
    joined += *bytes;
  }
  return write_file(arguments.one("out"), joined);
}

Verb sbcl_verb() {
  return {.name = "sbcl",
          .purpose = "Builds SBCL from its source.",
          .operands = "",
          .options = {{"source", "FILE", "make.sh, in the source's folder", true},
                      {"version", "V", "the source's version", true},
                      {"architecture", "A", "x86_64 or arm64", true},
                      {"compiler", "WORD", "the C compiler, then its words", true, true},
                      {"linker", "WORD", "what joins objects, then its words", true, true},
                      {"target-program", "FILE", "stands in as the compiler", true},
                      {"object", "FILE", "gets sbcl.o", true},
                      {"runtime", "FILE", "gets the program", true},
                      {"core", "FILE", "gets the core", true},
                      {"modules", "FOLDER", "gets the contributed modules", true},
                      {"log", "FILE", "gets what make.sh says", true}},
          .run = run_sbcl};
}

Verb run_verb() {
  return {.name = "run",
          .purpose = "Evaluates Lisp forms, with clocks, environment and addresses fixed.",
          .operands = "",
          .options = {{"architecture", "A", "x86_64 or arm64", true},
                      {"program", "FILE", "SBCL, or a program linked with it", true},
                      {"core", "FILE", "the core to start with", true},
                      {"modules", "FOLDER", "the contributed modules", true},
                      {"frozen-clock", "FILE", "the library that stops the clocks", true},
                      {"form", "FORM", "is read and evaluated", true, true}},
          .run = run_forms};
}

Verb join_verb() {
  return {.name = "join",
          .purpose = "Joins compiled Lisp files into one, which loads them in order.",
          .operands = "FASL...",
          .options = {{"out", "FILE", "gets the joined file", true}},
          .run = join_files};
}

}  // namespace

std::vector<Verb> lisp_verbs() { return {sbcl_verb(), run_verb(), join_verb()}; }

}  // namespace lambda::images
