// Any bytes as a response's head: however they are cut the parser says the same, points only into
// them, and what it takes can be decoded as an event.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/http/response_head.h"
#include "runtime/protocol/next_response.h"

namespace {

using lambda::http::HeaderView;
using lambda::http::ResponseHeadParser;

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

bool lies_in(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(bytes), size);
  ResponseHeadParser whole;
  const auto at_once = whole.feed(input);

  ResponseHeadParser cut;
  auto in_pieces = cut.feed(input.substr(0, 0));
  for (std::size_t end = 1; end <= size && in_pieces && !*in_pieces; ++end) {
    in_pieces = cut.feed(input.substr(0, end));
  }
  require(at_once.has_value() == in_pieces.has_value());
  if (!at_once) {
    return 0;
  }
  require(*at_once == *in_pieces && whole.status() == cut.status());
  if (!*at_once) {
    return 0;
  }
  require(**at_once <= size && whole.headers().size() == cut.headers().size());
  require(whole.status() >= 100 && whole.status() <= 999 && whole.framing() == cut.framing());
  for (const HeaderView& header : whole.headers()) {
    require(!header.name.empty() && lies_in(header.name, input) && lies_in(header.value, input));
    require(header.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos);
  }
  const auto event =
      lambda::protocol::decode_next_response(whole.headers(), input.substr(**at_once));
  if (event) {
    require(!event->request_id.empty() &&
            event->request_id.find_first_of("/ \r\n?#%") == std::string_view::npos);
    require(event->deadline.time_since_epoch().count() >= 0);
  }
  return 0;
}
