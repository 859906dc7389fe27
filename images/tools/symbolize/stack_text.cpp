// Scans for two marks; all other text is passed over.
#include "images/tools/symbolize/stack_text.h"

#include <algorithm>
#include <charconv>

namespace lambda::images {
namespace {

constexpr std::string_view kAddressMark = "bootstrap+0x";
constexpr std::string_view kBuildIdMark = "build-id";
constexpr std::size_t kBuildIdDigits = 40;
constexpr std::size_t kAddressesMax = 1000;

bool is_hex(char digit) { return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f'); }

}  // namespace

std::vector<std::uint64_t> addresses_in(std::string_view line) {
  std::vector<std::uint64_t> found;
  for (std::size_t at = line.find(kAddressMark); at != line.npos && found.size() < kAddressesMax;
       at = line.find(kAddressMark, at)) {
    at += kAddressMark.size();
    std::uint64_t address = 0;
    const char* const end = line.data() + line.size();
    if (std::from_chars(line.data() + at, end, address, 16).ec == std::errc{}) {
      found.push_back(address);
    }
  }
  return found;
}

std::string build_id_in(std::string_view line) {
  for (std::size_t at = line.find(kBuildIdMark); at != line.npos;
       at = line.find(kBuildIdMark, at)) {
    at += kBuildIdMark.size();
    // Between the word and the digits stand at most a colon, quotes and spaces, also escaped.
    const std::size_t begin = line.find_first_not_of(" \"\\:=", at);
    if (begin == line.npos) {
      return {};
    }
    const std::string_view digits = line.substr(begin, kBuildIdDigits);
    const bool ends =
        begin + kBuildIdDigits >= line.size() || !is_hex(line[begin + kBuildIdDigits]);
    if (digits.size() == kBuildIdDigits && ends && std::ranges::all_of(digits, is_hex)) {
      return std::string(digits);
    }
  }
  return {};
}

}  // namespace lambda::images
