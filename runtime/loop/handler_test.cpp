// What handlers return, throw and fail to return, and what becomes of it.
#include "runtime/loop/handler.h"

#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "runtime/loop/invoke.h"

namespace lambda::loop {
namespace {

template <typename Handler>
HandlerResult call(Handler handler, std::string_view event = "event") {
  const Environment environment;
  const Context context{.request_id = "id",
                        .invoked_function_arn = {},
                        .trace_id = {},
                        .tenant_id = {},
                        .client_context = {},
                        .cognito_identity = {},
                        .deadline = {},
                        .environment = environment};
  HandlerResult result;
  call_guarded(refer_to(handler), event, context, result);
  return result;
}

template <typename Handler>
void expect_body(Handler handler, std::string_view body) {
  const HandlerResult result = call(handler);
  EXPECT_FALSE(result.is_error()) << result.error().message;
  EXPECT_EQ(result.body(), body);
}

template <typename Handler>
void expect_error(Handler handler, std::string_view type) {
  const HandlerResult result = call(handler);
  ASSERT_TRUE(result.is_error()) << result.body();
  EXPECT_EQ(result.error().type, type);
  EXPECT_FALSE(result.error().message.empty());
}

using Text = std::string;
const FunctionError kError{.type = "Mine", .message = "m", .stack = {}};

std::string by_function(std::string_view event, const Context& context) {
  return Text(event) + Text(context.request_id);
}

TEST(Handler, MayReturnAnyOfTheseTypes) {
  expect_body([](std::string_view event) { return Text(event); }, "event");
  expect_body([](std::string_view) {}, "null");
  expect_body([](std::string_view event) { return Borrowed{event.substr(1)}; }, "vent");
  expect_body([](std::string_view) { return "literal"; }, "literal");
  expect_body([](std::string_view) { return std::optional<Text>("some"); }, "some");
  expect_body([](std::string_view) { return std::make_unique<Text>("unique"); }, "unique");
  expect_body([](std::string_view) { return std::make_shared<const Text>("shared"); }, "shared");
  expect_body([](std::string_view) { return std::expected<Text, FunctionError>("expected"); },
              "expected");
  expect_body(
      [](std::string_view) {
        return std::expected<std::optional<Text>, FunctionError>(std::optional<Text>("both"));
      },
      "both");
  expect_body([](std::string_view) { return std::expected<void, FunctionError>(); }, "null");
  expect_body(&by_function, "eventid");
  expect_body([count = 0](std::string_view) mutable { return std::to_string(++count); }, "1");
}

TEST(Handler, MayNameItsContentType) {
  const HandlerResult result =
      call([](std::string_view) { return Response{.body = "<p>", .content_type = "text/html"}; });
  EXPECT_EQ(result.body(), "<p>");
  EXPECT_EQ(result.content_type(), "text/html");
  EXPECT_EQ(call([](std::string_view) { return Text(); }).content_type(), "application/json");
  EXPECT_EQ(call([](std::string_view) {}).content_type(), "application/json");
  EXPECT_EQ(
      call([](std::string_view) { return std::expected<void, FunctionError>(); }).content_type(),
      "application/json");
}

TEST(Handler, MayReturnAnError) {
  expect_error([](std::string_view) { return kError; }, "Mine");
  expect_error(
      [](std::string_view) -> std::expected<Text, FunctionError> {
        return std::unexpected(kError);
      },
      "Mine");
  expect_error(
      [](std::string_view) -> std::expected<void, FunctionError> {
        return std::unexpected(kError);
      },
      "Mine");
}

TEST(Handler, IsReportedWhenItReturnsNull) {
  expect_error([](std::string_view) { return std::optional<Text>(); }, "Function.NullResult");
  expect_error([](std::string_view) { return std::unique_ptr<Text>(); }, "Function.NullResult");
  expect_error([](std::string_view) { return std::shared_ptr<Text>(); }, "Function.NullResult");
  expect_error([](std::string_view) { return static_cast<Text*>(nullptr); }, "Function.NullResult");
  expect_error([](std::string_view) { return static_cast<const char*>(nullptr); },
               "Function.NullResult");
}

TEST(Handler, IsReportedWhenItThrows) {
  expect_error([](std::string_view) -> Text { throw std::runtime_error("r"); },
               "std::runtime_error");
  expect_error([](std::string_view) -> Text { throw 7; }, "int");
  expect_error([](std::string_view) { throw Text("t"); }, "std::string");
}

TEST(Handler, IsReportedWithThePlaceOfTheThrow) {
  const HandlerResult result =
      call([](std::string_view) -> Text { throw std::runtime_error("r"); });
  ASSERT_FALSE(result.error().stack.empty());
  EXPECT_TRUE(result.error().stack[0].starts_with("bootstrap+0x")) << result.error().stack[0];
}

TEST(Handler, IsReportedWithThePlacesBeforeTheCauses) {
  const HandlerResult result = call([](std::string_view) -> Text {
    try {
      throw std::logic_error("inner");
    } catch (...) {
      std::throw_with_nested(std::runtime_error("outer"));
    }
  });
  const auto& stack = result.error().stack;
  ASSERT_GE(stack.size(), 2u);
  EXPECT_TRUE(stack.front().starts_with("bootstrap+0x")) << stack.front();
  EXPECT_EQ(stack.back(), "caused by std::logic_error: inner");
}

struct WithOrWithoutContext {
  Text operator()(std::string_view) { return "without"; }
  Text operator()(std::string_view, const Context&) { return "with"; }
};

TEST(Handler, GetsTheContextWhenItTakesOne) {
  expect_body(WithOrWithoutContext(), "with");
  expect_body([](const auto&... all) { return std::to_string(sizeof...(all)); }, "2");
}

/// As Poco's Var: made of anything.
struct Anything {
  template <typename Value>
  Anything(const Value&) {}  // NOLINT: implicit, as Var's.
};

template <typename Handler>
constexpr bool is_handler(Handler) {
  return IsHandler<Handler>;
}

TEST(Handler, TakesAStringViewAndNothingElse) {
  EXPECT_TRUE(is_handler([](std::string_view) {}));
  EXPECT_TRUE(is_handler([](const std::string_view&, const Context&) noexcept {}));
  EXPECT_TRUE(is_handler([](auto) {}));
  EXPECT_TRUE(is_handler([](this const auto&, std::string_view) {}));
  EXPECT_TRUE(is_handler(+[](std::string_view) noexcept {}));
  EXPECT_FALSE(is_handler([] {}));
  EXPECT_FALSE(is_handler([](const Context&) {}));
  EXPECT_FALSE(is_handler([](const Context&, std::string_view) {}));
  EXPECT_FALSE(is_handler([](const std::string&) {}));
  EXPECT_FALSE(is_handler([](const Anything&) {}));
  EXPECT_FALSE(is_handler([](Anything, const Context&) noexcept {}));
  EXPECT_FALSE(is_handler(+[](Anything) {}));
}

TEST(HandlerResult, ForgetsTheErrorBefore) {
  HandlerResult result;
  result.fail(kError);
  result.succeed(Text("fine"));
  EXPECT_FALSE(result.is_error());
  result.succeed(Response{.body = "b", .content_type = "text/plain"});
  result.succeed(Borrowed{"c"});
  EXPECT_EQ(result.content_type(), "application/json");
}

TEST(Initializer, YieldsAHandlerOrItsError) {
  const auto good = initialize_guarded(
      {.object = nullptr, .initialize = [](void*) {
         static auto handler = [](std::string_view) { return Text("made"); };
         return std::expected<HandlerReference, FunctionError>(refer_to(handler));
       }});
  EXPECT_TRUE(good.has_value());
  const auto bad = initialize_guarded(
      {.object = nullptr,
       .initialize = [](void*) -> std::expected<HandlerReference, FunctionError> {
         throw std::runtime_error("no model");
       }});
  ASSERT_FALSE(bad.has_value());
  EXPECT_EQ(bad.error().message, "no model");
}

}  // namespace
}  // namespace lambda::loop
