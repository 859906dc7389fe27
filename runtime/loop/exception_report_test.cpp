// Whatever is thrown has a type and a message.
#include "runtime/loop/exception_report.h"

#include <Poco/Exception.h>
#include <gtest/gtest.h>

#include <exception>
#include <stdexcept>
#include <string>

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
  EXPECT_EQ(error.message, "outer");
  ASSERT_EQ(error.stack.size(), 2u);
  EXPECT_NE(error.stack[0].find("middle"), std::string::npos);
  EXPECT_EQ(error.stack[1], "caused by int: the number 42 was thrown");
}

TEST(ExceptionReport, ListsPocosNestedExceptions) {
  const FunctionError error = report(
      [] { throw Poco::IOException("outer", Poco::TimeoutException("inner")); });
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
  EXPECT_GT(error.stack.size(), 0u);
  EXPECT_LT(error.stack.size(), 100u);
}

}  // namespace
}  // namespace lambda::loop
