// A host in the first line, rules in the rest: more rules never cover less, and each host is
// covered by its own name and by `*`.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "deploy/registry/transport/no_proxy.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace lambda::registry;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const std::size_t line = std::min(text.find('\n'), text.size());
  const std::string rules(text.substr(std::min(line + 1, text.size())));
  const auto origin = parse_authority(text.substr(0, line), true);
  if (!origin) {
    NoProxy(text).covers({true, "r.example", 443});
    return 0;
  }
  const bool is_covered = NoProxy(rules).covers(*origin);
  if (is_covered && !NoProxy(rules + ",another.example").covers(*origin)) {
    std::abort();
  }
  if (!NoProxy(rules + ",*").covers(*origin)) {
    std::abort();
  }
  const bool is_name = origin->host.find_first_not_of(".:") != origin->host.npos;
  const bool begins_plainly = !origin->host.starts_with('.');
  if (is_name && begins_plainly && !NoProxy(rules + "," + origin->host).covers(*origin)) {
    // "1::2::3" in brackets is taken for a host, but is neither an address nor a name that a rule
    // can be.
    if (!origin->host.contains(':')) {
      std::abort();
    }
  }
  return 0;
}
