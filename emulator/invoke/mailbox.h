// Answers on their way from the threads that made them to the thread that writes them.
#pragma once

#include <mutex>
#include <utility>
#include <vector>

#include "emulator/http/http_message.h"
#include "emulator/http/http_port.h"

namespace lambda::emulator {

/// An answer and the connection that waits for it.
struct Letter {
  ConnectionId to = 0;
  HttpAnswer answer;
};

/// Thread-safe.
class Mailbox {
 public:
  /// Calls `tell` when the box was empty; whoever empties it must be told once. Under the lock, so
  /// that the one who empties it may be gone as soon as it has every letter.
  template <typename Tell>
  void put(Letter letter, Tell tell) {
    const std::lock_guard lock(mutex_);
    letters_.push_back(std::move(letter));
    if (letters_.size() == 1) {
      tell();
    }
  }
  /// All that is in it.
  std::vector<Letter> empty() {
    const std::lock_guard lock(mutex_);
    return std::exchange(letters_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<Letter> letters_;
};

}  // namespace lambda::emulator
