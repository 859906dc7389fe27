// Where one deployer's calls of AWS wait for a test to let them on, so that two deployers can be
// interleaved by force at every call.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "tests/peers/recording_proxy.h"

namespace lambda::deploy_test {

class Gate {
 public:
  /// Holds the call `held` and all behind it, counted from 1, before the server at `behind` or
  /// `interception` sees them.
  Gate(uint16_t behind, peers::RecordingProxy::Interception interception, int held);
  ~Gate() { open(); }
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  std::string endpoint() const;

  /// Waits until the call is held or `has_ended` is true, which is asked again and again and waits
  /// a moment itself. True when the call is held.
  bool is_reached(const std::function<bool()>& has_ended);

  /// Lets all calls on.
  void open();

  std::vector<peers::Exchange> exchanges() const { return proxy_.exchanges(); }

 private:
  void pass();

  std::mutex mutex_;  // Of what follows.
  std::condition_variable opened_;
  int held_;
  int arrived_ = 0;
  bool is_open_ = false;
  peers::RecordingProxy proxy_;  // Last: it calls the others.
};

}  // namespace lambda::deploy_test
