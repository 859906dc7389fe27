// The mapping, letter by letter. Not by <cctype>: the C locale must not matter.
#include "runtime/protocol/error_type.h"

#include <cstddef>

namespace lambda::protocol {
namespace {

constexpr std::size_t kLettersMax = 128;

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_capital(c) || (c >= 'a' && c <= 'z'); }

}  // namespace

std::string header_error_type(std::string_view type) {
  std::string_view category = "Function.";
  for (const std::string_view known :
       {std::string_view("Runtime."), std::string_view("Function.")}) {
    if (type.starts_with(known)) {
      category = known;
      type.remove_prefix(known.size());
      break;
    }
  }
  std::string reason;
  bool is_word_start = true;
  for (const char c : type) {
    if (!is_letter(c)) {
      is_word_start = true;
      continue;
    }
    if (reason.size() == kLettersMax) {
      break;
    }
    reason += is_word_start && !is_capital(c) ? static_cast<char>(c - 'a' + 'A') : c;
    is_word_start = false;
  }
  if (reason.size() < 2) {  // Lambda wants a capital and at least one letter more.
    reason = "Unknown";
  }
  return std::string(category) + reason;
}

}  // namespace lambda::protocol
