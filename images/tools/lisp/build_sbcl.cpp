// The program that builds SBCL: one build action. Apart from `lisp`, so that a change there does
// not build SBCL again. third_party/sbcl/sbcl.bzl calls it.
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "core/errors/error.h"
#include "core/options/command_line.h"
#include "images/tools/lisp/fixed_folder.h"
#include "images/tools/lisp/sbcl_build.h"

namespace lambda::images {
namespace {

namespace fs = std::filesystem;

std::expected<void, Error> copy_part(const fs::path& from, const fs::path& to) {
  std::error_code problem;
  fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::overwrite_existing, problem);
  if (!problem) {
    return {};
  }
  return failure("File.Unwritable", to.string() + ": " + problem.message());
}

// What is given from the folder the program was started in, and used from another.
std::vector<std::string> with_absolute_program(std::vector<std::string> words) {
  if (!words.empty()) {
    words.front() = fs::absolute(words.front());
  }
  return words;
}

std::expected<void, Error> run_build(const Arguments& arguments) {
  const std::string architecture = arguments.one("architecture");
  const auto folder = FixedFolder::take("sbcl-" + architecture);
  if (!folder) {
    return std::unexpected(folder.error());
  }
  const auto parts = build_sbcl({.source = fs::absolute(arguments.one("source")).parent_path(),
                                 .version = arguments.one("version"),
                                 .architecture = architecture,
                                 .compiler = with_absolute_program(arguments.all("compiler")),
                                 .linker = with_absolute_program(arguments.all("linker")),
                                 .target_program = fs::absolute(arguments.one("target-program")),
                                 .log = fs::absolute(arguments.one("log"))},
                                folder->path());
  if (!parts) {
    return std::unexpected(parts.error());
  }
  for (const auto& [from, option] :
       {std::pair{parts->object, "object"}, std::pair{parts->runtime, "runtime"},
        std::pair{parts->core, "core"}, std::pair{parts->modules, "modules"}}) {
    if (auto copied = copy_part(from, arguments.one(option)); !copied) {
      return copied;
    }
  }
  return {};
}

Verb build_verb() {
  return {.name = "build",
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
          .run = run_build};
}

}  // namespace
}  // namespace lambda::images

int main(int argc, char** argv) {
  return lambda::run_verbs(
      "build_sbcl", "Builds SBCL from its source, the same bytes on every machine.",
      {lambda::images::build_verb()}, std::vector<std::string>(argv + 1, argv + argc));
}
