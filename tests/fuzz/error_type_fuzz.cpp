// Any text as an error type: the header's value is always one that Lambda accepts.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "runtime/protocol/error_document.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string type = lambda::protocol::header_error_type(
      std::string_view(reinterpret_cast<const char*>(bytes), size));
  std::string_view reason = type;
  if (!reason.starts_with("Runtime.") && !reason.starts_with("Function.")) {
    std::abort();
  }
  reason.remove_prefix(reason.find('.') + 1);
  bool is_accepted = reason.size() >= 2 && reason[0] >= 'A' && reason[0] <= 'Z';
  for (const char c : reason) {
    is_accepted = is_accepted && ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
  }
  if (!is_accepted) {
    std::abort();
  }
  return 0;
}
