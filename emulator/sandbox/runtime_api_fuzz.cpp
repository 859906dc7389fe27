// Whatever a function's process sends: no crash, and each request has one answer that fits.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "emulator/http/http_request_parser.h"
#include "emulator/sandbox/runtime_api.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lambda::emulator;
  FunctionInvocation invocation;
  invocation.request_id = "id";
  RuntimeSession session;
  HttpRequestParser parser(runtime_api_limits());
  std::string_view text(reinterpret_cast<const char*>(data), size);
  while (!text.empty()) {
    const auto consumed = parser.feed(text);
    if (!consumed) {
      return 0;
    }
    text.remove_prefix(*consumed);
    if (!parser.is_complete()) {
      return 0;
    }
    const RuntimeCall call = handle_runtime_call(parser.take(), session);
    if (call.is_held_open) {
      session.on_delivered(invocation);
    } else if (call.answer.status < 202 || call.answer.body.empty()) {
      std::abort();
    }
    if (session.has_outcome() && session.phase() == RuntimeSession::Phase::kInvoking) {
      std::abort();
    }
  }
  return 0;
}
