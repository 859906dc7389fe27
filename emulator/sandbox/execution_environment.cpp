// A sandbox in a thread of its own, for callers in other threads.
#include "emulator/sandbox/execution_environment.h"

#include <chrono>
#include <utility>

#include "emulator/sandbox/function_error.h"
#include "emulator/sandbox/sandbox.h"

namespace lambda::emulator {
namespace {

FunctionResult stopped(const std::string& request_id) {
  return platform_error(request_id, "Sandbox.Failure", "The emulator was stopped");
}

}  // namespace

ExecutionEnvironment::ExecutionEnvironment(const FunctionConfig& config,
                                           const std::vector<std::string>& inherited, LogSink& sink)
    : config_(config), inherited_(inherited), sink_(sink), thread_([this] { run(); }) {}

ExecutionEnvironment::~ExecutionEnvironment() {
  stop();
  thread_.join();
}

void ExecutionEnvironment::start(FunctionInvocation invocation, Done done) {
  auto refused = slot_.put({std::move(invocation), std::move(done)});
  if (refused) {
    refused->done(stopped(refused->invocation.request_id));
  }
}

void ExecutionEnvironment::run() {
  Sandbox sandbox(config_, inherited_, sink_, slot_.wake_fd(), slot_.is_stopped());
  auto idle_since = std::chrono::steady_clock::now();
  for (;;) {
    JobSlot::Next next = slot_.take();
    if (next.job) {
      next.job->done(next.is_stopped ? stopped(next.job->invocation.request_id)
                                     : sandbox.invoke(next.job->invocation));
      idle_since = std::chrono::steady_clock::now();
      continue;
    }
    if (next.is_stopped) {
      return;
    }
    sandbox.idle(idle_since + config_.idle_max);
  }
}

}  // namespace lambda::emulator
