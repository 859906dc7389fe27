// Next, handle, answer: the way of each event. What follows a failure is in rules.h.
// Source: AWS Lambda Developer Guide, "Building a custom runtime" and "Using the Lambda runtime
// API".
#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>

#include "core/errors/error.h"
#include "core/http/header_view.h"
#include "runtime/connection/connection.h"
#include "runtime/connection/endpoint.h"
#include "runtime/connection/receive_buffer.h"
#include "runtime/errors/function_error.h"
#include "runtime/logging/error_log.h"
#include "runtime/loop/handler.h"
#include "runtime/loop/process_services.h"
#include "runtime/protocol/next_response.h"
#include "runtime/protocol/requests.h"

namespace lambda::loop {

/// How often `next` is asked when the connection is lost, as it may be when a frozen environment
/// thaws; each wait is twice the one before. And how long the Runtime API may take to reply to an
/// answer, which is then sent once more.
struct RetryPolicy {
  int attempts = 6;
  std::chrono::milliseconds first_wait{50};
  std::chrono::milliseconds answer_wait = connection::Connection::kWait;
};

/// One loop, on the caller's thread. Holds nothing of the process, whose services it is handed. In
/// the steady state it allocates nothing.
class Loop {
 public:
  static constexpr int kFailureStatus = 1;  // Of the process.

  Loop(ProcessServices& process, connection::Endpoint endpoint, RetryPolicy retry = {});

  /// Serves events until the Runtime API has no more to give. Result: the process's exit status,
  /// never 0; the reason is logged.
  int serve(const HandlerReference& handler);

  /// The two halves of what serve() repeats, for a host that calls its handler itself. The event is
  /// valid until it has been answered; each event is answered once.
  /// Error: only what ends the process; any other is logged here.
  std::expected<protocol::NextResponse, Error> next();
  std::expected<void, Error> answer(const protocol::NextResponse& event,
                                    const HandlerResult& result);

  /// All headers of the event that next() gave, until it is answered.
  std::span<const http::HeaderView> event_headers() const { return connection_.headers(); }

  /// Reports that there will be no handler. Result: the process's exit status, never 0.
  int report_init_error(const FunctionError& given);

 private:
  std::expected<void, Error> serve_one(const HandlerReference& handler);
  std::expected<void, Error> finish(const protocol::NextResponse& event,
                                    const HandlerResult& result);
  std::expected<void, Error> send(const protocol::InvocationKey& key, const HandlerResult& result);
  std::expected<void, Error> post_bytes(const protocol::InvocationKey& key,
                                        const HandlerResult& result);
  std::expected<void, Error> post_error(const protocol::InvocationKey& key,
                                        const FunctionError& given);
  std::expected<void, Error> post(std::string_view head, std::string_view body);
  std::string_view echoable_invocation_id(std::string_view invocation_id);

  ProcessServices& process_;
  RetryPolicy retry_;
  connection::Connection connection_;
  protocol::RequestEncoder encoder_;
  // Head and body of the event, which the handler reads where it lies.
  connection::ReceiveBuffer event_;
  connection::ReceiveBuffer reply_;  // To a POST: the event is still needed then.
  HandlerResult result_;
  logging::Origin origin_;  // Of the event that next() gave.
  std::string working_directory_;
  bool has_warned_of_invocation_id_ = false;
};

}  // namespace lambda::loop
