// As many environments as overlapping invocations need, up to a bound; idle ones stay for reuse.
#include "emulator/sandbox/environment_pool.h"

#include <algorithm>
#include <future>
#include <ranges>
#include <system_error>
#include <utility>

namespace lambda::emulator {

EnvironmentPool::EnvironmentPool(FunctionConfig config, std::vector<std::string> inherited,
                                 LogSink& sink, std::size_t environments_max)
    : config_(std::move(config)),
      inherited_(std::move(inherited)),
      sink_(sink),
      environments_max_(environments_max) {}

EnvironmentPool::~EnvironmentPool() { stop(); }

/// One with a process of that version, the most recently used; else, when there may be no more, the
/// one that was used the longest ago, which then starts a process anew.
ExecutionEnvironment* EnvironmentPool::take_idle_locked(const std::string& version) {
  const auto newest = std::ranges::find(idle_ | std::views::reverse, version, &Idle::version);
  auto found = newest == idle_.rend() ? idle_.end() : std::prev(newest.base());
  if (found == idle_.end() && all_.size() == environments_max_) {
    found = idle_.begin();
  }
  if (found == idle_.end()) {
    return nullptr;
  }
  ExecutionEnvironment* environment = found->environment;
  idle_.erase(found);
  return environment;
}

ExecutionEnvironment* EnvironmentPool::acquire_locked(const std::string& version) {
  if (is_stopped_) {
    return nullptr;
  }
  ExecutionEnvironment* environment = take_idle_locked(version);
  if (environment == nullptr && all_.size() < environments_max_) {
    try {
      all_.push_back(std::make_unique<ExecutionEnvironment>(config_, inherited_, sink_));
      environment = all_.back().get();
    } catch (const std::system_error&) {
      return nullptr;  // No thread or descriptor left: as busy as can be.
    }
  }
  if (environment != nullptr) {
    ++busy_;
  }
  return environment;
}

void EnvironmentPool::start_on(ExecutionEnvironment* environment, FunctionInvocation invocation,
                               Done done) {
  std::string version = invocation.executed_version;
  environment->start(std::move(invocation), [this, environment, version = std::move(version),
                                             done = std::move(done)](FunctionResult outcome) {
    {
      const std::lock_guard lock(mutex_);
      idle_.push_back({environment, version});
      --busy_;
    }
    changed_.notify_all();
    done(std::move(outcome));
  });
}

FunctionResult EnvironmentPool::invoke_on(ExecutionEnvironment* environment,
                                          FunctionInvocation invocation) {
  // Shared, since this thread may go on while the other is still inside of set_value().
  const auto promise = std::make_shared<std::promise<FunctionResult>>();
  start_on(environment, std::move(invocation),
           [promise](FunctionResult outcome) { promise->set_value(std::move(outcome)); });
  return promise->get_future().get();
}

bool EnvironmentPool::start_now(FunctionInvocation invocation, Done done) {
  ExecutionEnvironment* environment = nullptr;
  {
    const std::lock_guard lock(mutex_);
    environment = acquire_locked(invocation.executed_version);
  }
  if (environment == nullptr) {
    return false;
  }
  start_on(environment, std::move(invocation), std::move(done));
  return true;
}

std::optional<FunctionResult> EnvironmentPool::invoke_now(FunctionInvocation invocation) {
  ExecutionEnvironment* environment = nullptr;
  {
    const std::lock_guard lock(mutex_);
    environment = acquire_locked(invocation.executed_version);
  }
  if (environment == nullptr) {
    return std::nullopt;
  }
  return invoke_on(environment, std::move(invocation));
}

std::optional<FunctionResult> EnvironmentPool::invoke_when_free(FunctionInvocation invocation) {
  ExecutionEnvironment* environment = nullptr;
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] {
      environment = acquire_locked(invocation.executed_version);
      return environment != nullptr || is_stopped_;
    });
  }
  if (environment == nullptr) {
    return std::nullopt;
  }
  return invoke_on(environment, std::move(invocation));
}

void EnvironmentPool::stop() {
  std::unique_lock lock(mutex_);
  is_stopped_ = true;
  for (const auto& environment : all_) {
    environment->stop();
  }
  changed_.notify_all();
  changed_.wait(lock, [&] { return busy_ == 0; });
  idle_.clear();
  all_.clear();
}

std::size_t EnvironmentPool::size() const {
  const std::lock_guard lock(mutex_);
  return all_.size();
}

}  // namespace lambda::emulator
