// A child's output goes to memory files: nothing to drain, so no program can block on its reader.
#include "tests/peers/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

extern char** environ;

namespace lambda::peers {
namespace {

constexpr std::string_view kPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

std::vector<std::string> merged_environment(const std::map<std::string, std::string>& added) {
  std::map<std::string, std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const size_t equals = text.find('=');
    if (equals == std::string_view::npos) {
      continue;
    }
    all.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  all["PATH"] = kPath;
  for (const auto& [name, value] : added) {
    all[name] = value;
  }
  std::vector<std::string> lines;
  for (const auto& [name, value] : all) {
    lines.push_back(name + "=" + value);
  }
  return lines;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) {
    result.push_back(text.data());
  }
  result.push_back(nullptr);
  return result;
}

int memory_file(const std::string& content) {
  const int file = memfd_create("peer", MFD_CLOEXEC);
  for (size_t done = 0; file >= 0 && done < content.size();) {
    const ssize_t count = write(file, content.data() + done, content.size() - done);
    if (count <= 0) {
      break;
    }
    done += static_cast<size_t>(count);
  }
  if (file >= 0) {
    lseek(file, 0, SEEK_SET);
  }
  return file;
}

std::string whole(int file) {
  std::string text;
  char part[65536];
  while (true) {
    const ssize_t count = pread(file, part, sizeof part, static_cast<off_t>(text.size()));
    if (count <= 0) {
      return text;
    }
    text.append(part, static_cast<size_t>(count));
  }
}

// Between fork and exec: only calls that are safe after a fork.
[[noreturn]] void become(const char* program, char* const* arguments, char* const* environment,
                         const char* folder, int input, int output, int errors, pid_t parent) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) {
    _exit(127);
  }
  dup2(input, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(errors, STDERR_FILENO);
  if (*folder == '\0' || chdir(folder) == 0) {
    execve(program, arguments, environment);
  }
  const char* reason = strerror(errno);
  const ssize_t ignored = write(STDERR_FILENO, reason, strlen(reason));
  static_cast<void>(ignored);
  _exit(127);
}

}  // namespace

std::expected<std::filesystem::path, Error> find_program(const std::string& program) {
  const std::string path(kPath);
  if (program.contains('/')) {
    if (access(program.c_str(), X_OK) == 0) {
      return program;
    }
  }
  for (size_t begin = 0; !program.contains('/') && begin < path.size();) {
    const size_t end = std::min(path.find(':', begin), path.size());
    const std::string candidate = path.substr(begin, end - begin) + "/" + program;
    if (access(candidate.c_str(), X_OK) == 0) {
      return candidate;
    }
    begin = end + 1;
  }
  return std::unexpected(Error{
      "Peers.NotInstalled",
      "no program '" + program + "' in " + path +
          ": this test runs against the real one. `tools/bazel test` installs the packages of "
          "third_party/peers/packages.txt in its own root; elsewhere install them with apt-get"});
}

std::expected<Child, Error> Child::start(const Command& command) {
  const auto program = find_program(command.arguments.at(0));
  if (!program) {
    return std::unexpected(program.error());
  }
  std::vector<std::string> arguments = command.arguments;
  std::vector<std::string> environment = merged_environment(command.environment);
  const auto argument_pointers = pointers(arguments);
  const auto environment_pointers = pointers(environment);
  const int input = memory_file(command.input);
  const int output = memory_file("");
  const int errors = memory_file("");
  const pid_t parent = getpid();
  const pid_t pid = input < 0 || output < 0 || errors < 0 ? -1 : fork();
  if (pid == 0) {
    become(program->c_str(), argument_pointers.data(), environment_pointers.data(),
           command.folder.c_str(), input, output, errors, parent);
  }
  close(input);
  const int pid_file = pid < 0 ? -1 : static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (pid_file < 0) {
    close(output);
    close(errors);
    return std::unexpected(
        Error{"Peers.CannotStart", program->string() + ": " + std::strerror(errno)});
  }
  return Child(pid, pid_file, output, errors);
}

Child::Child(pid_t pid, int pid_file, int output, int errors)
    : pid_(pid), pid_file_(pid_file), output_(output), errors_(errors) {}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      pid_file_(other.pid_file_),
      output_(other.output_),
      errors_(other.errors_),
      status_(other.status_) {}

Child::~Child() {
  if (pid_ < 0) {
    return;
  }
  kill(-pid_, SIGKILL);
  if (!status_) {
    kill(pid_, SIGKILL);
    wait(std::chrono::seconds(5));
  }
  close(pid_file_);
  close(output_);
  close(errors_);
}

std::optional<int> Child::wait(std::chrono::milliseconds limit) {
  if (status_) {
    return status_;
  }
  const auto end = std::chrono::steady_clock::now() + limit;
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    pollfd ready{pid_file_, POLLIN, 0};
    const int count = poll(&ready, 1, static_cast<int>(std::max<int64_t>(left.count(), 0)));
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      return std::nullopt;
    }
    int status = 0;
    if (waitpid(pid_, &status, 0) != pid_) {
      return std::nullopt;
    }
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return status_;
  }
}

void Child::send(int signal) const {
  if (!status_) {
    kill(pid_, signal);
  }
}

std::string Child::standard_output() const { return whole(output_); }

std::string Child::standard_error() const { return whole(errors_); }

}  // namespace lambda::peers
