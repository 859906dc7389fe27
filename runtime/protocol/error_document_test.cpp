// The documents, byte for byte.
#include "runtime/protocol/error_document.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace lambda::protocol {
namespace {

TEST(ErrorDocument, HasMessageTypeAndStack) {
  EXPECT_EQ(encode_error_document(
                {.type = "OutOfStock", .message = "no \"x\" left", .stack = {"a", "b"}}),
            R"({"errorMessage":"no \"x\" left","errorType":"OutOfStock","stackTrace":["a","b"]})");
  EXPECT_EQ(encode_error_document({.type = "", .message = "", .stack = {}}),
            R"({"errorMessage":"","errorType":"","stackTrace":[]})");
}

TEST(ErrorDocument, EscapesWhatAnExceptionMayContain) {
  EXPECT_EQ(encode_error_document({.type = "a\nb", .message = "\xFF", .stack = {"\x01", "["}}),
            "{\"errorMessage\":\"\xEF\xBF\xBD\",\"errorType\":\"a\\nb\",\"stackTrace\":["
            "\"\\u0001\",\"[\"]}");
}

TEST(XRayCause, IsOneLineOfAscii) {
  const std::string cause = encode_xray_cause(
      {.type = "E", .message = "Zo\xC3\xAB\r\n", .stack = {"f+0x1"}}, "/var/task");
  EXPECT_EQ(
      cause,
      R"({"working_directory":"/var/task","exceptions":[{"type":"E","message":"Zo\u00eb\r\n",)"
      R"("stack":[{"label":"f+0x1"}]}],"paths":[]})");
}

FunctionError with_message(std::string message) {
  return {.type = "E", .message = std::move(message), .stack = {}};
}

TEST(XRayCause, MayHaveExactlyItsMaximum) {
  const std::size_t frame_bytes = encode_xray_cause(with_message(""), "/").size();
  const std::string largest(kXRayCauseBytesMax - frame_bytes, 'm');
  EXPECT_EQ(encode_xray_cause(with_message(largest), "/").size(), kXRayCauseBytesMax);
  EXPECT_EQ(encode_xray_cause(with_message(largest + "m"), "/"), "");
}

TEST(XRayCause, IsLeftOutWhenItIsLong) {
  EXPECT_EQ(encode_xray_cause({.type = "E", .message = std::string(40'000, 'm'), .stack = {}}, "/"),
            "");
  EXPECT_EQ(
      encode_xray_cause({.type = "E", .message = std::string(10'000, '\x01'), .stack = {}}, "/"),
      "");
}

TEST(BoundError, KeepsWhatIsExactlyAtItsLimits) {
  const FunctionError largest{
      .type = std::string(kErrorTypeBytesMax, 't'),
      .message = std::string(kErrorMessageBytesMax, 'm'),
      .stack = std::vector<std::string>(kStackLinesMax, std::string(kStackLineBytesMax, 's'))};
  const FunctionError bounded = bound_error(largest);
  EXPECT_EQ(bounded.type, largest.type);
  EXPECT_EQ(bounded.message, largest.message);
  EXPECT_EQ(bounded.stack, largest.stack);
}

TEST(BoundError, SaysHowMuchThereWas) {
  const FunctionError bounded =
      bound_error({.type = std::string(kErrorTypeBytesMax + 1, 't'),
                   .message = std::string(5'000'000, 'm'),
                   .stack = std::vector<std::string>(kStackLinesMax + 1, std::string(2000, 's'))});
  EXPECT_EQ(bounded.type.size(), kErrorTypeBytesMax);
  EXPECT_TRUE(bounded.type.ends_with("t... (cut: 1025 bytes)")) << bounded.type;
  EXPECT_EQ(bounded.message.size(), kErrorMessageBytesMax);
  EXPECT_TRUE(bounded.message.ends_with("m... (cut: 5000000 bytes)"));
  ASSERT_EQ(bounded.stack.size(), kStackLinesMax);
  EXPECT_EQ(bounded.stack[0].size(), kStackLineBytesMax);
  EXPECT_TRUE(bounded.stack[0].ends_with("s... (cut: 2000 bytes)")) << bounded.stack[0];
  EXPECT_EQ(bounded.stack.back(), "... (cut: 101 lines)");
}

TEST(BoundError, CutsWhereACharacterEnds) {
  for (const std::string character : {"\xC3\xAB", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"}) {
    for (std::size_t before = 0; before < character.size(); ++before) {
      std::string message(before, 'm');
      while (message.size() <= kErrorMessageBytesMax) {
        message += character;
      }
      const std::string cut = bound_error(with_message(message)).message;
      const std::string text = cut.substr(0, cut.find("... (cut"));
      EXPECT_EQ((text.size() - before) % character.size(), 0u);
      EXPECT_TRUE(message.starts_with(text));
      EXPECT_LE(cut.size(), kErrorMessageBytesMax);
      EXPECT_GT(cut.size() + character.size(), kErrorMessageBytesMax);
    }
  }
}

TEST(BoundError, CutsBytesThatAreNoCharacters) {
  const std::string cut = bound_error(with_message(std::string(100'000, '\x80'))).message;
  EXPECT_EQ(cut.size(), kErrorMessageBytesMax);
}

TEST(ErrorDocument, OfTheLargestErrorStaysBelowAMebibyte) {
  const FunctionError worst =
      bound_error({.type = std::string(5'000'000, '\x01'),
                   .message = std::string(5'000'000, '\x01'),
                   .stack = std::vector<std::string>(5'000, std::string(5'000, '\x01'))});
  EXPECT_LT(encode_error_document(worst).size(), std::size_t{1024} * 1024);
}

struct Case {
  std::string type;
  std::string header;
};
class ErrorType : public testing::TestWithParam<Case> {};

TEST_P(ErrorType, BecomesWhatLambdaAccepts) {
  EXPECT_EQ(header_error_type(GetParam().type), GetParam().header);
}

INSTANTIATE_TEST_SUITE_P(
    Types, ErrorType,
    testing::Values(Case{"Runtime.UnmarshalError", "Runtime.UnmarshalError"},
                    Case{"Function.OutOfStock", "Function.OutOfStock"},
                    Case{"OutOfStock", "Function.OutOfStock"},
                    Case{"std::out_of_range", "Function.StdOutOfRange"},
                    Case{"Poco::NotFoundException", "Function.PocoNotFoundException"},
                    Case{"int", "Function.Int"},
                    Case{"error 404: not found", "Function.ErrorNotFound"},
                    Case{"Runtime.", "Runtime.Unknown"}, Case{"Function.1", "Function.Unknown"},
                    Case{"", "Function.Unknown"}, Case{"X", "Function.Unknown"},
                    Case{"Runtime.lower", "Runtime.Lower"},
                    Case{"\r\nSet-Cookie: a", "Function.SetCookieA"},
                    Case{"f\xC3\xBCr", "Function.FR"},
                    Case{std::string(500, 'x'), "Function.X" + std::string(127, 'x')}));

}  // namespace
}  // namespace lambda::protocol
