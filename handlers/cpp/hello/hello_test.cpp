// Greetings, and what is said to events that ask for none.
#include "handlers/cpp/hello/hello.h"

#include <gtest/gtest.h>

#include "runtime/json.h"
#include "runtime/testing/testing.h"

namespace {

lambda::test::Result say_hello(std::string_view event) {
  return lambda::test::call(lambda::json(hello), event);
}

TEST(Hello, GreetsByName) {
  EXPECT_EQ(say_hello(R"({"name": "Ada"})").body, R"({"message":"Hello, Ada!"})");
  EXPECT_EQ(say_hello(R"({"name": "Zoë \"Z\""})").body, R"({"message":"Hello, Zoë \"Z\"!"})");
}

TEST(Hello, GreetsTheWorldWithoutAName) {
  EXPECT_EQ(say_hello("{}").body, R"({"message":"Hello, world!"})");
}

struct BadEvent {
  const char* event;
  const char* error_type;
};
class HelloToABadEvent : public testing::TestWithParam<BadEvent> {};

TEST_P(HelloToABadEvent, IsAnError) {
  const auto result = say_hello(GetParam().event);
  ASSERT_TRUE(result.error.has_value()) << result.body;
  EXPECT_EQ(result.error->type, GetParam().error_type);
  EXPECT_FALSE(result.error->message.empty());
}

INSTANTIATE_TEST_SUITE_P(Events, HelloToABadEvent,
                         testing::Values(BadEvent{R"({"name": 7})", "InvalidName"},
                                         BadEvent{R"({"name": null})", "InvalidName"},
                                         BadEvent{R"({"name": ""})", "InvalidName"},
                                         BadEvent{"[1]", "Runtime.UnmarshalError"},
                                         BadEvent{"\"Ada\"", "Runtime.UnmarshalError"},
                                         BadEvent{"null", "Runtime.UnmarshalError"},
                                         BadEvent{"{", "Runtime.UnmarshalError"},
                                         BadEvent{"", "Runtime.UnmarshalError"}));

}  // namespace
