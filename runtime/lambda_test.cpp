// lambda::run() from the environment variable to the exit status, against a server that follows a
// script.
#include "runtime/lambda.h"

#include <cstdlib>
#include <expected>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/connection/scripted_server.h"

namespace lambda {
namespace {

using connection::make_answer;
using connection::ScriptedServer;

/// Runs against a server with one event, which then has no more. Result: the requests' first lines.
template <typename Handler>
std::vector<std::string> run_once(Handler&& handler) {
  const std::string event = make_answer(200,
                                        "Lambda-Runtime-Aws-Request-Id: id\r\n"
                                        "Lambda-Runtime-Deadline-Ms: 4102444800000\r\n",
                                        "event");
  ScriptedServer server({{{.answer = event},
                          {.answer = make_answer(202, "", "")},
                          {.answer = make_answer(500, "", "")}}});
  setenv("AWS_LAMBDA_RUNTIME_API", server.endpoint().authority.c_str(), 1);
  EXPECT_NE(run(std::forward<Handler>(handler)), 0);
  unsetenv("AWS_LAMBDA_RUNTIME_API");
  std::vector<std::string> lines;
  for (const std::string& request : server.finish()) {
    const std::size_t begin = request.find("/runtime/") + 9;
    lines.push_back(request.substr(begin, request.find(" HTTP/") - begin));
  }
  return lines;
}

using Lines = std::vector<std::string>;
const Lines kAnswered{"invocation/next", "invocation/id/response", "invocation/next"};
const Lines kInitFailed{"init/error"};

std::string by_function(std::string_view event, const Context&) { return std::string(event); }

TEST(Run, ServesWithAHandler) {
  EXPECT_EQ(run_once([](std::string_view event) { return Borrowed{event}; }), kAnswered);
  EXPECT_EQ(run_once(by_function), kAnswered);
  EXPECT_EQ(run_once(&by_function), kAnswered);
}

TEST(Run, ServesWithTheHandlerThatAFactoryMakes) {
  EXPECT_EQ(run_once([] {
              return [model = std::make_unique<int>(1)](std::string_view) {
                return std::to_string(*model);
              };
            }),
            kAnswered);
  EXPECT_EQ(run_once([] {
              const auto handler = [](std::string_view event) { return Borrowed{event}; };
              return std::expected<decltype(handler), FunctionError>(handler);
            }),
            kAnswered);
}

TEST(Run, ReportsAFactoryThatFails) {
  EXPECT_EQ(run_once([]() -> std::string (*)(std::string_view) { throw std::runtime_error("no"); }),
            kInitFailed);
  EXPECT_EQ(run_once([]() -> std::expected<std::string (*)(std::string_view), FunctionError> {
              return std::unexpected(FunctionError{.type = "NoModel", .message = "", .stack = {}});
            }),
            kInitFailed);
}

/// Throws when it is copied.
struct Uncopyable {
  Uncopyable() = default;
  Uncopyable(const Uncopyable&) { throw std::runtime_error("cannot be copied"); }
};

TEST(Run, ReportsAHandlerThatCannotBeCopied) {
  const auto handler = [part = Uncopyable()](std::string_view) { return std::string(); };
  testing::internal::CaptureStderr();
  EXPECT_EQ(run_once(handler), kInitFailed);
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_NE(log.find("initialization failed"), log.npos) << log;
  EXPECT_NE(log.find("cannot be copied"), log.npos) << log;
}

TEST(Run, ReportsAFactoryThatCannotBeCopied) {
  const auto factory = [part = Uncopyable()] { return &by_function; };
  EXPECT_EQ(run_once(factory), kInitFailed);
}

template <typename Callable>
constexpr bool is_factory(Callable) {
  return HandlerFactory<Callable>;
}

TEST(Run, TakesACallableWithoutParametersForAFactory) {
  const auto no_parameters = [] { return std::string(); };
  EXPECT_TRUE(is_factory(no_parameters));
  EXPECT_FALSE(loop::IsHandler<loop::MadeHandler<std::string>::Type>);
  EXPECT_FALSE(
      (loop::IsHandler<loop::MadeHandler<std::expected<std::string, FunctionError>>::Type>));
  EXPECT_TRUE((loop::IsHandler<
               loop::MadeHandler<std::expected<decltype(&by_function), FunctionError>>::Type>));
  EXPECT_FALSE(is_factory(&by_function));
}

TEST(Run, ExplainsThatItIsNoProgramToStartByHand) {
  unsetenv("AWS_LAMBDA_RUNTIME_API");
  testing::internal::CaptureStderr();
  EXPECT_NE(run(&by_function), 0);
  const std::string message = testing::internal::GetCapturedStderr();
  EXPECT_NE(message.find("AWS_LAMBDA_RUNTIME_API is not set"), std::string::npos) << message;
  EXPECT_NE(message.find(".invoke"), std::string::npos) << message;
}

}  // namespace
}  // namespace lambda
