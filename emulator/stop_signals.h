// Receives SIGINT, SIGTERM and SIGHUP as events to wait for. Source: Linux signalfd(2).
#pragma once

#include <optional>

#include "core/files/unique_fd.h"

namespace lambda::emulator {

/// Made in main() before any thread, so that all threads leave these signals to it.
class StopSignals {
 public:
  StopSignals();

  /// Waits for a signal, and returns it; or for `wake_fd` to be readable (-1: never), and returns
  /// nothing.
  std::optional<int> wait(int wake_fd);

  /// Restores the default: the signals end the program.
  void release();

 private:
  UniqueFd fd_;
};

}  // namespace lambda::emulator
