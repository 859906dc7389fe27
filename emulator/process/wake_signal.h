// Wakes another thread out of poll(). Source: Linux eventfd(2).
#pragma once

#include "core/files/unique_fd.h"

namespace lambda::emulator {

/// Stays raised until lowered. Thread-safe. The constructor throws std::system_error, as
/// std::thread's does, when the system has no descriptor left.
class WakeSignal {
 public:
  WakeSignal();

  void raise();
  void lower();
  /// Readable while raised. Owned by this object.
  int fd() const { return fd_.get(); }

 private:
  UniqueFd fd_;
};

}  // namespace lambda::emulator
