// What is quoted is JSON, whatever the bytes.
#include "emulator/text/json_quote.h"

#include <string>

#include "gtest/gtest.h"
#include "core/json/json_check.h"

namespace lambda::emulator {
namespace {

TEST(JsonQuote, EscapesWhatMustNotStand) {
  EXPECT_EQ(json_quote("a\"b\\c\n\r\t\x01 é"), R"("a\"b\\c\n\r\t\u0001 é")");
}

TEST(JsonQuote, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(json_quote("a\xFF"), "\"a\xEF\xBF\xBD\"");
}

TEST(JsonQuote, GivesJsonForEveryPairOfBytes) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string text = {static_cast<char>(first), static_cast<char>(second)};
      ASSERT_FALSE(find_json_fault(json_quote(text)).has_value()) << first << ' ' << second;
    }
  }
}

}  // namespace
}  // namespace lambda::emulator
