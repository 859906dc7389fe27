// Events that are JSON, events that are not, and results of every kind.
#include "runtime/json/json_event.h"

#include <cmath>
#include <cstdint>
#include <expected>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <Poco/JSON/Array.h>
#include <gtest/gtest.h>

#include "runtime/json.h"
#include "runtime/testing/testing.h"

namespace lambda {
namespace {

using Poco::Dynamic::Var;
using Poco::JSON::Array;
using Poco::JSON::Object;

class RoundTrip : public testing::TestWithParam<std::string> {};

TEST_P(RoundTrip, KeepsTheValue) {
  const auto event = parse_json_event(GetParam());
  ASSERT_TRUE(event.has_value()) << event.error().message;
  EXPECT_EQ(encode_json_result(*event).value(), GetParam());
}

INSTANTIATE_TEST_SUITE_P(Events, RoundTrip,
                         testing::Values(R"({"a":1,"b":[true,false,null],"c":{"d":"e"}})", "[]",
                                         "{}", "[1,-2,1.5]", R"(["\"\\\n","Zoë","😀"])", "7",
                                         "\"text\"", "null", "true", "18446744073709551615"));

class NoJson : public testing::TestWithParam<std::string> {};

TEST_P(NoJson, IsAnErrorThatQuotesNothing) {
  const auto event = parse_json_event(GetParam());
  ASSERT_FALSE(event.has_value());
  EXPECT_EQ(event.error().type, "Runtime.UnmarshalError");
  EXPECT_EQ(event.error().message.find("secret"), std::string::npos);
  EXPECT_EQ(event.error().message.find("12345678901234567890"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Events, NoJson,
                         testing::Values("", " \n", "{", "secret", R"({"secret": tru})",
                                         R"({"secret")", R"(["secret")", R"({"a":1} secret)",
                                         "[123456789012345678901234567890]", "[1,]", R"({"a":1,})",
                                         "1,2", "1] [2", "1],[2", "'secret'",
                                         std::string(1000, '['), "[\"\xFFsecret\"]",
                                         "[\"\\ud800secret\"]"));

TEST(JsonEvent, IsAnErrorWhereverItIsCut) {
  const std::string whole = R"({"name":"Zoë","list":[1,-2.5e3,true,null],"nested":{"a":"\u00eb"}})";
  ASSERT_TRUE(parse_json_event(whole).has_value());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(parse_json_event(whole.substr(0, size)).has_value()) << "cut at " << size;
  }
}

TEST(JsonResult, IsAnErrorWhenItIsNullOrNoJson) {
  EXPECT_EQ(encode_json_result(Object::Ptr()).error().type, "Function.NullResult");
  EXPECT_EQ(encode_json_result(Array::Ptr()).error().type, "Function.NullResult");
  Object::Ptr outer = new Object;
  outer->set("inner", Object::Ptr());
  EXPECT_EQ(encode_json_result(outer).error().type, "Runtime.MarshalError");
}

TEST(JsonResult, IsAnErrorWhenANumberHasNoForm) {
  const double infinity = std::numeric_limits<double>::infinity();
  const Var texts[] = {-infinity, std::nan(""), std::numeric_limits<float>::infinity()};
  for (const Var& number : texts) {
    EXPECT_EQ(encode_json_result(number).error().type, "Runtime.MarshalError");
    Array::Ptr inner = new Array;
    inner->add(number);
    Object::Ptr outer = new Object;
    outer->set("inner", inner);
    EXPECT_EQ(encode_json_result(outer).error().type, "Runtime.MarshalError");
    Object by_value;
    by_value.set("inner", *inner);
    EXPECT_EQ(encode_json_result(by_value).error().type, "Runtime.MarshalError");
  }
}

TEST(JsonResult, TakesWhatAVarHolds) {
  EXPECT_EQ(encode_json_result(Var()).value(), "null");
  EXPECT_EQ(encode_json_result(std::string("a\"b")).value(), R"("a\"b")");
  EXPECT_EQ(encode_json_result(7).value(), "7");
  EXPECT_EQ(encode_json_result(true).value(), "true");
}

template <typename Handler>
test::Result call(Handler handler, std::string_view event) {
  return test::call(json(std::move(handler)), event);
}

Var by_function(const Var& event, const Context& context) {
  return event.toString() + std::string(context.request_id.substr(0, 4));
}

TEST(JsonHandler, TakesAnyOfTheseSignatures) {
  EXPECT_EQ(call([](const Var& event) { return event; }, "[1]").body, "[1]");
  EXPECT_EQ(call([](Var event) { return event.isArray(); }, "[2]").body, "true");
  EXPECT_EQ(call([](const Object::Ptr& event) { return event->get("a"); }, R"({"a":3})").body, "3");
  EXPECT_EQ(call([](Object::Ptr event, const Context&) { return event; }, "{}").body, "{}");
  EXPECT_EQ(call([](const auto& event) { return event; }, "[4]").body, "[4]");
  EXPECT_EQ(call(&by_function, " 5 ").body, "\"58476\"");
  EXPECT_EQ(call([n = 0](const Var&) mutable { return ++n; }, "{}").body, "1");
  EXPECT_EQ(call([](const Object::Ptr& event) noexcept { return event; }, "{}").body, "{}");
  EXPECT_EQ(call(+[](Object::Ptr event) noexcept { return event; }, "{}").body, "{}");
  EXPECT_EQ(call([](this auto, const Object::Ptr& event) { return event; }, "{}").body, "{}");
  EXPECT_EQ(call([](this const auto&, const Var& event) { return event; }, "[6]").body, "[6]");
  EXPECT_EQ(call([](const auto& event, const auto&) { return event; }, "[7]").body, "[7]");
  EXPECT_EQ(call([model = std::make_unique<int>(8)](const auto&) { return *model; }, "{}").body,
            "8");
}

TEST(JsonHandler, MayCallItself) {
  const auto depth_of = [](this const auto& self, const Object::Ptr& event) -> int {
    const auto inner = event->getObject("inner");
    return inner.isNull() ? 1 : 1 + self(inner);
  };
  EXPECT_EQ(call(depth_of, R"({"inner":{"inner":{}}})").body, "3");
}

struct Static {
  static Var operator()(const Object::Ptr& event) { return event; }
};

TEST(JsonHandler, MayHaveAStaticCallOperator) {
  EXPECT_EQ(call(Static(), "{}").body, "{}");
  EXPECT_EQ(call(Static(), "[1]").error->type, "Runtime.UnmarshalError");
}

TEST(JsonHandler, ThatNamesItsObjectTakesObjectsAlone) {
  EXPECT_EQ(call([](this auto, const Object::Ptr& event) { return event; }, "[1]").error->type,
            "Runtime.UnmarshalError");
}

TEST(JsonHandler, MayReturnNothing) {
  bool is_called = false;
  EXPECT_EQ(call([&](const Var&) { is_called = true; }, "{}").body, "null");
  EXPECT_TRUE(is_called);
  EXPECT_EQ(
      call([](const Object::Ptr&) { return std::expected<void, FunctionError>(); }, "{}").body,
      "null");
  EXPECT_EQ(
      call(
          [](const Var&) -> std::expected<void, FunctionError> {
            return std::unexpected(FunctionError{.type = "Mine", .message = "m", .stack = {}});
          },
          "{}")
          .error->type,
      "Mine");
  EXPECT_EQ(
      call([](const Var&) { return FunctionError{.type = "Mine", .message = "m", .stack = {}}; },
           "{}")
          .error->type,
      "Mine");
}

struct Plain {
  int number = 0;
};
enum class Color { kRed };

TEST(JsonHandler, ReturnsWhatHasAFormAsJson) {
  EXPECT_TRUE(HasJsonForm<Var> && HasJsonForm<Object::Ptr> && HasJsonForm<Array::Ptr>);
  EXPECT_TRUE(HasJsonForm<Object> && HasJsonForm<Array> && HasJsonForm<std::string>);
  EXPECT_TRUE(HasJsonForm<const char*> && HasJsonForm<bool> && HasJsonForm<int>);
  EXPECT_TRUE(HasJsonForm<double> && HasJsonForm<std::uint64_t> && HasJsonForm<std::vector<int>>);
  EXPECT_TRUE(HasJsonForm<Color>);
  EXPECT_FALSE(HasJsonForm<Plain>);
  EXPECT_FALSE(HasJsonForm<std::string_view>);
  EXPECT_EQ(call([](const Var&) { return "text"; }, "{}").body, "\"text\"");
  EXPECT_EQ(call([](const Var&) { return Color::kRed; }, "{}").body, "0");
}

TEST(JsonHandler, IsNoHandlerOfBytesUntilItIsWrapped) {
  const auto handler = [](const Var& event) { return event; };
  EXPECT_FALSE(loop::IsHandler<decltype(handler)>);
  EXPECT_TRUE(loop::IsHandler<decltype(json(handler))>);
}

TEST(JsonHandler, ReportsAnEventThatIsNoObjectToOneThatTakesObjects) {
  const auto result = call([](const Object::Ptr& event) { return event; }, "[1]");
  ASSERT_TRUE(result.error.has_value());
  EXPECT_EQ(result.error->type, "Runtime.UnmarshalError");
}

TEST(JsonHandler, ReportsNullErrorsAndExceptions) {
  EXPECT_EQ(call([](const Var&) { return Object::Ptr(); }, "{}").error->type,
            "Function.NullResult");
  EXPECT_EQ(
      call(
          [](const Var&) -> std::expected<Var, FunctionError> {
            return std::unexpected(FunctionError{.type = "Mine", .message = "m", .stack = {}});
          },
          "{}")
          .error->type,
      "Mine");
  EXPECT_EQ(call([](const Object::Ptr& event) { return event->getValue<int>("absent"); }, "{}")
                .error->type,
            "Poco::InvalidAccessException");
}

}  // namespace
}  // namespace lambda
