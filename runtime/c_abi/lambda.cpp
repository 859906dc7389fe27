// Each function turns C's arguments into the loop's and catches whatever is thrown.
#include "runtime/c_abi/lambda.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/http/header_view.h"
#include "core/text/utf8.h"
#include "runtime/connection/endpoint.h"
#include "runtime/crash/last_chance.h"
#include "runtime/environment/environment.h"
#include "runtime/errors/function_error.h"
#include "runtime/logging/error_log.h"
#include "runtime/logging/log.h"
#include "runtime/loop/exception_report.h"
#include "runtime/loop/handler.h"
#include "runtime/loop/loop.h"
#include "runtime/loop/process_services.h"
#include "runtime/protocol/next_response.h"

namespace {

constexpr std::size_t kMessageBytesMax = 64 * 1024;
constexpr std::size_t kStackLinesMax = 100;
constexpr std::uint64_t kCodePointsMax = PTRDIFF_MAX / lambda::text::kUtf8BytesMax;

/// For calls without a runtime, which any thread may make: those of the runtime opened last. The C
/// interface has no other place for them.
constinit std::atomic<lambda::logging::Settings> log_settings;

lambda::logging::Log process_log() { return lambda::logging::Log(log_settings.load()); }

/// Bytes to encode into. Grows, never shrinks; uninitialised, so that pages that are not written to
/// are never touched.
class EncodeBuffer {
 public:
  char* room(std::size_t bytes) {
    if (bytes > capacity_) {
      bytes_.reset();
      capacity_ = 0;
      bytes_ = std::make_unique_for_overwrite<char[]>(bytes);
      capacity_ = bytes;
    }
    return bytes_.get();
  }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0;
};

}  // namespace

struct lambda_runtime {
  explicit lambda_runtime(lambda::Environment variables) : process(std::move(variables)) {}

  lambda::loop::ProcessServices process;
  std::optional<lambda::loop::Loop> loop;  // Present once lambda_open() has returned.
  lambda::loop::HandlerResult result;
  std::optional<lambda::protocol::NextResponse> event;  // Being served.
  std::vector<lambda_header> headers;                   // Of the event.
  EncodeBuffer encoded;
  bool has_begun = false;  // Asked for an event, or reported that it never will.
};

namespace {

using lambda::FunctionError;

/// No exception leaves the library.
template <typename Call>
lambda_status guarded(const char* function, Call call) noexcept {
  try {
    return call();
  } catch (...) {
    try {
      lambda::logging::log_fatal(process_log(), function,
                                 lambda::loop::describe_current_exception());
    } catch (...) {
      lambda_report_leaving("Runtime.OutOfMemory", "there is no memory left, not even to say why");
    }
    return LAMBDA_EXIT;
  }
}

lambda_status misused(const char* function, const char* rule) {
  return guarded(function, [&] {
    lambda::logging::log_error(process_log(), function,
                               {.type = "Runtime.Misused", .message = rule});
    return LAMBDA_MISUSED;
  });
}

lambda_text text_of(std::string_view view) { return {.bytes = view.data(), .size = view.size()}; }

std::string_view view_of(const lambda_text& text) {
  return text.size == 0 ? std::string_view() : std::string_view(text.bytes, text.size);
}

FunctionError error_of(const lambda_error& error) {
  FunctionError result{.type = std::string(view_of(error.type)),
                       .message = std::string(view_of(error.message).substr(0, kMessageBytesMax)),
                       .stack = {}};
  std::string_view lines = view_of(error.stack);
  while (!lines.empty() && result.stack.size() < kStackLinesMax) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    result.stack.emplace_back(lines.substr(0, end));
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return result;
}

void fill(lambda_event& event, lambda_runtime& runtime) {
  const lambda::protocol::NextResponse& next = *runtime.event;
  runtime.headers.clear();
  for (const lambda::http::HeaderView& header : runtime.loop->event_headers()) {
    runtime.headers.push_back({.name = text_of(header.name), .value = text_of(header.value)});
  }
  event = {.body = text_of(next.payload),
           .request_id = text_of(next.request_id),
           .invoked_function_arn = text_of(next.invoked_function_arn),
           .trace_id = text_of(next.trace_id),
           .tenant_id = text_of(next.tenant_id),
           .client_context = text_of(next.client_context),
           .cognito_identity = text_of(next.cognito_identity),
           .deadline_ms = static_cast<uint64_t>(next.deadline.time_since_epoch().count()),
           .headers = runtime.headers.data(),
           .header_count = runtime.headers.size()};
}

lambda_status answer(lambda_runtime& runtime) {
  const auto answered = runtime.loop->answer(*runtime.event, runtime.result);
  runtime.event.reset();
  if (!answered) {
    lambda::logging::log_fatal(runtime.process.log, "exiting", answered.error());
    return LAMBDA_EXIT;
  }
  return LAMBDA_OK;
}

lambda_status respond(lambda_runtime& runtime, std::string_view body, const char* content_type) {
  const lambda::Borrowed borrowed{body};
  if (content_type == nullptr) {
    runtime.result.succeed(borrowed);
  } else {
    runtime.result.succeed(borrowed, content_type);
  }
  return answer(runtime);
}

}  // namespace

