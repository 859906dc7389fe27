// What one process of the function may do next, and what came of its invocation. No I/O.
// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "emulator/sandbox/invocation.h"

namespace lambda::emulator {

/// Answer to a call of the Runtime API: 200 for a `next` that may wait, 202 for what was taken,
/// else an error status with the error's type and message.
struct Verdict {
  int status = 202;
  std::string error_type;
  std::string message;
};

/// A result as the runtime posted it.
struct PostedResult {
  std::string_view request_id;
  const std::string* invocation_id = nullptr;  // Null when the runtime does not echo it.
  const std::string* error_type = nullptr;     // Header or trailer; null when absent.
  std::string body;
  bool is_too_large = false;
};

/// The life of one process: init, then next, answer, next, answer…
class RuntimeSession {
 public:
  enum class Phase {
    kInit,      // Started; has not asked for work yet.
    kWaiting,   // Asked for work; its `next` is held open.
    kInvoking,  // Has an event; has not answered.
    kAnswered,  // Answered; has not asked for more.
    kFailed,    // Reported that it cannot start; is expected to exit.
  };

  // What the process does.
  Verdict on_next();
  /// The connection that held `next` open is gone before an event was written to it.
  void on_next_lost();
  Verdict on_response(PostedResult result);
  Verdict on_error(PostedResult result);
  Verdict on_init_error(std::string_view error_type, std::string document);
  /// The connection broke inside a posted response.
  void on_truncated_response(std::string_view request_id);
  /// The response named a mode that there is not.
  Verdict on_invalid_response_mode(std::string_view request_id);

  // What Lambda does.
  /// The event was written to the process. Phase must be kWaiting. `invocation` must live until
  /// the outcome is taken or abandon() is called.
  void on_delivered(const FunctionInvocation& invocation);
  /// The event could not be written whole: the process did not get it.
  void on_delivery_failed();
  /// The invocation timed out: a late answer is told so.
  void abandon();

  Phase phase() const { return phase_; }
  /// Set once by an answer or by an init error.
  std::optional<FunctionResult> take_outcome();
  bool has_outcome() const { return outcome_.has_value(); }

 private:
  std::optional<Verdict> refuse_post(const PostedResult& result, std::string_view transition) const;

  Phase phase_ = Phase::kInit;
  std::string request_id_;  // Of the newest invocation.
  std::string invocation_id_;
  bool is_abandoned_ = false;
  std::optional<FunctionResult> outcome_;
};

}  // namespace lambda::emulator
