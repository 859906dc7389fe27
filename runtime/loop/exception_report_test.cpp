// Whatever is thrown has a type and a message.
#include "runtime/loop/exception_report.h"

#include <exception>
#include <filesystem>
#include <ios>
#include <regex>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include <Poco/Exception.h>
#include <gtest/gtest.h>

namespace lambda::loop {
namespace {

struct NotAnException {};

template <typename Thrower>
FunctionError report(Thrower thrower) {
  try {
    thrower();
  } catch (...) {
    return describe_current_exception();
  }
  return {.type = "nothing was thrown", .message = {}, .stack = {}};
}

void expect(const FunctionError& error, const std::string& type, const std::string& message) {
  EXPECT_EQ(error.type, type);
  EXPECT_EQ(error.message, message);
}

TEST(ExceptionReport, NamesTypeAndMessage) {
  expect(report([] { throw std::out_of_range("far"); }), "std::out_of_range", "far");
  expect(report([] { throw Poco::NotFoundException("it", 7); }), "Poco::NotFoundException",
         "Not found: it");
  expect(report([] { throw std::string("text"); }), "std::string", "text");
  expect(report([] { throw "literal"; }), "char const*", "literal");
  expect(report([] { throw static_cast<const char*>(nullptr); }), "char const*",
         "a null pointer to text was thrown");
  expect(report([] { throw 42; }), "int", "the number 42 was thrown");
  expect(report([] { throw FunctionError{.type = "OutOfStock", .message = "none", .stack = {}}; }),
         "OutOfStock", "none");
}

TEST(ExceptionReport, NamesTheTypeOfWhatIsNoException) {
  const FunctionError error = report([] { throw NotAnException(); });
  EXPECT_NE(error.type.find("NotAnException"), std::string::npos);
  EXPECT_NE(error.message.find("NotAnException"), std::string::npos);
}

TEST(ExceptionReport, ListsNestedExceptions) {
  const FunctionError error = report([] {
    try {
      try {
        throw 42;
      } catch (...) {
        std::throw_with_nested(std::logic_error("middle"));
      }
    } catch (...) {
      std::throw_with_nested(std::runtime_error("outer"));
    }
  });
  expect(error, "std::runtime_error", "outer");
  ASSERT_EQ(error.stack.size(), 2u);
  EXPECT_EQ(error.stack[0], "caused by std::logic_error: middle");
  EXPECT_EQ(error.stack[1], "caused by int: the number 42 was thrown");
}

TEST(ExceptionReport, TakesANestThatHoldsNothing) {
  // Outside of a catch block there is nothing to nest.
  const FunctionError error = report([] { std::throw_with_nested(std::runtime_error("outer")); });
  expect(error, "std::runtime_error", "outer");
  EXPECT_TRUE(error.stack.empty());
}

TEST(ExceptionReport, ListsWhatIsNestedInAnError) {
  const FunctionError error = report([] {
    try {
      throw std::logic_error("inner");
    } catch (...) {
      std::throw_with_nested(FunctionError{.type = "OutOfStock", .message = "none", .stack = {}});
    }
  });
  expect(error, "OutOfStock", "none");
  ASSERT_EQ(error.stack.size(), 1u);
  EXPECT_EQ(error.stack[0], "caused by std::logic_error: inner");
}

template <typename Value>
struct Carrier : std::runtime_error {
  using std::runtime_error::runtime_error;
};

TEST(ExceptionReport, NamesTypesAlikeWithEveryStandardLibrary) {
  EXPECT_EQ(report([] {
              throw std::filesystem::filesystem_error("gone", std::make_error_code(std::errc{}));
            }).type,
            "std::filesystem::filesystem_error");
  EXPECT_EQ(report([] { throw std::regex_error(std::regex_constants::error_paren); }).type,
            "std::regex_error");
  EXPECT_EQ(report([] { throw std::ios_base::failure("gone"); }).type, "std::ios_base::failure");
  EXPECT_EQ(report([] { throw std::system_error(std::make_error_code(std::errc{})); }).type,
            "std::system_error");
  const std::string type =
      report([] { std::throw_with_nested(Carrier<std::vector<int>>("nested")); }).type;
  EXPECT_TRUE(type.ends_with("Carrier<std::vector<int, std::allocator<int>>>") ||
              type.ends_with("Carrier<std::vector<int, std::allocator<int> > >"))
      << type;
  EXPECT_EQ(type.find("__"), std::string::npos) << type;
}

struct Mute : std::exception {
  const char* what() const noexcept override { return nullptr; }
};

TEST(ExceptionReport, TakesAnExceptionWithoutText) {
  const FunctionError error = report([] { throw Mute(); });
  EXPECT_NE(error.type.find("Mute"), std::string::npos);
  EXPECT_EQ(error.message, "its text is a null pointer");
}

TEST(ExceptionReport, ListsPocosNestedExceptions) {
  const FunctionError error =
      report([] { throw Poco::IOException("outer", Poco::TimeoutException("inner")); });
  ASSERT_EQ(error.stack.size(), 1u);
  EXPECT_EQ(error.stack[0], "caused by Poco::TimeoutException: Timeout: inner");
}

TEST(ExceptionReport, EndsWithinAnEndlessNest) {
  const FunctionError error = report([] {
    std::exception_ptr nest = std::make_exception_ptr(std::runtime_error("innermost"));
    for (int i = 0; i < 100; ++i) {
      try {
        try {
          std::rethrow_exception(nest);
        } catch (...) {
          std::throw_with_nested(std::runtime_error("one more"));
        }
      } catch (...) {
        nest = std::current_exception();
      }
    }
    std::rethrow_exception(nest);
  });
  EXPECT_EQ(error.stack.size(), 16u);
}

}  // namespace
}  // namespace lambda::loop
