// The loop itself.
#include "runtime/loop/loop.h"

#include <unistd.h>

#include <array>
#include <thread>
#include <utility>

#include "runtime/context/context.h"
#include "runtime/loop/rules.h"
#include "runtime/protocol/error_document.h"

namespace lambda::loop {
namespace {

constexpr std::size_t kEventInitialBytes = 16 * 1024;
// Lambda's 6 MiB and 100 bytes, and some more, so that a limit raised a little does not end us.
constexpr std::size_t kEventBytesMax = 6 * 1024 * 1024 + 100 + 64 * 1024;
constexpr std::size_t kReplyInitialBytes = 8 * 1024;
constexpr std::size_t kReplyBytesMax = 64 * 1024;
constexpr std::size_t kPathBytesMax = 4096;

const Error kNoTrace{.type = "Runtime.OutOfMemory",
                     .message =
                         "there is no memory for the variable _X_AMZN_TRACE_ID, which is "
                         "not set in this invocation"};
const Error kNoHead{.type = std::string(kInvalidHeader),
                    .message =
                        "the invocation's id is too long for the head of an answer, which "
                        "is not sent"};

std::string current_directory() {
  std::array<char, kPathBytesMax> path;
  return ::getcwd(path.data(), path.size()) == nullptr ? std::string() : std::string(path.data());
}

Context make_context(const protocol::NextResponse& next, const ProcessServices& process) {
  return {.request_id = next.request_id,
          .invoked_function_arn = next.invoked_function_arn,
          .trace_id = next.trace_id,
          .tenant_id = next.tenant_id,
          .client_context = next.client_context,
          .cognito_identity = next.cognito_identity,
          .deadline = next.deadline,
          .environment = process.environment,
          .process_log = process.log};
}

}  // namespace

Loop::Loop(ProcessServices& process, connection::Endpoint endpoint, RetryPolicy retry)
    : process_(process),
      retry_(retry),
      connection_(std::move(endpoint), retry.answer_wait),
      encoder_(connection_.endpoint().authority),
      event_(kEventInitialBytes, kEventBytesMax),
      reply_(kReplyInitialBytes, kReplyBytesMax),
      working_directory_(current_directory()) {}

int Loop::serve(const HandlerReference& handler) {
  while (true) {
    if (const auto served = serve_one(handler); !served) {
      logging::log_fatal(process_.log, "exiting", served.error());
      return kFailureStatus;
    }
  }
}

/// Inlined into serve_one(), which must cost no more for the hosts that call answer().
[[gnu::always_inline]] inline std::expected<void, Error> Loop::finish(
    const protocol::NextResponse& event, const HandlerResult& result) {
  process_.standard_output.flush();
  const protocol::InvocationKey key{.request_id = event.request_id,
                                    .invocation_id = echoable_invocation_id(event.invocation_id)};
  auto answered = send(key, result);
  process_.debt.expect_nothing();
  if (!answered && consequence_of(answered.error()) != Consequence::kExit) {
    logging::log_error(process_.log, origin_, answered.error());
    return {};
  }
  return answered;
}

std::expected<void, Error> Loop::serve_one(const HandlerReference& handler) {
  const auto event = next();
  if (!event) {
    return std::unexpected(event.error());
  }
  call_guarded(handler, event->payload, make_context(*event, process_), result_);
  return finish(*event, result_);
}

std::expected<void, Error> Loop::answer(const protocol::NextResponse& event,
                                        const HandlerResult& result) {
  return finish(event, result);
}

std::expected<protocol::NextResponse, Error> Loop::next() {
  std::chrono::milliseconds wait = retry_.first_wait;
  for (int attempt = 1;; ++attempt) {
    const auto received =
        connection_.exchange(encoder_.next(), {}, event_, connection::Waiting::kForever);
    if (received) {
      return judge_next(received->status).and_then([&] {
        auto event = protocol::decode_next_response(received->headers, received->body);
        if (event) {
          origin_ = {.request_id = event->request_id, .tenant_id = event->tenant_id};
          process_.debt.expect_answer(
              {.request_id = event->request_id, .invocation_id = event->invocation_id},
              event->tenant_id);
          if (!process_.trace_variable.set(event->trace_id)) {
            logging::log_error(process_.log, origin_, kNoTrace);
          }
        }
        return event;
      });
    }
    if (consequence_of(received.error()) != Consequence::kRetry || attempt == retry_.attempts) {
      return std::unexpected(received.error());
    }
    std::this_thread::sleep_for(wait);
    wait *= 2;
  }
}

/// One branch for each kind of result.
std::expected<void, Error> Loop::send(const protocol::InvocationKey& key,
                                      const HandlerResult& result) {
  switch (result.kind()) {
    case HandlerResult::Kind::kBytes:
      return post_bytes(key, result);
    case HandlerResult::Kind::kError:
      return post_error(key, result.error());
  }
  std::unreachable();
}

std::expected<void, Error> Loop::post_bytes(const protocol::InvocationKey& key,
                                            const HandlerResult& result) {
  const std::string_view head = encoder_.response(key, result.content_type(), result.body().size());
  if (head.empty()) {
    return post_error(key,
                      {.type = "Function.InvalidContentType",
                       .message = "the handler's content type is too long for a header, or has "
                                  "a character that cannot stand in one",
                       .stack = {}});
  }
  auto posted = post(head, result.body());
  if (!posted && posted.error().type == connection::kUnreadableBody) {
    return post_error(key, {.type = "Function.UnreadableResponse",
                            .message = "the memory that lambda::Borrowed points to cannot be read, "
                                       "as when a mapped file was truncated; return a copy, or "
                                       "keep the file as it is",
                            .stack = {}});
  }
  return posted;
}

std::expected<void, Error> Loop::post_error(const protocol::InvocationKey& key,
                                            const FunctionError& given) {
  const FunctionError error = protocol::bound_error(given);
  logging::log_error(process_.log, origin_, error);
  const std::string document = protocol::encode_error_document(error);
  const std::string type = protocol::header_error_type(error.type);
  const std::string cause = protocol::encode_xray_cause(error, working_directory_);
  std::string_view head = encoder_.invocation_error(key, type, cause, document.size());
  if (head.empty()) {  // A long invocation id leaves no room for the cause.
    head = encoder_.invocation_error(key, type, {}, document.size());
  }
  return post(head, document);
}

/// Sends once more, on a new connection, when the connection is lost before the reply came. The
/// event, which the body may be a part of, is untouched: replies are received elsewhere.
std::expected<void, Error> Loop::post(std::string_view head, std::string_view body) {
  if (head.empty()) {
    return std::unexpected(kNoHead);
  }
  auto reply = connection_.exchange(head, body, reply_);
  bool is_resent = false;
  if (!reply && consequence_of(reply.error()) == Consequence::kRetry) {
    is_resent = connection_.has_sent();
    reply = connection_.exchange(head, body, reply_);
  }
  if (!reply) {
    return std::unexpected(std::move(reply.error()));
  }
  return judge_post(reply->status, is_resent);
}

int Loop::report_init_error(const FunctionError& given) {
  process_.standard_output.flush();
  const FunctionError error = protocol::bound_error(given);
  logging::log_fatal(process_.log, "initialization failed", error);
  const std::string document = protocol::encode_error_document(error);
  const auto posted =
      post(encoder_.init_error(protocol::header_error_type(error.type), document.size()), document);
  if (!posted) {
    consequence_of(posted.error()) == Consequence::kServeNext
        ? logging::log_error(process_.log, "could not report it", posted.error())
        : logging::log_fatal(process_.log, "could not report it", posted.error());
  }
  return kFailureStatus;
}

std::string_view Loop::echoable_invocation_id(std::string_view invocation_id) {
  if (http::is_header_value(invocation_id)) {
    return invocation_id;
  }
  if (!std::exchange(has_warned_of_invocation_id_, true)) {
    logging::log_error(process_.log, "",
                       {.type = "Runtime.InvalidInvocationId",
                        .message = "an invocation id cannot stand in a header and is not echoed; "
                                   "this is said once"});
  }
  return {};
}

}  // namespace lambda::loop
