// A child's standard files are memory files: nothing to drain, so it can block on no reader of
// ours, and nothing left behind on any disk.
#include "core/process/running_program.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <string_view>
#include <utility>

#include "core/process/find_on_path.h"
#include "core/process/memory_file.h"

extern char** environ;

namespace lambda {
namespace {

constexpr int kAnswerDescriptor = 3;
constexpr int kCannotExecute = 127;
constexpr int kSignalled = 128;
constexpr std::chrono::seconds kKillMax{5};

// Ours alone: of a registry that these programs need not speak to.
constexpr const char* kKeptVariable = "LAMBDA_REGISTRY_PASSWORD";

std::map<std::string, std::string> environment_of(const Program& program) {
  std::map<std::string, std::string> all = program.environment;
  if (program.inherits_environment) {
    std::map<std::string, std::string> own = own_environment();
    own.erase(kKeptVariable);
    all.merge(own);
  }
  return all;
}

std::filesystem::path file_of(const Program& program,
                              const std::map<std::string, std::string>& environment) {
  if (!program.file.empty()) {
    return program.file;
  }
  const auto path = environment.find("PATH");
  return find_on_path(program.words.at(0), path == environment.end() ? own_path() : path->second);
}

// All that the child needs, made before the fork: after it, only some calls are safe.
struct ChildStart {
  const Program& program;
  const char* file;
  char* const* words;
  char* const* environment;
  std::array<int, kAnswerDescriptor + 1> descriptors;  // -1: none, or the parent's own.
  pid_t parent;
};

void close_from(int first) {
  if (::syscall(SYS_close_range, first, ~0u, 0) == 0) {
    return;
  }
  constexpr int kDescriptorsMax = 65'536;  // Before Linux 5.9; a higher one is hardly ever there.
  for (int i = first; i < kDescriptorsMax; ++i) {
    ::close(i);
  }
}

// False, with errno, when something failed.
bool prepare(const ChildStart& start) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != start.parent) {
    ::_exit(kCannotExecute);
  }
  if (start.program.leads_group) {
    ::setpgid(0, 0);
  }
  int kept = 0;
  for (int i = 0; i <= kAnswerDescriptor; ++i) {
    if (start.descriptors[i] >= 0 && ::dup2(start.descriptors[i], i) < 0) {
      return false;
    }
    kept = start.descriptors[i] >= 0 || i < kAnswerDescriptor ? i + 1 : kept;
  }
  close_from(kept);
  ::signal(SIGPIPE, SIG_DFL);  // What we ignore, exec would hand on.
  // Containers refuse it by default, as docker's seccomp profile does: the header says what then.
  if (start.program.has_fixed_addresses) {
    ::personality(ADDR_NO_RANDOMIZE);
  }
  return start.program.folder.empty() || ::chdir(start.program.folder.c_str()) == 0;
}

[[noreturn]] void become(const ChildStart& start) {
  if (prepare(start)) {
    ::execve(start.file, start.words, start.environment);
  }
  const char* const reason = std::strerror(errno);
  for (const char* const text : {start.file, ": ", reason, "\n"}) {
    [[maybe_unused]] const auto ignored = ::write(STDERR_FILENO, text, std::strlen(text));
  }
  ::_exit(kCannotExecute);
}

// Above the descriptors that the child is given, as those of memory files.
UniqueFd open_high(const char* path, int flags) {
  constexpr int kLowestDescriptor = 10;
  const UniqueFd low(::open(path, flags | O_CLOEXEC, 0644));
  return UniqueFd(::fcntl(low.get(), F_DUPFD_CLOEXEC, kLowestDescriptor));
}

UniqueFd open_output(const std::filesystem::path& file) {
  return file.empty() ? memory_file("") : open_high(file.c_str(), O_WRONLY | O_CREAT | O_APPEND);
}

std::unexpected<Error> cannot_start(const std::string& what) {
  return failure("Program.CannotStart", what + ": " + std::strerror(errno));
}

}  // namespace

std::map<std::string, std::string> own_environment() {
  std::map<std::string, std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view line = *entry;
    const std::size_t equals = line.find('=');
    if (equals != line.npos) {
      all.emplace(line.substr(0, equals), line.substr(equals + 1));
    }
  }
  return all;
}

