// Text in a fixed buffer, for code that must not allocate.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace lambda::crash {

/// Text that does not fit is cut.
template <std::size_t kBytesMax>
class FixedText {
 public:
  FixedText& add(std::string_view text) {
    const std::size_t count = std::min(text.size(), kBytesMax - size_);
    std::memcpy(bytes_ + size_, text.data(), count);
    size_ += count;
    return *this;
  }
  FixedText& add_number(std::uint64_t number) { return add_digits<10>(number, 1); }
  FixedText& add_hex(std::uint64_t number, int digits_min = 1) {
    return add_digits<16>(number, digits_min);
  }
  std::string_view text() const { return {bytes_, size_}; }

 private:
  template <unsigned kBase>
  FixedText& add_digits(std::uint64_t number, int digits_min) {
    char digits[24];
    char* begin = digits + sizeof digits;
    for (int count = 0; number > 0 || count < digits_min; ++count) {
      *--begin = "0123456789abcdef"[number % kBase];
      number /= kBase;
    }
    return add({begin, static_cast<std::size_t>(digits + sizeof digits - begin)});
  }

  char bytes_[kBytesMax];
  std::size_t size_ = 0;
};

}  // namespace lambda::crash