lambda_status lambda_open(lambda_runtime** runtime) {
  if (runtime == nullptr) {
    return misused("lambda_open", "the place for the runtime is null");
  }
  *runtime = nullptr;
  return guarded("lambda_open", [&] {
    auto opened = std::make_unique<lambda_runtime>(lambda::read_environment(environ));
    log_settings = opened->process.log.settings();
    auto endpoint = lambda::loop::initialize(opened->process);
    if (!endpoint) {
      return LAMBDA_EXIT;
    }
    opened->loop.emplace(opened->process, std::move(*endpoint));
    *runtime = opened.release();
    return LAMBDA_OK;
  });
}

void lambda_close(lambda_runtime* runtime) {
  lambda::crash::debt().expect_nothing();
  delete runtime;
}

lambda_status lambda_next(lambda_runtime* runtime, lambda_event* event) {
  if (runtime == nullptr || event == nullptr || runtime->event) {
    return misused("lambda_next", "an event is still to be answered, or an argument is null");
  }
  return guarded("lambda_next", [&] {
    runtime->has_begun = true;
    runtime->process.debt.expect_nothing();
    auto next = runtime->loop->next();
    if (!next) {
      lambda::logging::log_fatal(runtime->process.log, "exiting", next.error());
      return LAMBDA_EXIT;
    }
    runtime->event = *next;
    fill(*event, *runtime);
    return LAMBDA_OK;
  });
}

lambda_status lambda_respond(lambda_runtime* runtime, const char* body, uint64_t body_size,
                             const char* content_type) {
  if (runtime == nullptr || !runtime->event || (body == nullptr && body_size > 0)) {
    return misused("lambda_respond", "there is no event to answer, or an argument is null");
  }
  return guarded("lambda_respond", [&] {
    return respond(*runtime, view_of({.bytes = body, .size = body_size}), content_type);
  });
}

lambda_status lambda_respond_utf32(lambda_runtime* runtime, const uint32_t* code_points,
                                   uint64_t count, const char* content_type) {
  if (runtime == nullptr || !runtime->event || (code_points == nullptr && count > 0)) {
    return misused("lambda_respond_utf32", "there is no event to answer, or an argument is null");
  }
  if (count > kCodePointsMax) {
    return misused("lambda_respond_utf32", "there cannot be that many code points in memory");
  }
  return guarded("lambda_respond_utf32", [&] {
    char* const to = runtime->encoded.room(count * lambda::text::kUtf8BytesMax);
    const std::size_t bytes = lambda::text::encode_utf8(std::span(code_points, count), to);
    return respond(*runtime, std::string_view(to, bytes), content_type);
  });
}

lambda_status lambda_fail(lambda_runtime* runtime, const lambda_error* error) {
  if (runtime == nullptr || !runtime->event || error == nullptr) {
    return misused("lambda_fail", "there is no event to answer, or an argument is null");
  }
  return guarded("lambda_fail", [&] {
    runtime->result.fail(error_of(*error));
    return answer(*runtime);
  });
}

lambda_status lambda_fail_initialization(lambda_runtime* runtime, const lambda_error* error) {
  if (runtime == nullptr || runtime->has_begun || error == nullptr) {
    return misused("lambda_fail_initialization", "events were asked for, or an argument is null");
  }
  return guarded("lambda_fail_initialization", [&] {
    runtime->has_begun = true;
    runtime->process.debt.expect_nothing();
    runtime->loop->report_init_error(error_of(*error));
    return LAMBDA_OK;
  });
}

void lambda_guard_exits(int (*owns_thread)(void)) { lambda::crash::guard_exits(owns_thread); }

void lambda_report_leaving(const char* type, const char* message) {
  lambda::crash::report_leaving(type, message);
}

void lambda_log(lambda_runtime* runtime, lambda_level level, const char* message, uint64_t size) {
  guarded("lambda_log", [&] {
    const bool is_serving = runtime != nullptr && runtime->event;
    process_log().write({.level = static_cast<lambda::logging::Level>(
                             std::clamp<lambda_level>(level, LAMBDA_TRACE, LAMBDA_FATAL)),
                         .message = view_of({.bytes = message, .size = size}),
                         .request_id = is_serving ? runtime->event->request_id : std::string_view(),
                         .tenant_id = is_serving ? runtime->event->tenant_id : std::string_view(),
                         .error_type = {},
                         .stack = {},
                         .time = {}});
    return LAMBDA_OK;
  });
}

int64_t lambda_remaining_ms(uint64_t deadline_ms) {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(
      std::chrono::system_clock::now().time_since_epoch());
  return static_cast<int64_t>(deadline_ms) - now.count();
}

uint64_t lambda_measure_utf8(const char* bytes, uint64_t size, uint64_t* code_points) {
  const auto extent = lambda::text::measure_utf8(view_of({.bytes = bytes, .size = size}));
  *code_points = extent.code_points;
  return extent.valid_bytes;
}

void lambda_decode_utf8(const char* bytes, uint64_t size, uint32_t* to) {
  lambda::text::decode_utf8(view_of({.bytes = bytes, .size = size}), to);
}

uint64_t lambda_encode_utf8(const uint32_t* code_points, uint64_t count, char* to) {
  return lambda::text::encode_utf8(std::span(code_points, count), to);
}
