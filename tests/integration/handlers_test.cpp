// The handlers to copy, as the programs that ship, answer events under both emulators.
#include <gtest/gtest.h>

#include "tests/peers/emulator.h"
#include "tests/peers/http.h"
#include "tests/peers/runfile.h"

namespace lambda::peers {
namespace {

struct Row {
  std::string name;
  std::string bootstrap;  // The variable that names it.
  std::string event;
  std::string answer;      // The whole body; "" where only a part is known.
  std::string error_part;  // Part of the error document of an event that fails.
};

std::vector<Row> rows() {
  const std::string megabyte = "\"" + std::string(1'000'000, 'x') + "\"";
  return {
      {"HelloAda", "HELLO", R"({"name": "Ada"})", R"({"message":"Hello, Ada!"})", ""},
      {"HelloUnicode", "HELLO", R"({"name": "Zoë"})", R"({"message":"Hello, Zoë!"})", ""},
      {"HelloWorld", "HELLO", "{}", R"({"message":"Hello, world!"})", ""},
      {"HelloBadName", "HELLO", R"({"name": 7})", "", R"("errorType":"InvalidName")"},
      {"HelloList", "HELLO", "[1]", "", R"("errorType":"Runtime.UnmarshalError")"},
      {"EchoNull", "ECHO", "null", "null", ""},
      {"EchoSpaces", "ECHO", " { \"a\" : [ 1.50 ] } ", " { \"a\" : [ 1.50 ] } ", ""},
      {"EchoMegabyte", "ECHO", megabyte, megabyte, ""},
      {"EchoSixMegabytes", "ECHO", "\"" + std::string(6'000'000, 'y') + "\"",
       "\"" + std::string(6'000'000, 'y') + "\"", ""},
      {"HttpNoEvent", "HTTP", "{}", "", R"("errorType":"InvalidEvent")"},
  };
}

struct Run {
  Row row;
  Emulator emulator;
};

void PrintTo(const Run& run, std::ostream* stream) { *stream << run.row.event.substr(0, 200); }

std::vector<Run> runs() {
  std::vector<Run> all;
  for (const Row& row : rows()) {
    all.push_back({row, Emulator::kOurs});
    all.push_back({row, Emulator::kAws});
  }
  return all;
}

class Handlers : public testing::TestWithParam<Run> {};

// Long bodies are compared first, and shown only in part.
void expect_body(const std::string& expected, const std::string& actual) {
  EXPECT_TRUE(actual == expected) << "expected " << expected.size() << " bytes, got "
                                  << actual.size() << ": " << actual.substr(0, 500);
}

TEST_P(Handlers, AnswerTheEvent) {
  const Row& row = GetParam().row;
  const auto emulator =
      start_emulator({.emulator = GetParam().emulator, .bootstrap = runfile(row.bootstrap)});
  ASSERT_TRUE(emulator.has_value()) << emulator.error().message;
  for (int i = 0; i < 2; ++i) {  // The second meets a process that has served one.
    const auto answer = invoke((*emulator)->port(), row.event);
    ASSERT_TRUE(answer.has_value()) << answer.error().message << (*emulator)->log();
    EXPECT_EQ(200, answer->status) << answer->body;
    if (row.error_part.empty()) {
      expect_body(row.answer, answer->body);
      continue;
    }
    EXPECT_TRUE(answer->body.contains(row.error_part)) << answer->body;
    const bool is_marked = answer->headers.contains("x-amz-function-error");
    EXPECT_EQ(GetParam().emulator == Emulator::kOurs, is_marked);
  }
}

INSTANTIATE_TEST_SUITE_P(All, Handlers, testing::ValuesIn(runs()), [](const auto& info) {
  return info.param.row.name + (info.param.emulator == Emulator::kOurs ? "Ours" : "Aws");
});

class HttpHandler : public testing::TestWithParam<Emulator> {};

TEST_P(HttpHandler, AnswersSamplesOfBothServices) {
  const auto emulator = start_emulator({.emulator = GetParam(), .bootstrap = runfile("HTTP")});
  ASSERT_TRUE(emulator.has_value()) << emulator.error().message;
  const auto posted = invoke((*emulator)->port(), read_file(runfile("HTTP_API_POST")));
  ASSERT_TRUE(posted.has_value()) << posted.error().message;
  for (const std::string part :
       {R"("statusCode":200)", R"(\"path\":\"/orders/7\")", R"(\"body_bytes\":16)"}) {
    EXPECT_TRUE(posted->body.contains(part)) << part << " is not in " << posted->body;
  }
  const auto got = invoke((*emulator)->port(), read_file(runfile("FUNCTION_URL_GET")));
  ASSERT_TRUE(got.has_value()) << got.error().message;
  EXPECT_TRUE(got->body.contains(R"(\"from\":\"198.51.100.4\")")) << got->body;
}

INSTANTIATE_TEST_SUITE_P(All, HttpHandler, testing::Values(Emulator::kOurs, Emulator::kAws),
                         [](const auto& info) {
                           return info.param == Emulator::kOurs ? "Ours" : "Aws";
                         });

}  // namespace
}  // namespace lambda::peers
