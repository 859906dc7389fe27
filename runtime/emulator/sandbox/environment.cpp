// A sandbox in a thread of its own, for callers in other threads.
#include "runtime/emulator/sandbox/environment.h"

#include <utility>

#include "runtime/emulator/sandbox/function_error.h"
#include "runtime/emulator/sandbox/sandbox.h"

namespace lambda::emulator {

Environment::Environment(const FunctionConfig& config, const std::vector<std::string>& inherited,
                         LogSink& sink)
    : config_(config), inherited_(inherited), sink_(sink), thread_([this] { run(); }) {}

Environment::~Environment() {
  stop();
  thread_.join();
}

Outcome Environment::invoke(Invocation invocation) {
  std::future<Outcome> outcome;
  {
    const std::lock_guard lock(mutex_);
    if (is_stopping_) {
      return platform_error(invocation.request_id, "Sandbox.Failure", "The emulator was stopped");
    }
    job_.emplace(std::move(invocation), std::promise<Outcome>());
    outcome = job_->outcome.get_future();
    wake_.raise();  // Under the lock: raised later, it would disturb the invocation it announces.
  }
  return outcome.get();
}

void Environment::stop() {
  const std::lock_guard lock(mutex_);
  is_stopping_ = true;
  wake_.raise();
}

std::optional<Environment::Job> Environment::take_job() {
  const std::lock_guard lock(mutex_);
  // Once stopping, the signal stays raised, so that every wait of the sandbox ends.
  if (!is_stopping_) wake_.lower();
  return std::exchange(job_, std::nullopt);
}

void Environment::run() {
  Sandbox sandbox(config_, inherited_, sink_, wake_.fd(), is_stopping_);
  for (;;) {
    if (auto job = take_job()) {
      job->outcome.set_value(sandbox.invoke(job->invocation));
      continue;
    }
    if (is_stopping_) return;
    sandbox.idle();
  }
}

}  // namespace lambda::emulator
