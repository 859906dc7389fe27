// Base64 there and back, and what is refused.
#include "core/text/base64_text.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda {
namespace {

TEST(Base64, MatchesTheVectorsOfRfc4648) {
  EXPECT_EQ(to_base64(""), "");
  EXPECT_EQ(to_base64("f"), "Zg==");
  EXPECT_EQ(to_base64("foob"), "Zm9vYg==");
  EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
}

TEST(Base64, ComesBackAndHasOneLine) {
  std::string bytes;
  for (int i = 0; i < 5000; ++i) {
    bytes += static_cast<char>(i * 7);
  }
  const std::string text = to_base64(bytes);
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_EQ(from_base64(text), bytes);
}

class NotBase64 : public ::testing::TestWithParam<const char*> {};
TEST_P(NotBase64, IsRefused) { EXPECT_FALSE(from_base64(GetParam()).has_value()); }
INSTANTIATE_TEST_SUITE_P(Table, NotBase64,
                         ::testing::Values("a", "Zg=", "Zg", "====", "Z===", "Zm 9", "Zm9\n",
                                           "Zm9*", "Zg==Zg=="));

}  // namespace
}  // namespace lambda
