// The header's error type: always of the form Lambda accepts.
#include "runtime/protocol/error_type.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda::protocol {
namespace {

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
