// A handler's test sees what the runtime would send.
#include "runtime/testing/testing.h"

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include <gtest/gtest.h>

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

TEST(Testing, ShowsEveryPartOfTheContext) {
  const auto all = [](std::string_view, const Context& context) {
    std::string text;
    for (const std::string_view part :
         {context.request_id, context.invoked_function_arn, context.trace_id, context.tenant_id,
          context.client_context, context.cognito_identity}) {
      text.append(part).append(" ");
    }
    return text;
  };
  Invocation invocation;
  invocation.request_id = "id";
  invocation.invoked_function_arn = "arn";
  invocation.trace_id = "trace";
  invocation.tenant_id = "tenant";
  invocation.client_context = "client";
  invocation.cognito_identity = "cognito";
  EXPECT_EQ(call(all, "", invocation).body, "id arn trace tenant client cognito ");
}

TEST(Testing, IsOfAFunctionWithPlausibleSettings) {
  const auto result = call(
      [](std::string_view, const Context& context) {
        const Environment& environment = context.environment;
        return environment.function_name + " " + environment.function_version + " " +
               std::to_string(environment.function_memory_mib);
      },
      "");
  EXPECT_EQ(result.body, "test $LATEST 128");
}

TEST(Testing, MayBeAfterTheDeadline) {
  std::chrono::milliseconds remaining{};
  Invocation late;
  late.time_left = std::chrono::seconds(-1);
  call([&](std::string_view, const Context& context) { remaining = context.remaining(); }, "",
       late);
  EXPECT_LT(remaining, std::chrono::milliseconds(-900));
}

TEST(Testing, ShowsTheContentType) {
  const auto result = call(
      [](std::string_view) { return Response{.body = "<p>", .content_type = "text/html"}; }, "");
  EXPECT_EQ(result.body, "<p>");
  EXPECT_EQ(result.content_type, "text/html");
}

TEST(Testing, GivesTheTimeLeft) {
  std::chrono::milliseconds remaining{};
  call([&](std::string_view, const Context& context) { remaining = context.remaining(); }, "",
       {.time_left = std::chrono::minutes(5)});
  EXPECT_GT(remaining, std::chrono::minutes(4));
  EXPECT_LE(remaining, std::chrono::minutes(5));
}

TEST(Testing, TurnsAnExceptionIntoAnError) {
  const auto result =
      call([](std::string_view) -> std::string { throw std::out_of_range("far"); }, "");
  ASSERT_TRUE(result.error.has_value());
  EXPECT_EQ(result.error->type, "std::out_of_range");
  EXPECT_EQ(result.error->message, "far");
  EXPECT_EQ(result.body, "");
}

TEST(Testing, CallsTheHandlerItself) {
  auto count = [calls = 0](std::string_view) mutable { return std::to_string(++calls); };
  EXPECT_EQ(call(count, "").body, "1");
  EXPECT_EQ(call(count, "").body, "2");
  const auto constant = [](std::string_view event) { return std::string(event); };
  EXPECT_EQ(call(constant, "event").body, "event");
}

std::string by_function(std::string_view event) { return std::string(event); }

TEST(Testing, TakesHandlersThatCannotBeCopied) {
  auto handler = [model = std::make_unique<int>(7)](std::string_view) {
    return std::to_string(*model);
  };
  EXPECT_EQ(call(handler, "").body, "7");
  EXPECT_EQ(call(std::move(handler), "").body, "7");
  EXPECT_EQ(call(by_function, "event").body, "event");
  EXPECT_EQ(call(&by_function, "event").body, "event");
}

}  // namespace
}  // namespace lambda::test
