// The texts about a process that is leaving: for the Runtime API, and for the log. No I/O.
// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API", invocation error and
// initialization error.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "runtime/crash/fixed_text.h"
#include "runtime/crash/program.h"
#include "runtime/crash/stack.h"
#include "runtime/logging/record.h"
#include "runtime/protocol/requests.h"

namespace lambda::crash {

struct Cause {
  std::string_view type;
  std::string_view message;  // At most 4,000 bytes of it are reported.
  const Stack* stack = nullptr;
};

/// Allocates everything at construction. Its functions are async-signal-safe, one call at a time;
/// each result is valid until the next call.
class Report {
 public:
  static constexpr std::size_t kIdBytesMax = 256;  // Of a request, and of a tenant.
  static constexpr std::size_t kInvocationIdBytesMax = 1024;

  /// `log`: the format of log_record().
  Report(const Program& program, std::string_view authority, const logging::Settings& log = {});

  std::string_view log_record(const Cause& cause, std::string_view request_id,
                              std::string_view tenant_id);
  /// `key` null: an error of the initialization. Empty when the request id is too long to be one.
  std::string_view request(const Cause& cause, const protocol::InvocationKey* key);

 private:
  std::span<const std::string_view> lines_of(const Stack* stack);
  void write_body(const Cause& cause);

  const Program& program_;
  logging::Settings log_;
  std::string authority_;
  std::string text_;
  std::string body_;
  std::array<FixedText<32>, Stack::kFramesMax> line_texts_;
  std::array<std::string_view, Stack::kFramesMax + 1> lines_;
};

}  // namespace lambda::crash
