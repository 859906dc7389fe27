// The head as it is sent, and what keeps it from being sent.
#include "core/http/request_head.h"

#include <cstdint>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace lambda::http {
namespace {

TEST(RequestHead, IsWrittenAsGiven) {
  RequestHead head;
  EXPECT_EQ(head.begin("POST", "/a/", "id", "/b")
                .add_lines("Host: h\r\n")
                .add("A", "b c\t\x80")
                .add("N", 0u)
                .finish(),
            "POST /a/id/b HTTP/1.1\r\nHost: h\r\nA: b c\t\x80\r\nN: 0\r\n\r\n");
  EXPECT_EQ(head.begin("GET", "/").finish(), "GET / HTTP/1.1\r\n\r\n");
}

TEST(RequestHead, IsEmptyWhenAValueCouldForgeAHeader) {
  RequestHead head;
  for (const std::string_view value :
       {std::string_view("a\r\nB: c"), std::string_view("a\n"), std::string_view("a\0b", 3),
        std::string_view("\x7f"), std::string_view("\x1b[0m")}) {
    EXPECT_FALSE(is_header_value(value));
    EXPECT_EQ(head.begin("GET", "/").add("A", value).add("C", "d").finish(), "");
  }
  EXPECT_FALSE(head.begin("GET", "/").add("A", "b").finish().empty());
}

TEST(RequestHead, TakesEachByteOfAValueThatMayStandInOne) {
  for (int byte = 0; byte < 256; ++byte) {
    const bool is_legal = byte == '\t' || (byte >= ' ' && byte != 0x7F);
    for (const std::size_t at : {0, 3, 7, 8, 10}) {  // Within a word of eight, at its edges, after.
      std::string value(11, 'v');
      value[at] = static_cast<char>(byte);
      EXPECT_EQ(is_header_value(value), is_legal) << byte << " at " << at;
    }
  }
}

TEST(RequestHead, IsEmptyWhenItDoesNotFit) {
  RequestHead head;
  const std::size_t frame_bytes = head.begin("GET", "/").add("A", "").finish().size();
  const std::string largest(RequestHead::kBytesMax - frame_bytes, 'x');
  EXPECT_EQ(head.begin("GET", "/").add("A", largest).finish().size(), RequestHead::kBytesMax);
  EXPECT_EQ(head.begin("GET", "/").add("A", largest + "x").finish(), "");
}

TEST(RequestHead, HoldsTheLargestNumber) {
  RequestHead head;
  EXPECT_EQ(head.begin("GET", "/").add("N", UINT64_MAX).finish(),
            "GET / HTTP/1.1\r\nN: 18446744073709551615\r\n\r\n");
}

}  // namespace
}  // namespace lambda::http
