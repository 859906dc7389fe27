// The log on a descriptor such as standard error, whose reader may be slow or asleep: nothing that
// the emulator does may wait for it.
// Source: Linux proc(5), /proc/PID/fd; pipe(7), PIPE_BUF.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "core/files/unique_fd.h"
#include "emulator/process/wake_signal.h"
#include "emulator/sandbox/log_sink.h"

namespace lambda::emulator {

struct StreamSinkLimits {
  std::size_t queued_bytes_max = 1024 * 1024;  // From here on a function's output waits.
  std::size_t bytes_max = 8 * 1024 * 1024;     // From here on lines are lost, and counted.
  std::chrono::milliseconds patience{1'000};   // A reader that takes nothing for so long is asleep.
};

/// Lines go out in the order of write(), those of one call together. What the reader does not take
/// at once is queued. A reader that is asleep costs lines, not time: then what is more than
/// `queued_bytes_max` is lost, and how much it was is said once the reader takes lines again.
class StreamSink : public LogSink {
 public:
  /// `fd` must outlive it; it stays as it is, blocking or not.
  explicit StreamSink(int fd, StreamSinkLimits limits = {});
  /// As flush().
  ~StreamSink() override;

  void write(std::string_view lines) override;
  bool takes_more() const override;
  /// Waits until all is written, as long as the reader is not asleep.
  void flush();

 private:
  using Clock = std::chrono::steady_clock;

  bool is_asleep_locked() const;
  std::size_t write_some(std::string_view bytes);
  void write_queue_locked();
  void start_writer_locked();
  void work();

  const UniqueFd own_;  // The same pipe or terminal, without waiting; -1 for any other file.
  const int fd_;
  const bool is_regular_file_;
  const StreamSinkLimits limits_;
  WakeSignal stop_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::string queue_;
  std::size_t lost_lines_ = 0;
  bool is_broken_ = false;  // The reader is gone; there is nowhere else to report it.
  bool is_stopping_ = false;
  Clock::time_point last_progress_ = Clock::now();
  std::thread writer_;  // Runs once something had to be queued.
};

}  // namespace lambda::emulator
