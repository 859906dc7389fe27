// Names for requests and traces.
// Source: RFC 9562, section 5.4; AWS X-Ray Developer Guide, "Tracing header".
#include "emulator/text/ids.h"

#include <sys/random.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <format>
#include <vector>

namespace lambda::emulator {

std::string random_hex(std::size_t digits) {
  std::vector<unsigned char> bytes((digits + 1) / 2);
  // Up to 256 bytes come whole (getrandom(2)).
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    std::fputs("getrandom: the kernel gives no random bytes.\n", stderr);
    std::abort();
  }
  std::string text;
  for (const unsigned char byte : bytes) {
    text += std::format("{:02x}", byte);
  }
  text.resize(digits);
  return text;
}

std::string new_request_id() {
  std::string id = random_hex(32);
  id[12] = '4';                 // The version.
  id[16] = "89ab"[id[16] & 3];  // The variant.
  for (const std::size_t at : {8, 13, 18, 23}) {
    id.insert(at, 1, '-');
  }
  return id;
}

std::string new_trace_id() {
  using std::chrono::duration_cast;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::format("Root=1-{:08x}-{};Parent={};Sampled=0",
                     duration_cast<std::chrono::seconds>(now).count(), random_hex(24),
                     random_hex(16));
}

}  // namespace lambda::emulator
