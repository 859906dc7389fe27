// The entrypoint program as a person starts it, in a folder of its own, for tests.
#include "emulator/testing/started_entrypoint.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>
#include <utility>

#include "emulator/testing/raw_http.h"
#include "emulator/testing/test_function.h"

namespace lambda::emulator::testing {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

StartedEntrypoint::StartedEntrypoint()
    : folder_(fs::path(::testing::TempDir()) /
              ::testing::UnitTest::GetInstance()->current_test_info()->name()),
      program_(data_path("emulator/entrypoint")),
      bootstrap_(data_path("emulator/testing/bootstrap")) {
  fs::create_directories(folder_);
}

StartedEntrypoint::~StartedEntrypoint() { fs::remove_all(folder_); }

pid_t StartedEntrypoint::start(std::vector<std::string> arguments,
                               std::vector<std::string> variables,
                               const std::function<void()>& prepare) {
  arguments.insert(arguments.begin(), program_);
  const pid_t pid = ::fork();
  if (pid != 0) {
    return pid;
  }
  const auto redirect = [&](const char* name, int fd) {
    ::dup2(::open((folder_ / name).c_str(), O_RDWR | O_CREAT | O_TRUNC, 0644), fd);
  };
  redirect("out", STDOUT_FILENO);
  redirect("err", STDERR_FILENO);
  ::dup2(::open((folder_ / "in").c_str(), O_RDONLY | O_CREAT, 0644), STDIN_FILENO);
  for (const std::string& variable : variables) {
    ::putenv(const_cast<char*>(variable.c_str()));
  }
  prepare();
  std::vector<char*> pointers;
  for (std::string& argument : arguments) {
    pointers.push_back(argument.data());
  }
  pointers.push_back(nullptr);
  ::execv(program_.c_str(), pointers.data());
  ::_exit(126);
}

Ended StartedEntrypoint::wait(pid_t pid) {
  int status = 0;
  ::waitpid(pid, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
          read_file(folder_ / "out"), read_file(folder_ / "err")};
}

Ended StartedEntrypoint::run(std::vector<std::string> arguments,
                             std::vector<std::string> variables) {
  return wait(start(std::move(arguments), std::move(variables)));
}

Ended StartedEntrypoint::invoke(std::string event, std::string handler) {
  return run({"--bootstrap", bootstrap_, "--invoke", std::move(event), std::move(handler)});
}

std::uint16_t StartedEntrypoint::await_port() {
  std::string text;
  while ((text = read_file(folder_ / "port")).empty()) {
    std::this_thread::yield();
  }
  return static_cast<std::uint16_t>(std::atoi(text.c_str()));
}

std::vector<std::string> StartedEntrypoint::serve_arguments(std::string handler) {
  return {"--bootstrap",     bootstrap_,    "--address",
          "127.0.0.1:0",     "--port-file", (folder_ / "port").string(),
          std::move(handler)};
}

std::string invoke_request(std::string_view event) {
  return raw_request("POST", "/2015-03-31/functions/function/invocations", "", event);
}

}  // namespace lambda::emulator::testing