std::vector<char*> argument_pointers(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) {
    pointers.push_back(word.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

std::expected<RunningProgram, Error> RunningProgram::start(const Program& program) {
  const std::string& name = program.words.at(0);
  const std::map<std::string, std::string> environment = environment_of(program);
  const std::filesystem::path file = file_of(program, environment);
  if (file.empty()) {
    return failure("Program.NotFound", "No program '" + name + "' on PATH. Install it first.");
  }
  std::vector<std::string> words = program.words;
  std::vector<std::string> lines;
  for (const auto& [variable, value] : environment) {
    lines.push_back(variable + "=" + value);
  }
  const std::vector<char*> word_pointers = argument_pointers(words);
  const std::vector<char*> line_pointers = argument_pointers(lines);
  const UniqueFd input =
      program.input.empty() ? open_high("/dev/null", O_RDONLY) : memory_file(program.input);
  if (!input.is_open()) {
    return cannot_start("No memory for what " + name + " is to read");
  }
  RunningProgram running;
  running.name_ = name;
  running.leads_group_ = program.leads_group;
  if (!program.shares_outputs) {
    running.output_ = open_output(program.output_file);
    running.errors_ = open_output(program.error_file);
    if (!running.output_.is_open() || !running.errors_.is_open()) {
      return cannot_start("No file for what " + name + " writes");
    }
  }
  if (program.has_answer_file) {
    running.answer_ = memory_file("");
    if (!running.answer_.is_open()) {
      return cannot_start("No file for what " + name + " answers");
    }
  }
  const ChildStart start = {
      program,
      file.c_str(),
      word_pointers.data(),
      line_pointers.data(),
      {input.get(), running.output_.get(), running.errors_.get(), running.answer_.get()},
      ::getpid()};
  const pid_t child = ::fork();
  if (child == 0) {
    become(start);
  }
  if (child < 0) {
    return cannot_start(name);
  }
  running.pid_ = child;
  running.end_ = UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
  if (!running.end_.is_open()) {
    return cannot_start(name);
  }
  // A file of the caller's is the caller's to read.
  if (!program.output_file.empty()) {
    running.output_.reset();
  }
  if (!program.error_file.empty()) {
    running.errors_.reset();
  }
  return running;
}

RunningProgram::RunningProgram(RunningProgram&& other) noexcept
    : name_(std::move(other.name_)),
      pid_(std::exchange(other.pid_, -1)),
      leads_group_(other.leads_group_),
      end_(std::move(other.end_)),
      output_(std::move(other.output_)),
      errors_(std::move(other.errors_)),
      answer_(std::move(other.answer_)),
      status_(other.status_) {}

RunningProgram::~RunningProgram() {
  if (pid_ < 0) {
    return;
  }
  if (leads_group_) {
    ::kill(-pid_, SIGKILL);
  }
  if (!status_) {
    ::kill(pid_, SIGKILL);
    wait(kKillMax);
  }
}

std::optional<int> RunningProgram::wait(std::chrono::milliseconds limit) {
  const auto begin = std::chrono::steady_clock::now();
  while (!status_) {
    const auto gone = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - begin);
    const auto left =
        std::clamp<std::chrono::milliseconds::rep>((limit - gone).count(), 0, INT_MAX);
    pollfd ready{end_.get(), POLLIN, 0};
    const int count = ::poll(&ready, 1, static_cast<int>(left));
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      return std::nullopt;
    }
    int status = 0;
    if (::waitpid(pid_, &status, 0) != pid_) {
      return std::nullopt;
    }
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : kSignalled + WTERMSIG(status);
  }
  return status_;
}

void RunningProgram::send(int signal) const {
  if (!status_) {
    ::kill(pid_, signal);
  }
}

std::expected<std::string, Error> RunningProgram::text_of(const UniqueFd& file) const {
  if (!file.is_open()) {
    return "";
  }
  auto text = read_memory_file(file, kOutputBytesMax);
  if (text) {
    return text;
  }
  if (text.error().type == "File.TooLarge") {
    return failure("Program.TooMuch",
                   name_ + " wrote more than 32 MB, which is too much to be meant.");
  }
  return failure("Program.Unreadable", "What " + name_ + " wrote cannot be read whole. Try again.");
}

}  // namespace lambda
