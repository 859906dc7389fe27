// A child's standard files are memory files: nothing to drain, nothing left behind on any disk.
// Source: run_program.h.
#include "core/process/run_program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "core/errors/error.h"

extern char** environ;

namespace lambda {
namespace {

using lambda::failure;

constexpr int kAnswerDescriptor = 3;
constexpr int kCannotExecute = 127;

// Ours alone: of a registry that these programs need not speak to.
constexpr const char* kKeptVariable = "LAMBDA_REGISTRY_PASSWORD";

// A descriptor that is closed at the end. Below 10 are those that the child is given.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  File& operator=(File&&) = delete;
  ~File() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
  }
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

/// Holds `content`, whole; its descriptor is negative when there is no memory for that, and errno
/// then says why.
File memory_file(std::string_view content) {
  const int low = ::memfd_create("deploy", MFD_CLOEXEC);
  File file(::fcntl(low, F_DUPFD_CLOEXEC, 10));
  if (low >= 0) {
    ::close(low);
  }
  for (std::size_t done = 0; file.get() >= 0 && done < content.size();) {
    const ssize_t count = ::write(file.get(), content.data() + done, content.size() - done);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      return File(-1);
    }
    done += static_cast<std::size_t>(count);
  }
  if (file.get() >= 0) {
    ::lseek(file.get(), 0, SEEK_SET);
  }
  return file;
}

std::expected<std::string, Error> whole(const File& file, const std::string& name) {
  struct stat about{};
  if (::fstat(file.get(), &about) != 0 ||
      static_cast<std::size_t>(about.st_size) > kOutputBytesMax) {
    return failure("Program.TooMuch", name + " wrote more than 32 MB; that cannot be meant.");
  }
  std::string text(static_cast<std::size_t>(about.st_size), '\0');
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t count =
        ::pread(file.get(), text.data() + done, text.size() - done, static_cast<off_t>(done));
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      return failure("Program.Unreadable",
                     "What " + name + " wrote cannot be read whole. Try again.");
    }
    done += static_cast<std::size_t>(count);
  }
  return text;
}

std::optional<std::string> find_on_path(const std::string& program) {
  if (program.contains('/')) {
    return ::access(program.c_str(), X_OK) == 0 ? std::optional(program) : std::nullopt;
  }
  const char* variable = std::getenv("PATH");
  const std::string path = variable == nullptr ? "/usr/bin:/bin" : variable;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find(':', begin), path.size());
    const std::string candidate = path.substr(begin, end - begin) + "/" + program;
    struct stat about{};
    if (candidate.front() == '/' && ::access(candidate.c_str(), X_OK) == 0 &&
        ::stat(candidate.c_str(), &about) == 0 && S_ISREG(about.st_mode)) {
      return candidate;
    }
    begin = end + 1;
  }
  return std::nullopt;
}

std::vector<std::string> environment_lines(const std::map<std::string, std::string>& added) {
  std::vector<std::string> lines;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view line = *entry;
    const std::string name(line.substr(0, line.find('=')));
    if (name != kKeptVariable && !added.contains(name)) {
      lines.emplace_back(line);
    }
  }
  for (const auto& [name, value] : added) {
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

struct Start {
  const char* file;
  char* const* words;
  char* const* environment;
  int descriptors[kAnswerDescriptor + 1];
  pid_t parent;
};

// All descriptors above those that the child is given: some library's may lack CLOEXEC.
void close_others() {
  if (::syscall(SYS_close_range, kAnswerDescriptor + 1, ~0u, 0) == 0) {
    return;
  }
  constexpr int kDescriptorsMax = 65'536;  // Before Linux 5.9; a higher one is hardly ever there.
  for (int i = kAnswerDescriptor + 1; i < kDescriptorsMax; ++i) {
    ::close(i);
  }
}

// Between fork and exec: only calls that are safe after a fork.
[[noreturn]] void become(const Start& start) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != start.parent) {
    ::_exit(kCannotExecute);
  }
  for (int i = 0; i <= kAnswerDescriptor; ++i) {
    ::dup2(start.descriptors[i], i);
  }
  close_others();
  ::signal(SIGPIPE, SIG_DFL);  // What we ignore, exec would hand on.
  ::execve(start.file, start.words, start.environment);
  const char* reason = std::strerror(errno);
  const ssize_t ignored = ::write(STDERR_FILENO, reason, std::strlen(reason));
  static_cast<void>(ignored);
  ::_exit(kCannotExecute);
}

// The exit status; absent when the child had to be killed.
std::optional<int> wait_for(pid_t child, std::chrono::milliseconds limit) {
  const File end(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
  const auto stop = std::chrono::steady_clock::now() + limit;
  bool is_late = false;
  while (!is_late) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        stop - std::chrono::steady_clock::now());
    pollfd ready{end.get(), POLLIN, 0};
    const int count = ::poll(&ready, 1, static_cast<int>(std::max<long>(left.count(), 0)));
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count > 0) {
      break;
    }
    is_late = true;
    ::kill(child, SIGKILL);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (is_late) {
    return std::nullopt;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

std::expected<ProgramEnd, Error> run_program(const Program& program) {
  const std::string& name = program.words.at(0);
  const auto file = find_on_path(name);
  if (!file) {
    return failure("Program.NotFound", "No program '" + name + "' on PATH. Install it first.");
  }
  std::vector<std::string> words = program.words;
  std::vector<std::string> lines = environment_lines(program.environment);
  const std::vector<char*> word_pointers = pointers(words);
  const std::vector<char*> line_pointers = pointers(lines);
  const File input = memory_file(program.input);
  if (input.get() < 0) {
    return failure("Program.CannotStart",
                   "No memory for what " + name + " is to read: " + std::strerror(errno));
  }
  const File output = memory_file("");
  const File errors = memory_file("");
  const File answer = memory_file("");
  const Start start = {file->c_str(),
                       word_pointers.data(),
                       line_pointers.data(),
                       {input.get(), output.get(), errors.get(), answer.get()},
                       ::getpid()};
  const bool has_files = std::ranges::all_of(start.descriptors, [](int one) { return one >= 0; });
  const pid_t child = has_files ? ::fork() : -1;
  if (child == 0) {
    become(start);
  }
  if (child < 0) {
    return failure("Program.CannotStart", name + ": " + std::strerror(errno));
  }
  const auto status = wait_for(child, program.limit);
  if (!status) {
    return failure("Program.TooSlow", name + " did not end within " +
                                          std::to_string(program.limit.count() / 1000) +
                                          " s and was stopped. Try again; does it answer by hand?");
  }
  ProgramEnd end{.status = *status};
  const std::pair<const File*, std::string*> texts[] = {
      {&output, &end.output}, {&errors, &end.errors}, {&answer, &end.answer}};
  for (const auto& [from, to] : texts) {
    auto text = whole(*from, name);
    if (!text) {
      return std::unexpected(text.error());
    }
    *to = *std::move(text);
  }
  return end;
}

}  // namespace lambda
