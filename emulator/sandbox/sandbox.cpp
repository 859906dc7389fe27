// Runs invocations one after the other, in one process that it starts again when it must.
#include "emulator/sandbox/sandbox.h"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <format>
#include <string>
#include <utility>

#include "emulator/process/exit_status.h"
#include "emulator/sandbox/function_error.h"

namespace lambda::emulator {
namespace {

using Clock = std::chrono::steady_clock;
using Phase = RuntimeSession::Phase;

constexpr std::string_view kTimedOut = "Sandbox.Timedout";
constexpr std::string_view kExitError = "Runtime.ExitError";
// Only in REPORT; the caller is told of the exit.
constexpr std::string_view kOutOfMemory = "Runtime.OutOfMemory";
// For the log lines of a process that reported that it cannot start, and now exits.
constexpr std::chrono::milliseconds kExitGrace{300};
// A process that asks for work and ends before it gets any is not started without end.
constexpr int kRestartsMax = 2;

Milliseconds since(SteadyTime start) { return Clock::now() - start; }

bool is_platform_error(const FunctionResult& outcome) {
  return outcome.error_type == kExitError || outcome.error_type == "Sandbox.Failure" ||
         outcome.error_type.starts_with("Runtime.Invalid");
}

}  // namespace

Sandbox::Sandbox(const FunctionConfig& config, const std::vector<std::string>& inherited,
                 LogSink& sink, int wake_fd, const std::atomic<bool>& is_stopping)
    : config_(config),
      inherited_(inherited),
      log_(sink),
      wake_fd_(wake_fd),
      is_stopping_(is_stopping),
      memory_limit_(config.memory_mb) {}

FunctionResult Sandbox::invoke(const FunctionInvocation& invocation) {
  const bool is_other_version = instance_version_ != invocation.executed_version;
  if (instance_ && (instance_->exit_status() || is_other_version)) {
    end_process();
  }
  is_out_of_memory_ = false;
  memory_limit_.begin_invocation();
  log_.begin_invocation();
  Init init = ensure_started(invocation);
  log_.write_own(start_line(invocation.request_id, invocation.executed_version));
  const SteadyTime start = Clock::now();
  FunctionResult outcome = init.failure ? *std::move(init.failure) : run(invocation);
  const Milliseconds duration = since(start);
  if (instance_) {
    instance_->drain_output();
  }
  write_report(invocation, outcome, duration, init);
  if (instance_ && instance_->exit_status()) {
    end_process();
  }
  outcome.log_tail = log_.tail();
  return outcome;
}

Sandbox::Init Sandbox::ensure_started(const FunctionInvocation& invocation) {
  if (instance_) {
    return {};
  }
  const SteadyTime start_time = Clock::now();
  if (auto failure = start(invocation)) {
    return {std::nullopt, std::move(failure)};
  }
  await_init();
  const Milliseconds duration = since(start_time);
  if (instance_->session().has_outcome()) {
    return {std::nullopt, reported_init_error(duration)};
  }
  if (instance_->exit_status()) {
    log_.write_own(
        init_report_line(duration, "error", is_out_of_memory_ ? kOutOfMemory : kExitError));
    return {std::nullopt, exited(invocation)};
  }
  if (instance_->session().phase() != Phase::kInit || is_stopping_) {
    return {duration, {}};
  }
  // Lambda starts it once more, within the invocation and its timeout.
  log_.write_own(init_report_line(duration, "timeout", ""));
  end_process();
  return {std::nullopt, start(invocation)};
}

std::optional<FunctionResult> Sandbox::start(const FunctionInvocation& invocation) {
  FunctionConfig config = config_;
  config.version = invocation.executed_version;
  auto instance = Instance::start(config, inherited_, log_);
  if (!instance) {
    const Error& error = instance.error();
    log_.write_own(exit_lines(invocation.request_id, error.message, error.type));
    return platform_error(invocation.request_id, error.type, error.message);
  }
  instance_ = std::move(*instance);
  instance_version_ = invocation.executed_version;
  peak_memory_mb_ = 0;
  memory_limit_.begin_process();
  return std::nullopt;
}

void Sandbox::pump(SteadyTime deadline) {
  instance_->pump(std::min(deadline, memory_limit_.next_check()), wake_fd_);
  end_if_out_of_memory();
}

void Sandbox::end_if_out_of_memory() {
  if (instance_->exit_status()) {
    return;
  }
  const auto used_mb = memory_limit_.excess_mb(instance_->process());
  if (!used_mb) {
    return;
  }
  is_out_of_memory_ = true;
  peak_memory_mb_ = *used_mb;
  instance_->end();
  log_.write_own(out_of_memory_line(*used_mb, config_.memory_mb));
}

void Sandbox::await_init() {
  const SteadyTime deadline = Clock::now() + config_.init_timeout;
  while (instance_->session().phase() == Phase::kInit && !instance_->exit_status() &&
         !is_stopping_ && Clock::now() < deadline) {
    pump(deadline);
  }
}

FunctionResult Sandbox::reported_init_error(Milliseconds duration) {
  FunctionResult outcome = *instance_->take_outcome();
  const SteadyTime deadline = Clock::now() + kExitGrace;
  while (!instance_->exit_status() && !is_stopping_ && Clock::now() < deadline) {
    instance_->pump(deadline, wake_fd_);
  }
  log_.write_own(init_report_line(duration, "error", outcome.error_type));
  end_process();
  return outcome;
}

FunctionResult Sandbox::run(const FunctionInvocation& invocation) {
  const SteadyTime deadline = Clock::now() + config_.timeout;
  const auto wall_deadline = std::chrono::system_clock::now() + config_.timeout;
  int restarts = 0;
  for (;;) {
    if (auto outcome = instance_->take_outcome()) {
      return *std::move(outcome);
    }
    const Phase phase = instance_->session().phase();
    if (instance_->exit_status()) {
      const bool has_not_seen_event = phase == Phase::kWaiting || phase == Phase::kAnswered;
      if (!has_not_seen_event || ++restarts > kRestartsMax) {
        return exited(invocation);
      }
      end_process();
      if (auto failure = start(invocation)) {
        return *std::move(failure);
      }
      continue;
    }
    if (is_stopping_) {
      end_process();
      return platform_error(invocation.request_id, "Sandbox.Failure", "The emulator was stopped");
    }
    if (Clock::now() >= deadline) {
      return timed_out(invocation);
    }
    if (phase == Phase::kWaiting) {
      instance_->deliver(invocation, wall_deadline);
    }
    pump(deadline);
  }
}

FunctionResult Sandbox::exited(const FunctionInvocation& invocation) {
  const std::string message = describe_exit(*instance_->exit_status());
  log_.write_own(exit_lines(invocation.request_id, message, kExitError));
  end_process();
  return platform_error(invocation.request_id, kExitError, message);
}

FunctionResult Sandbox::timed_out(const FunctionInvocation& invocation) {
  const std::string message = timeout_message(config_.timeout);
  instance_->end();
  log_.write_own(timeout_line(std::chrono::system_clock::now(), invocation.request_id, message));
  end_process();
  return platform_error(invocation.request_id, kTimedOut, message);
}

void Sandbox::end_process() {
  instance_->end();
  peak_memory_mb_ = std::max(peak_memory_mb_, instance_->process().peak_memory_mb());
  for (const pid_t left : instance_->process().left_over()) {
    log_.write_own(
        std::format("The function's process {0} cannot be ended: SIGKILL is refused, as "
                    "for another user's. End it yourself: sudo kill -9 {0}\n",
                    left));
  }
  instance_.reset();
  log_.flush();
}

void Sandbox::write_report(const FunctionInvocation& invocation, const FunctionResult& outcome,
                           Milliseconds duration, const Init& init) {
  InvocationReport report;
  report.request_id = invocation.request_id;
  report.duration = duration;
  report.init_duration = init.duration;
  report.memory_mb = config_.memory_mb;
  std::string warning;
  if (instance_ && instance_->exit_status()) {
    peak_memory_mb_ = std::max(peak_memory_mb_, instance_->process().peak_memory_mb());
  } else if (instance_) {
    const MemoryUse use = instance_->process().memory_use();
    peak_memory_mb_ = std::max(peak_memory_mb_, megabytes(use.peak));
    if (const auto used = memory_limit_.past_excess_mb(instance_->process(), use)) {
      warning = memory_warning_line(*used, config_.memory_mb);
    }
  }
  report.memory_used_mb = peak_memory_mb_;
  if (outcome.error_type == kTimedOut) {
    report.duration = config_.timeout;  // What comes after is ours, not the function's.
    report.status = "timeout";
  } else if (is_platform_error(outcome)) {
    report.status = "error";
    report.error_type = is_out_of_memory_ ? kOutOfMemory : outcome.error_type;
  }
  log_.write_own(end_line(invocation.request_id) + report_line(report) + warning);
}

void Sandbox::idle(SteadyTime deadline) {
  if (!instance_) {
    pollfd wake{wake_fd_, POLLIN, 0};
    ::poll(&wake, 1, -1);
    return;
  }
  instance_->pump(deadline, wake_fd_);
  if (instance_->exit_status() || Clock::now() >= deadline) {
    end_process();
  }
}

}  // namespace lambda::emulator
