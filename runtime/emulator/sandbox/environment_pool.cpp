// As many environments as overlapping invocations need, up to a bound; idle ones stay for reuse.
#include "runtime/emulator/sandbox/environment_pool.h"

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

Environment* EnvironmentPool::acquire_locked() {
  if (is_stopped_) return nullptr;
  Environment* environment = nullptr;
  if (!idle_.empty()) {
    environment = idle_.back();
    idle_.pop_back();
  } else if (all_.size() < environments_max_) {
    try {
      all_.push_back(std::make_unique<Environment>(config_, inherited_, sink_));
      environment = all_.back().get();
    } catch (const std::system_error&) {
      return nullptr;  // No thread or descriptor left: as busy as can be.
    }
  }
  if (environment != nullptr) ++busy_;
  return environment;
}

Outcome EnvironmentPool::invoke_on(Environment* environment, Invocation invocation) {
  Outcome outcome = environment->invoke(std::move(invocation));
  {
    const std::lock_guard lock(mutex_);
    idle_.push_back(environment);
    --busy_;
  }
  changed_.notify_all();
  return outcome;
}

std::optional<Outcome> EnvironmentPool::invoke_now(Invocation invocation) {
  Environment* environment = nullptr;
  {
    const std::lock_guard lock(mutex_);
    environment = acquire_locked();
  }
  if (environment == nullptr) return std::nullopt;
  return invoke_on(environment, std::move(invocation));
}

std::optional<Outcome> EnvironmentPool::invoke_when_free(Invocation invocation) {
  Environment* environment = nullptr;
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] {
      environment = acquire_locked();
      return environment != nullptr || is_stopped_;
    });
  }
  if (environment == nullptr) return std::nullopt;
  return invoke_on(environment, std::move(invocation));
}

void EnvironmentPool::stop() {
  std::unique_lock lock(mutex_);
  is_stopped_ = true;
  for (const auto& environment : all_) environment->stop();
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
