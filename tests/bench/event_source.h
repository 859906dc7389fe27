// Lambda's side of the Runtime API, as small as it can be, so that what is measured is the runtime.
// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API".
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace lambda::bench {

/// Serves one runtime over one connection. A runtime that does what it must not ends the process, with a
/// message: a benchmark of a wrong answer means nothing.
class EventSource {
 public:
  EventSource();
  ~EventSource();
  EventSource(const EventSource&) = delete;
  EventSource& operator=(const EventSource&) = delete;

  /// `127.0.0.1:port`, for AWS_LAMBDA_RUNTIME_API.
  std::string address() const;

  /// Waits for the runtime's connection and its first `next`.
  void await_runtime();

  /// Hands out one event, takes the answer, which must be the event's bytes, acknowledges it, and awaits the
  /// next `next`. Result: the time from the event's first byte to the answer's last.
  std::chrono::nanoseconds invoke(std::string_view event);

 private:
  std::string_view read_request();  // The body.

  int listener_ = -1;
  int connection_ = -1;
  std::string received_;
  std::size_t received_bytes_ = 0;
};

}  // namespace lambda::bench
