// Every position, every size: the words' edges must not show.
#include "core/http/scan.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda::http {
namespace {

TEST(FindBelow, FindsTheFirstWhereverItIs) {
  for (std::size_t size = 0; size < 40; ++size) {
    const std::string without(size, '\xFF');
    EXPECT_EQ(find_below(without, 0x20, 0), size);
    for (std::size_t at = 0; at < size; ++at) {
      std::string text(size, '\x20');
      text[at] = '\x1F';
      for (std::size_t begin = 0; begin <= size; ++begin) {
        EXPECT_EQ(find_below(text, 0x20, begin), begin <= at ? at : size);
      }
      text[size - 1] = '\0';
      EXPECT_EQ(find_below(text, 0x20, 0), at);
    }
  }
}

TEST(FindBelow, ComparesEachByteExactly) {
  for (int limit = 1; limit <= 0x80; ++limit) {
    for (int byte = 0; byte < 256; ++byte) {
      const std::string text(9, static_cast<char>(byte));
      EXPECT_EQ(find_below(text, static_cast<unsigned char>(limit), 0), byte < limit ? 0u : 9u);
    }
  }
}

TEST(FindNameEnd, StopsAtColonBlankOrControlCharacter) {
  for (int byte = 0; byte < 256; ++byte) {
    const bool is_end = byte <= ' ' || byte == ':';
    for (std::size_t at = 0; at < 20; ++at) {
      std::string text(20, 'x');
      text[at] = static_cast<char>(byte);
      EXPECT_EQ(find_name_end(text), is_end ? at : text.size()) << byte << " at " << at;
    }
  }
  EXPECT_EQ(find_name_end("Name:a:b"), 4u);
  EXPECT_EQ(find_name_end(""), 0u);
}

TEST(ParseDecimal, TakesDigitsAlone) {
  EXPECT_EQ(parse_decimal("0"), 0u);
  EXPECT_EQ(parse_decimal("0018446744073709551615"), UINT64_MAX);
  for (const char* text :
       {"", " 1", "1 ", "-1", "+1", "1.0", "0x1", "18446744073709551616", "99999999999999999999"}) {
    EXPECT_FALSE(parse_decimal(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace lambda::http
