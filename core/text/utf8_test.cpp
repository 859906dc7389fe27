// Both directions, at every place of a block, and malformed UTF-8.
#include "core/text/utf8.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lambda::text {
namespace {

using CodePoints = std::vector<std::uint32_t>;

CodePoints decoded(std::string_view text) {
  const Utf8Extent extent = measure_utf8(text);
  EXPECT_EQ(extent.valid_bytes, text.size());
  CodePoints code_points(extent.code_points);
  decode_utf8(text, code_points.data());
  return code_points;
}

std::string encoded(const CodePoints& code_points) {
  std::string text(code_points.size() * kUtf8BytesMax, '\0');
  text.resize(encode_utf8(code_points, text.data()));
  return text;
}

TEST(Utf8, ReadsEveryLength) {
  EXPECT_EQ(decoded(""), CodePoints{});
  EXPECT_EQ(decoded("a\u00E9\u20AC\U0001F600\U0010FFFF"),
            (CodePoints{'a', 0xE9, 0x20AC, 0x1F600, 0x10FFFF}));
  EXPECT_EQ(decoded(std::string_view("\0x", 2)), (CodePoints{0, 'x'}));
}

TEST(Utf8, IsTheSameAtEveryPlaceOfABlock) {
  for (std::size_t before = 0; before < 130; ++before) {
    const std::string text =
        std::string(before, 'a') + "\u00E9\U0001F600\u20AC" + std::string(130, 'z');
    CodePoints expected(before, 'a');
    expected.insert(expected.end(), {0xE9, 0x1F600, 0x20AC});
    expected.insert(expected.end(), 130, 'z');
    ASSERT_EQ(decoded(text), expected) << before;
    ASSERT_EQ(encoded(expected), text) << before;
  }
}

TEST(Utf8, ReturnsEveryScalarValue) {
  for (std::uint32_t value = 0; value <= 0x10FFFF; ++value) {
    if (value >= 0xD800 && value <= 0xDFFF) {
      continue;
    }
    ASSERT_EQ(decoded(encoded({value})), CodePoints{value});
  }
}

TEST(Utf8, WritesAReplacementForWhatIsNoScalarValue) {
  EXPECT_EQ(encoded({0xD800}), "\uFFFD");
  EXPECT_EQ(encoded({0xDFFF, 'a'}), "\uFFFDa");
  EXPECT_EQ(encoded({0x110000}), "\uFFFD");
  EXPECT_EQ(encoded({0xFFFFFFFF}), "\uFFFD");
}

class IllFormed : public testing::TestWithParam<std::string> {};

TEST_P(IllFormed, EndsBeforeIt) {
  for (const std::size_t before : {0, 1, 63, 64, 65, 200}) {
    const Utf8Extent extent = measure_utf8(std::string(before, 'a') + GetParam() + "b");
    EXPECT_EQ(extent.valid_bytes, before);
    EXPECT_EQ(extent.code_points, before);
  }
}

INSTANTIATE_TEST_SUITE_P(Sequences, IllFormed,
                         testing::Values("\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC3(",
                                         "\xE0\x9F\xBF", "\xE2\x82", "\xED\xA0\x80", "\xE2(\xA1",
                                         "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF0\x9F\x98",
                                         "\xF5\x80\x80\x80", "\xFF"));

TEST(Utf8, IsNoneWhenCutWithinASequence) {
  const std::string text = "\U0001F600";
  for (std::size_t size = 1; size < text.size(); ++size) {
    EXPECT_EQ(measure_utf8(text.substr(0, size)).valid_bytes, 0u);
  }
}

}  // namespace
}  // namespace lambda::text
