// The verbs of the program `lisp`.
#include "images/tools/lisp/lisp_verbs.h"

#include <filesystem>
#include <iostream>
#include <string>

#include "core/errors/error.h"
#include "core/files/file_bytes.h"
#include "images/tools/lisp/lisp_run.h"

namespace lambda::images {
namespace {

constexpr std::uintmax_t kFaslBytesMax = 1u << 28;

std::vector<std::filesystem::path> paths(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

std::vector<LispOutput> outputs(const std::vector<std::string>& texts) {
  std::vector<LispOutput> found;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');  // Without one, the name is the whole path.
    found.push_back({text.substr(0, equals), equals == std::string::npos
                                                 ? std::filesystem::path(text)
                                                 : std::filesystem::path(text.substr(equals + 1))});
  }
  return found;
}

std::expected<void, Error> run_forms(const Arguments& arguments) {
  const auto said = run_lisp({.architecture = arguments.one("architecture"),
                              .program = arguments.one("program"),
                              .core = arguments.one("core"),
                              .modules = arguments.one("modules"),
                              .frozen_clock = arguments.one("frozen-clock"),
                              .forms = arguments.all("form"),
                              .inputs = paths(arguments.all("input")),
                              .outputs = outputs(arguments.all("output"))});
  if (!said) {
    return std::unexpected(said.error());
  }
  if (said->contains("WARNING")) {
    std::cerr << *said;
  }
  return {};
}

std::expected<void, Error> join_files(const Arguments& arguments) {
  std::string joined;
  for (const std::string& file : arguments.operands()) {
    const auto bytes = read_file(file, kFaslBytesMax);
    if (!bytes) {
      return std::unexpected(bytes.error());
    }
    if (!bytes->starts_with("# FASL")) {
      return failure("Lisp.NotFasl", file +
                                         " is not a compiled Lisp file of SBCL, which begins with "
                                         "\"# FASL\". Name a lisp_library.");
    }
    joined += *bytes;
  }
  return write_file(arguments.one("out"), joined);
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
                      {"form", "FORM", "is read and evaluated", true, true},
                      {"input", "PATH", "a file or folder that is read", true, true},
                      {"output", "NAME=PATH", "gets what the forms write to NAME", true, true}},
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

std::vector<Verb> lisp_verbs() { return {run_verb(), join_verb()}; }

}  // namespace lambda::images
