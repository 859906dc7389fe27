// "0-LAST", with "bytes=" before it where a registry follows HTTP to the letter.
#include "deploy/registry/byte_range.h"

#include <limits>

#include "core/http/scan.h"

namespace lambda::registry {

std::optional<std::uint64_t> parse_received(std::string_view range) {
  constexpr std::string_view kUnit = "bytes=";
  constexpr std::string_view kBegin = "0-";
  if (range.starts_with(kUnit)) {
    range.remove_prefix(kUnit.size());
  }
  if (!range.starts_with(kBegin)) {
    return std::nullopt;
  }
  const auto last = http::parse_decimal(range.substr(kBegin.size()));
  if (!last || *last == std::numeric_limits<std::uint64_t>::max()) {
    return std::nullopt;
  }
  return *last == 0 ? 0 : *last + 1;
}

std::string content_range(std::uint64_t offset, std::uint64_t count) {
  return std::to_string(offset) + "-" + std::to_string(offset + count - 1);
}

}  // namespace lambda::registry
