// The documents, byte for byte.
#include "runtime/api/error_document.h"

#include <gtest/gtest.h>

#include <string>

namespace lambda::api {
namespace {

TEST(ErrorDocument, HasMessageTypeAndStack) {
  EXPECT_EQ(encode_error_document({.type = "OutOfStock", .message = "no \"x\" left", .stack = {"a", "b"}}),
            R"({"errorMessage":"no \"x\" left","errorType":"OutOfStock","stackTrace":["a","b"]})");
  EXPECT_EQ(encode_error_document({.type = "", .message = "", .stack = {}}),
            R"({"errorMessage":"","errorType":"","stackTrace":[]})");
}

TEST(ErrorDocument, EscapesWhatAnExceptionMayContain) {
  EXPECT_EQ(encode_error_document({.type = "a\nb", .message = "\xFF", .stack = {"\x01", "["}}),
            "{\"errorMessage\":\"\xEF\xBF\xBD\",\"errorType\":\"a\\nb\",\"stackTrace\":[\"\\u0001\",\"[\"]}");
}

TEST(XRayCause, IsOneLineOfAscii) {
  const std::string cause =
      encode_xray_cause({.type = "E", .message = "Zo\xC3\xAB\r\n", .stack = {"f+0x1"}}, "/var/task");
  EXPECT_EQ(cause,
            R"({"working_directory":"/var/task","exceptions":[{"type":"E","message":"Zo\u00eb\r\n",)"
            R"("stack":[{"label":"f+0x1"}]}],"paths":[]})");
}

TEST(XRayCause, IsLeftOutWhenItIsLong) {
  EXPECT_EQ(encode_xray_cause({.type = "E", .message = std::string(40'000, 'm'), .stack = {}}, "/"), "");
  EXPECT_EQ(encode_xray_cause({.type = "E", .message = std::string(10'000, '\x01'), .stack = {}}, "/"), "");
}

}  // namespace
}  // namespace lambda::api
