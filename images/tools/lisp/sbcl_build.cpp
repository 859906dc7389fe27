// Builds SBCL from its source by its own make.sh.
#include "images/tools/lisp/sbcl_build.h"

#include <array>
#include <system_error>

#include "core/errors/error.h"
#include "core/files/file_bytes.h"
#include "core/process/find_on_path.h"
#include "core/process/run_program.h"
#include "images/tools/lisp/emulation.h"

namespace lambda::images {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLogBytesMax = 1u << 28;
constexpr std::size_t kLogTail = 4000;

// A module is left out when it wants a library of the system's, or minutes: nobody on Lambda asks
// for SIMD by name, and a program that does brings its own.
constexpr char kModulesLeftOut[] =
    "sb-aclrepl sb-capstone sb-executable sb-gmp sb-mpfr sb-perf sb-rt sb-simd";

// make.sh, its makefiles and the bootstrap's compiler; what would install each.
constexpr std::array<std::array<const char*, 2>, 5> kPrograms = {{
    {"sbcl", "sbcl, of any recent version: Lisp is compiled by Lisp"},
    {"make", "make (GNU's)"},
    {"sed", "sed"},
    {"diff", "diffutils"},
    {"sh", "dash or bash"},
}};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : "\n") + word;
  }
  return text;
}

// SBCL's makefile says LD = ld; only a definition on make's command line, or here, overrides it.
std::string make_flags(const std::vector<std::string>& linker) {
  std::string text = " -- LD=";
  for (const std::string& word : linker) {
    text += (text.ends_with('=') ? "" : "\\ ") + word;
  }
  return text;
}

std::expected<void, Error> check_programs(const std::string& path) {
  for (const auto& [program, package] : kPrograms) {
    if (!find_on_path(program, path).empty()) {
      continue;
    }
    return failure("Sbcl.Program", std::string("building SBCL needs ") + program +
                                       ", which is not in " + path + ". Install " + package +
                                       " (Debian: apt-get install sbcl make diffutils).");
  }
  return {};
}

std::expected<void, Error> copy_source(const SbclBuild& build, const fs::path& folder) {
  std::error_code problem;
  fs::create_directories(folder, problem);
  // The sandbox shows each file as a link: the links' ends are wanted, to be written beside.
  if (!problem) {
    fs::copy(build.source, folder, fs::copy_options::recursive, problem);
  }
  if (problem) {
    return failure("Sbcl.Source", build.source.string() + ": " + problem.message() +
                                      " (copied to " + folder.string() + ").");
  }
  if (!fs::exists(folder / "make.sh")) {
    return failure("Sbcl.Source",
                   build.source.string() + " has no make.sh: it is not an SBCL source tree.");
  }
  if (fs::exists(folder / "version.lisp-expr")) {
    return {};
  }
  return write_file(folder / "version.lisp-expr", "\"" + build.version + "\"\n");
}

std::string end_of(const fs::path& log) {
  const auto text = read_file(log, kLogBytesMax);
  if (!text) {
    return text.error().message;
  }
  return text->size() <= kLogTail ? *text : text->substr(text->size() - kLogTail);
}

std::expected<void, Error> run_make(const SbclBuild& build, const fs::path& folder,
                                    const std::string& path) {
  const auto end = run_program({
      .words = {"sh", "make.sh", "--xc-host=sbcl --disable-debugger --no-sysinit --no-userinit",
                "--arch=" + sbcl_architecture(build.architecture), "--without-sb-ldb",
                "--with-sb-linkable-runtime", "--with-sb-thread"},
      .environment = sbcl_environment(build, folder, path),
      .limit = kNoLimit,
      .inherits_environment = false,
      .folder = folder,
      .output_file = build.log,
      .error_file = build.log,
      .has_answer_file = false,
  });
  if (!end) {
    return std::unexpected(end.error());
  }
  if (end->status == 0) {
    return {};
  }
  return failure("Sbcl.Failed", "SBCL's make.sh ended with status " + std::to_string(end->status) +
                                    ". The end of what it said:\n" + end_of(build.log));
}

}  // namespace

std::string sbcl_architecture(const std::string& architecture) {
  if (architecture == "x86_64") {
    return "x86-64";
  }
  return architecture == "arm64" ? "arm64" : "";
}

std::map<std::string, std::string> sbcl_environment(const SbclBuild& build, const fs::path& folder,
                                                    const std::string& path) {
  std::map<std::string, std::string> environment = {
      {"CC", build.target_program},
      {"HOME", folder / "home"},
      {"LANG", "C"},
      {"LC_ALL", "C"},
      {"MAKEFLAGS", make_flags(build.linker)},
      {"PATH", path},
      {"SBCL_CONTRIB_BLOCKLIST", kModulesLeftOut},
      {"SBCL_MAKE_JOBS", "-j2"},
      {"SOURCE_DATE_EPOCH", "0"},  // make-config.sh then leaves host, user and date out.
      {"TARGET_COMPILER", joined(build.compiler)},
      {"TZ", "UTC"},
      {"ZIG_GLOBAL_CACHE_DIR", folder / "compiler-cache"},
      {"ZIG_LOCAL_CACHE_DIR", folder / "compiler-cache"},
  };
  const std::vector<std::string> emulator = emulator_of(build.architecture);
  if (!emulator.empty()) {
    environment["TARGET_EMULATOR"] = joined(emulator);
  }
  return environment;
}

std::expected<SbclParts, Error> build_sbcl(const SbclBuild& build, const fs::path& folder) {
  if (sbcl_architecture(build.architecture).empty()) {
    return failure("Sbcl.Source", "'" + build.architecture +
                                      "' is not an architecture of Lambda. Write x86_64 or arm64.");
  }
  const std::string path = own_path();
  if (auto checked = check_programs(path); !checked) {
    return std::unexpected(checked.error());
  }
  if (auto copied = copy_source(build, folder); !copied) {
    return std::unexpected(copied.error());
  }
  if (auto made = run_make(build, folder, path); !made) {
    return std::unexpected(made.error());
  }
  const fs::path runtime = folder / "src" / "runtime";
  const bool is_aside = fs::exists(runtime / "sbcl.target");
  SbclParts parts = {.object = runtime / "sbcl.o",
                     .runtime = runtime / (is_aside ? "sbcl.target" : "sbcl"),
                     .core = folder / "output" / "sbcl.core",
                     .modules = folder / "obj" / "sbcl-home" / "contrib"};
  for (const fs::path& part : {parts.object, parts.runtime, parts.core,
                               parts.modules / "sb-posix.fasl", parts.modules / "asdf.fasl"}) {
    if (fs::exists(part)) {
      continue;
    }
    return failure("Sbcl.Failed", "SBCL's make.sh did not make " + part.string() +
                                      ". The end of what it said:\n" + end_of(build.log));
  }
  return parts;
}

}  // namespace lambda::images
