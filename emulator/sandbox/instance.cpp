// One process of the function with its Runtime API and its output.
#include "emulator/sandbox/instance.h"

#include <poll.h>

#include <algorithm>
#include <format>
#include <utility>

#include "emulator/process/function_environment.h"
#include "emulator/text/ids.h"

namespace lambda::emulator {
namespace {

constexpr std::size_t kScratchBytes = 128 * 1024;
// How often a log whose reader is behind is asked whether it takes more.
constexpr std::chrono::milliseconds kLogCheckInterval{10};
constexpr std::chrono::hours kLongestWait{1};

/// "2026/01/31/[$LATEST]0123456789abcdef0123456789abcdef", as CloudWatch's log streams are named.
std::string new_log_stream(const FunctionConfig& config) {
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  return std::format("{:%Y/%m/%d}/[{}]{}", today, config.version, random_hex(32));
}

timespec until(SteadyTime deadline) {
  const auto left = std::clamp<std::chrono::nanoseconds>(
      deadline - std::chrono::steady_clock::now(), std::chrono::nanoseconds(0), kLongestWait);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
  return {static_cast<time_t>(seconds.count()), static_cast<long>((left - seconds).count())};
}

}  // namespace

std::expected<std::unique_ptr<Instance>, Error> Instance::start(
    const FunctionConfig& config, const std::vector<std::string>& inherited, LogCapture& log) {
  auto session = std::make_unique<RuntimeSession>();
  auto listener = RuntimeListener::open(*session);
  if (!listener) {
    return std::unexpected(std::move(listener.error()));
  }
  const FunctionProcessSpec spec{
      config.bootstrap, config.task_root,
      function_environment(config, inherited, (*listener)->address(), new_log_stream(config))};
  auto process = FunctionProcess::start(spec);
  if (!process) {
    return std::unexpected(std::move(process.error()));
  }
  return std::unique_ptr<Instance>(
      new Instance(std::move(*process), std::move(session), std::move(*listener), log));
}

Instance::Instance(FunctionProcess process, std::unique_ptr<RuntimeSession> session,
                   std::unique_ptr<RuntimeListener> listener, LogCapture& log)
    : process_(std::move(process)),
      session_(std::move(session)),
      listener_(std::move(listener)),
      log_(log),
      scratch_(kScratchBytes) {}

void Instance::wait(SteadyTime deadline, int wake_fd) {
  const bool takes_log = log_.takes_more();
  if (!takes_log) {
    deadline = std::min(deadline, std::chrono::steady_clock::now() + kLogCheckInterval);
  }
  // poll() skips entries whose descriptor is -1.
  polled_ = {{{wake_fd, POLLIN, 0},
              {exit_status_ ? -1 : process_.exit_fd(), POLLIN, 0},
              {takes_log ? process_.stdout_fd() : -1, POLLIN, 0},
              {takes_log ? process_.stderr_fd() : -1, POLLIN, 0},
              {listener_->fd(), POLLIN, 0}}};
  const timespec timeout = until(deadline);
  if (::ppoll(polled_.data(), polled_.size(), &timeout, nullptr) >= 0) {
    return;
  }
  for (pollfd& polled : polled_) {
    polled.revents = 0;
  }
}

// Each part is asked only when it has news: the rest would cost an invocation a dozen calls.
void Instance::pump(SteadyTime deadline, int wake_fd) {
  wait(deadline, wake_fd);
  const auto has_news = [&](Polled which) { return polled_[which].revents != 0; };
  if (has_news(kRuntimeApi)) {
    listener_->advance();
  }
  if (has_news(kStdout) || has_news(kStderr)) {
    drain_output();
  }
  if (!has_news(kExit) && process_.exit_fd() >= 0) {
    return;
  }
  const auto status = process_.wait_status();
  if (!status || exit_status_) {
    return;
  }
  // What it sent before it ended has arrived by now.
  listener_->drain();
  drain_output();
  exit_status_ = status;
}

void Instance::drain_output() {
  using Stream = LogCapture::Stream;
  if (process_.stdout_fd() >= 0 && !log_.drain(process_.stdout_fd(), Stream::kStdout, scratch_)) {
    process_.close_stdout();
  }
  if (process_.stderr_fd() >= 0 && !log_.drain(process_.stderr_fd(), Stream::kStderr, scratch_)) {
    process_.close_stderr();
  }
}

void Instance::deliver(const FunctionInvocation& invocation,
                       std::chrono::system_clock::time_point deadline) {
  listener_->deliver(invocation, deadline);
}

void Instance::end() {
  session_->abandon();
  process_.kill();
  drain_output();
  exit_status_ = process_.wait_status();
}

}  // namespace lambda::emulator
