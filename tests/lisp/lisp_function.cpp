// The files are copied, since a function's folder holds sources and fasls side by side.
#include "tests/lisp/lisp_function.h"

#include <cstdlib>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/peers/http.h"
#include "tests/peers/runfile.h"

namespace lambda::lisp_test {
namespace {

constexpr std::chrono::seconds kTimeout{20};  // The machine may be busy; none is waited for.

std::filesystem::path copy_files() {
  const std::filesystem::path folder = peers::new_folder("task");
  const std::filesystem::path runfiles = std::getenv("TEST_SRCDIR");
  std::istringstream paths(std::getenv("LISP_FILES"));
  for (std::string path; paths >> path;) {
    std::filesystem::copy_file(runfiles / path, folder / std::filesystem::path(path).filename());
  }
  return folder;
}

}  // namespace

const std::filesystem::path& task_folder() {
  static const std::filesystem::path folder = copy_files();
  return folder;
}

std::unique_ptr<peers::Server> start(peers::Emulator emulator, const Function& function) {
  auto started = peers::start_emulator({.emulator = emulator,
                                        .bootstrap = peers::runfile("LISP_BOOTSTRAP"),
                                        .environment = function.environment,
                                        .timeout = kTimeout,
                                        .handler = function.handler,
                                        .task_root = task_folder(),
                                        .memory_mb = function.memory_mb});
  EXPECT_TRUE(started.has_value()) << started.error().message;
  return started ? std::move(*started) : nullptr;
}

std::string answer(peers::Server& emulator, const std::string& event,
                   const std::map<std::string, std::string>& headers) {
  const auto answered = peers::invoke(emulator.port(), event, headers);
  EXPECT_TRUE(answered.has_value()) << answered.error().message << "\n" << emulator.log();
  return answered ? answered->body : "";
}

std::string name_of(peers::Emulator emulator) {
  return emulator == peers::Emulator::kOurs ? "Ours" : "Aws";
}

}  // namespace lambda::lisp_test
