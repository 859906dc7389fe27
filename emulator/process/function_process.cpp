// One process of the function, and all that it starts: started, watched, ended, reaped.
#include "emulator/process/function_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <format>
#include <utility>

#include "core/elf/elf_header.h"
#include "emulator/process/bootstrap_file.h"
#include "emulator/process/keepers.h"

namespace lambda::emulator {
namespace {

// Longer than a keeper takes at most. One that takes longer was stopped or blocked by the function.
constexpr std::chrono::seconds kKeeperEndMax{12};
constexpr int kKeeperPollMs = 100;

struct Pipe {
  UniqueFd read;
  UniqueFd write;
};

std::optional<Pipe> make_pipe() {
  int fds[2];
  if (::pipe2(fds, O_CLOEXEC) != 0) {
    return std::nullopt;
  }
  return Pipe{UniqueFd(fds[0]), UniqueFd(fds[1])};
}

void make_non_blocking(const UniqueFd& fd) { ::fcntl(fd.get(), F_SETFL, O_NONBLOCK); }

Error out_of_resources(std::string_view call, int error) {
  return Error{"Sandbox.Failure",
               std::format("{}: {}. Lower --max-concurrency, or raise the limits of processes and "
                           "open files (ulimit -u, ulimit -n).",
                           call, std::strerror(error))};
}

Error start_error(const FunctionProcessSpec& spec, const StartFailure& failure) {
  const char* reason = std::strerror(failure.error);
  if (failure.step == StartFailure::Step::kChdir) {
    return Error{"Runtime.InvalidWorkingDir",
                 std::format("chdir {}: {}", spec.working_directory, reason)};
  }
  if (failure.error == ENOENT && ::access(spec.program.c_str(), F_OK) != 0) {
    return Error{"Runtime.InvalidEntrypoint",
                 std::format("Couldn't find valid bootstrap(s): [{}]", spec.program)};
  }
  return Error{"Runtime.InvalidEntrypoint", std::format("fork/exec {}: {}", spec.program, reason)};
}

/// Bytes read; fewer than asked for at the end, and when a non-blocking descriptor has no more.
std::size_t read_whole(int fd, void* bytes, std::size_t count) {
  ssize_t got = 0;
  do {
    got = ::read(fd, bytes, count);
  } while (got < 0 && errno == EINTR);
  return got < 0 ? 0 : static_cast<std::size_t>(got);
}

std::vector<char*> as_pointers(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const std::string& text : texts) {
    pointers.push_back(const_cast<char*>(text.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

std::expected<FunctionProcess, Error> FunctionProcess::start(const FunctionProcessSpec& spec) {
  auto out = make_pipe();
  auto err = make_pipe();
  auto report = make_pipe();
  auto control = make_pipe();
  auto status = make_pipe();
  const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!out || !err || !report || !control || !status || !null.is_open()) {
    return std::unexpected(out_of_resources("pipe", errno));
  }
  make_non_blocking(out->read);
  make_non_blocking(err->read);

  const std::vector<std::string> words = {spec.program};
  const std::vector<char*> arguments = as_pointers(words);
  const std::vector<char*> environment = as_pointers(spec.environment);
  const KeeperPlan plan{
      {spec.program.c_str(), spec.working_directory.c_str(), arguments.data(), environment.data()},
      null.get(),
      out->write.get(),
      err->write.get(),
      report->write.get(),
      control->read.get(),
      status->write.get()};
  const pid_t keeper = fork_keeper();
  if (keeper < 0) {
    return std::unexpected(out_of_resources("fork", errno));
  }
  if (keeper == 0) {
    run_keeper(plan);
  }

  report->write.reset();
  status->write.reset();
  FunctionProcess process(spec.program, keeper, std::move(status->read), std::move(control->write),
                          std::move(out->read), std::move(err->read));
  if (auto error = process.await_start(report->read.get(), spec)) {
    return std::unexpected(*std::move(error));
  }
  make_non_blocking(process.status_);
  return process;
}

FunctionProcess::FunctionProcess(std::string program, pid_t keeper, UniqueFd status,
                                 UniqueFd control, UniqueFd out, UniqueFd err)
    : program_(std::move(program)),
      keeper_(keeper),
      status_(std::move(status)),
      control_(std::move(control)),
      stdout_(std::move(out)),
      stderr_(std::move(err)) {}

FunctionProcess::FunctionProcess(FunctionProcess&& other) noexcept
    : program_(std::move(other.program_)),
      keeper_(std::exchange(other.keeper_, -1)),
      pid_(other.pid_),
      status_(std::move(other.status_)),
      control_(std::move(other.control_)),
      stdout_(std::move(other.stdout_)),
      stderr_(std::move(other.stderr_)),
      is_ended_(other.is_ended_),
      wait_status_(other.wait_status_),
      peak_memory_kb_(other.peak_memory_kb_),
      left_over_(std::move(other.left_over_)) {}

FunctionProcess::~FunctionProcess() { kill(); }

// Waits until the process runs its program or the keeper says why not.
std::optional<Error> FunctionProcess::await_start(int report_fd, const FunctionProcessSpec& spec) {
  const auto message = read_message();
  if (!message || message->kind != KeeperMessage::Kind::kStarted) {
    return out_of_resources("fork", message ? message->value : EMFILE);
  }
  pid_ = message->value;
  StartFailure failure{};
  if (read_whole(report_fd, &failure, sizeof failure) == sizeof failure) {
    return start_error(spec, failure);
  }
  return std::nullopt;
}

std::optional<KeeperMessage> FunctionProcess::read_message() {
  KeeperMessage message{};
  // Written whole, it is read whole: pipe(7), PIPE_BUF.
  if (read_whole(status_.get(), &message, sizeof message) != sizeof message) {
    return std::nullopt;
  }
  return message;
}

void FunctionProcess::take_messages() {
  using Kind = KeeperMessage::Kind;
  while (const auto message = read_message()) {
    if (message->kind == Kind::kExited) {
      wait_status_ = message->value;
      peak_memory_kb_ = static_cast<std::uint64_t>(message->peak_memory_kb);
    } else if (message->kind == Kind::kLeft) {
      left_over_.push_back(message->value);
    } else if (message->kind == Kind::kEnded) {
      is_ended_ = true;
    }
  }
}

std::optional<int> FunctionProcess::wait_status() {
  if (wait_status_ || keeper_ < 0) {
    return wait_status_;
  }
  take_messages();
  if (wait_status_) {
    return wait_status_;
  }
  pollfd polled{status_.get(), 0, 0};
  // The function ended its keeper, and with it itself.
  if (::poll(&polled, 1, 0) == 1 && (polled.revents & POLLHUP) != 0) {
    kill();
  }
  return wait_status_;
}

void FunctionProcess::kill() {
  if (keeper_ < 0) {
    return;
  }
  control_.reset();
  make_non_blocking(status_);
  await_end();
  // One that ended otherwise than by its own word has left its children to this program.
  end_keeper(keeper_, is_ended_);
  keeper_ = -1;
  status_.reset();
  if (!wait_status_) {
    wait_status_ = SIGKILL;
  }
}

void FunctionProcess::await_end() {
  const auto deadline = std::chrono::steady_clock::now() + kKeeperEndMax;
  while (std::chrono::steady_clock::now() < deadline) {
    ::kill(keeper_, SIGCONT);  // In case the function has stopped it.
    pollfd polled{status_.get(), POLLIN, 0};
    if (::poll(&polled, 1, kKeeperPollMs) <= 0) {
      continue;
    }
    take_messages();
    if (is_ended_ || (polled.revents & POLLIN) == 0) {
      return;
    }
  }
}

MemoryUse FunctionProcess::memory_use() const {
  return keeper_ < 0 || wait_status_ ? MemoryUse{} : memory_use_of(pid_);
}

std::uint64_t FunctionProcess::peak_memory_mb() const {
  return megabytes(wait_status_ ? peak_memory_kb_ : memory_use().peak);
}

bool FunctionProcess::is_emulated() const {
  const auto runs = elf_machine_of(std::format("/proc/{}/exe", pid_));
  // A script has none, and is run by a program for ours.
  const auto wanted = elf_machine_of(program_).value_or(kOwnMachine);
  return runs && *runs != wanted;
}

}  // namespace lambda::emulator
