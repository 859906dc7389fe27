// Whatever the bytes and their cut: no crash, no more body than allowed, and the same result.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "emulator/http/http_request_parser.h"

namespace {

using lambda::emulator::HttpLimits;
using lambda::emulator::HttpRequest;
using lambda::emulator::HttpRequestParser;

constexpr std::size_t kBodyBytesMax = 64;

/// Bodies and targets of all requests in `text`, fed in pieces; "fault" at the end of a bad one.
std::string summary(std::string_view text, std::size_t piece) {
  HttpLimits limits;
  limits.head_bytes_max = 512;
  limits.body_bytes_max = kBodyBytesMax;
  limits.body_bytes_read_max = 4 * kBodyBytesMax;
  HttpRequestParser parser(limits);
  std::string result;
  while (!text.empty()) {
    const std::string_view bytes = text.substr(0, piece);
    const auto consumed = parser.feed(bytes);
    if (!consumed) {
      return result + "fault";
    }
    if (*consumed > bytes.size()) {
      std::abort();
    }
    text.remove_prefix(*consumed);
    if (parser.is_complete()) {
      const HttpRequest request = parser.take();
      if (request.body.size() > kBodyBytesMax) {
        std::abort();
      }
      result += request.target + "|" + request.body + "|";
    } else if (*consumed == 0) {
      std::abort();  // No progress.
    }
  }
  return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (summary(text, std::string_view::npos) != summary(text, 1)) {
    std::abort();
  }
  return 0;
}
