// Counts the calls as they arrive.
#include "tests/deploy/gate.h"

#include <utility>

namespace lambda::deploy_test {

Gate::Gate(uint16_t behind, peers::RecordingProxy::Interception interception, int held)
    : held_(held),
      proxy_(behind,
             [this, interception = std::move(interception)](const peers::HttpRequest& request) {
               pass();
               return interception(request);
             }) {}

std::string Gate::endpoint() const { return "http://127.0.0.1:" + std::to_string(proxy_.port()); }

bool Gate::is_reached(const std::function<bool()>& has_ended) {
  const auto is_held = [this] {
    const std::lock_guard lock(mutex_);
    return arrived_ >= held_;
  };
  while (!is_held()) {
    if (has_ended()) {
      return false;
    }
  }
  return true;
}

void Gate::open() {
  const std::lock_guard lock(mutex_);
  is_open_ = true;
  opened_.notify_all();
}

void Gate::pass() {
  std::unique_lock lock(mutex_);
  const int number = ++arrived_;
  opened_.wait(lock, [&] { return is_open_ || number < held_; });
}

}  // namespace lambda::deploy_test
