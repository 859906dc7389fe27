// Turns SIGINT, SIGTERM and SIGHUP into something to wait for. Source: Linux signalfd(2).
#pragma once

#include <optional>

#include "core/files/unique_fd.h"

namespace lambda::emulator {

/// Made in main() before any thread, so that all threads leave these signals to it.
class StopSignals {
 public:
  StopSignals();

  /// Waits for a signal, and returns it, or for `wake_fd` (-1: none), and returns nothing.
  std::optional<int> wait(int wake_fd);

  /// The signals end the program again, as they do without this object.
  void release();

 private:
  UniqueFd fd_;
};

}  // namespace lambda::emulator
