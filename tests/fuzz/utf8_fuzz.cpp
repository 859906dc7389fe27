// Any bytes as UTF-8, and any code points: what is valid comes back as it was, and what is written
// is always valid.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/utf8.h"

namespace {

using lambda::text::decode_utf8;
using lambda::text::encode_utf8;
using lambda::text::kUtf8BytesMax;
using lambda::text::measure_utf8;
using lambda::text::Utf8Extent;

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

std::string encoded(const std::vector<std::uint32_t>& code_points) {
  std::string text(code_points.size() * kUtf8BytesMax, '\0');
  text.resize(encode_utf8(code_points, text.data()));
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const Utf8Extent extent = measure_utf8(text);
  require(extent.valid_bytes <= size && extent.code_points <= extent.valid_bytes);
  std::vector<std::uint32_t> decoded(extent.code_points);
  decode_utf8(text.substr(0, extent.valid_bytes), decoded.data());
  require(encoded(decoded) == text.substr(0, extent.valid_bytes));
  std::vector<std::uint32_t> any(size / sizeof(std::uint32_t));
  if (!any.empty()) {
    std::memcpy(any.data(), bytes, any.size() * sizeof(std::uint32_t));
  }
  const std::string written = encoded(any);
  const Utf8Extent again = measure_utf8(written);
  require(again.valid_bytes == written.size() && again.code_points == any.size());
  return 0;
}
