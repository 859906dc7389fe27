// Whatever a caller sends: no crash, and a refusal has a status of 4xx, a type and a message.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "core/json/json_check.h"
#include "emulator/http/http_request_parser.h"
#include "emulator/http/web_page.h"
#include "emulator/invoke/invoke_request.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lambda::emulator;
  HttpRequestParser parser(invoke_api_limits());
  if (!parser.feed({reinterpret_cast<const char*>(data), size}) || !parser.is_complete()) {
    return 0;
  }
  HttpRequest request = parser.take();
  const std::string allowed[] = {"lambda.example"};
  if (const auto fault = find_web_page_fault(request, allowed); fault && fault->empty()) {
    std::abort();
  }
  auto decoded = decode_invoke_request(std::move(request), FunctionConfig());
  if (!decoded) {
    const InvokeFault& fault = decoded.error();
    if (fault.status < 400 || fault.status > 499 || fault.type.empty()) {
      std::abort();
    }
    return 0;
  }
  if (lambda::find_json_fault(decoded->payload)) {
    std::abort();
  }
  const FunctionInvocation invocation = new_invocation(*std::move(decoded), {});
  if (invocation.trace_id.empty() || invocation.function_arn.find('\n') != std::string::npos) {
    std::abort();
  }
  return 0;
}
