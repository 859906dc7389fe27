// A program of the machine, with the variables of a test.
#include "tests/peers/child.h"

#include "core/process/find_on_path.h"

namespace lambda::peers {
namespace {

constexpr char kPath[] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

// What was written, or why it cannot be read: tests show it, and compare it with what they expect.
std::string text_or_reason(const std::expected<std::string, Error>& text) {
  return text ? *text : text.error().message;
}

}  // namespace

std::expected<std::filesystem::path, Error> find_program(const std::string& program) {
  const std::filesystem::path file = find_on_path(program, kPath);
  if (!file.empty()) {
    return file;
  }
  return failure(
      "Peers.NotInstalled",
      "no program '" + program + "' in " + kPath +
          ": this test runs against the real one. `tools/bazel test` installs the packages of "
          "third_party/peers/packages.txt in its own root; elsewhere install them with apt-get");
}

std::expected<Child, Error> Child::start(const Command& command) {
  const auto file = find_program(command.arguments.at(0));
  if (!file) {
    return std::unexpected(file.error());
  }
  Program program{.words = command.arguments,
                  .environment = command.environment,
                  .input = command.input,
                  .file = *file,
                  .inherits_environment = false,
                  .folder = command.folder,
                  .has_answer_file = false,
                  .leads_group = true};
  program.environment.emplace("PATH", kPath);
  program.environment.merge(own_environment());  // Whole: a test's password is for its program.
  auto running = RunningProgram::start(program);
  if (!running) {
    return failure("Peers.CannotStart", running.error().message);
  }
  return Child(*std::move(running));
}

std::string Child::standard_output() const { return text_or_reason(running_.output()); }

std::string Child::standard_error() const { return text_or_reason(running_.errors()); }

}  // namespace lambda::peers
