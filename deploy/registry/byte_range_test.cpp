// The Range header in its forms.
#include "deploy/registry/byte_range.h"

#include <gtest/gtest.h>

namespace lambda::registry {
namespace {

TEST(ByteRange, SaysHowMuchWasReceived) {
  EXPECT_EQ(0u, parse_received("0-0"));
  EXPECT_EQ(2u, parse_received("0-1"));
  EXPECT_EQ(10485760u, parse_received("0-10485759"));
  EXPECT_EQ(100u, parse_received("bytes=0-99"));
}

TEST(ByteRange, IsNothingElse) {
  for (const char* text : {"", "0", "0-", "-1", "1-2", "0-x", "bytes 0-1", "0--1", "0-1 ",
                           "0-18446744073709551615", "0-99999999999999999999"}) {
    EXPECT_EQ(std::nullopt, parse_received(text)) << text;
  }
}

TEST(ByteRange, OfAChunkIsInclusive) {
  EXPECT_EQ("0-0", content_range(0, 1));
  EXPECT_EQ("100-199", content_range(100, 100));
}

}  // namespace
}  // namespace lambda::registry
