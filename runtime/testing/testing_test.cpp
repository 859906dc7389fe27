// A handler's test sees what the runtime would send.
#include "runtime/testing/testing.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "runtime/lambda.h"

namespace lambda::test {
namespace {

TEST(Testing, ReturnsTheBody) {
  const auto result =
      call([](std::string_view event) { return std::string(event) + "!"; }, "event");
  EXPECT_FALSE(result.error.has_value());
  EXPECT_EQ(result.body, "event!");
  EXPECT_EQ(result.content_type, "application/json");
}

TEST(Testing, ShowsTheContextThatWasAskedFor) {
  const auto result = call(
      [](std::string_view, const Context& context) {
        return std::string(context.request_id) + " " + std::string(context.tenant_id) + " " +
               context.environment.function_name;
      },
      "", {.request_id = "id", .tenant_id = "tenant"});
  EXPECT_EQ(result.body, "id tenant test");
}

TEST(Testing, GivesTheTimeLeft) {
  std::chrono::milliseconds remaining{};
  call([&](std::string_view, const Context& context) { remaining = context.remaining(); }, "",
       {.time_left = std::chrono::minutes(5)});
  EXPECT_GT(remaining, std::chrono::minutes(4));
  EXPECT_LE(remaining, std::chrono::minutes(5));
}

TEST(Testing, TurnsAnExceptionIntoAnError) {
  const auto result = call([](std::string_view) -> std::string { throw std::out_of_range("far"); }, "");
  ASSERT_TRUE(result.error.has_value());
  EXPECT_EQ(result.error->type, "std::out_of_range");
  EXPECT_EQ(result.error->message, "far");
}

}  // namespace
}  // namespace lambda::test
