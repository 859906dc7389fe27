// A function in C under both emulators: it answers, and every way it ends is told to its caller,
// whose next event is served.
#include <gtest/gtest.h>

#include "tests/peers/emulator.h"
#include "tests/peers/http.h"
#include "tests/peers/runfile.h"

namespace lambda::peers {
namespace {

struct Row {
  std::string event;
  std::vector<std::string> parts;  // Of the answer.
};

class CFunction : public testing::TestWithParam<Emulator> {
 protected:
  std::unique_ptr<Server> start(std::map<std::string, std::string> environment) {
    auto emulator = start_emulator({.emulator = GetParam(),
                                    .bootstrap = runfile("C_BOOTSTRAP"),
                                    .environment = std::move(environment)});
    EXPECT_TRUE(emulator.has_value()) << emulator.error().message;
    return emulator ? std::move(*emulator) : nullptr;
  }
};

void expect_answer(Server& emulator, const Row& row) {
  const auto answer = invoke(emulator.port(), row.event);
  ASSERT_TRUE(answer.has_value()) << answer.error().message << emulator.log();
  for (const std::string& part : row.parts) {
    EXPECT_TRUE(answer->body.contains(part))
        << row.event << ": no " << part << " in " << answer->body << "\n"
        << emulator.log();
  }
}

TEST_P(CFunction, AnswersAndTellsHowItEnds) {
  const auto emulator = start({});
  ASSERT_NE(emulator, nullptr);
  const std::vector<Row> rows = {
      {"[1, 2]", {"[1, 2]"}},
      {"\"greek\"", {"\"\u03B1\u03B2\U0001F600\""}},
      {"\"arn\"", {"arn:aws:lambda:"}},
      {"\"fail\"", {R"("errorType":"OutOfStock")", R"("no \"more\"")", R"(["a","b"])"}},
      {"\"exit\"",
       {R"("errorType":"Runtime.ExitError")",
        R"("errorMessage":"the process called exit(); its log may say why")"}},
      {"[3]", {"[3]"}},
      {"\"abort\"",
       {R"("errorType":"Runtime.Aborted")",
        R"("errorMessage":"SIGABRT: abort() was called; the log may say why")"}},
      {"[4]", {"[4]"}},
      {"\"fault\"",
       {R"("errorType":"Runtime.Fault")",
        R"("errorMessage":"SIGSEGV: there is no access to memory at 0000000000000008")",
        R"("stackTrace":["bootstrap+0x)", R"("build-id )"}},
      {"[5]", {"[5]"}},
      {"\"_exit\"",
       {R"x({"errorMessage":"the function calls _exit()","errorType":"Runtime.ExitError",)x"
        R"x("stackTrace":[]})x"}},
      {"[6]", {"[6]"}},
  };
  for (const Row& row : rows) {
    expect_answer(*emulator, row);
  }
}

// The next event arrives while the process that has answered is about to leave.
TEST(CFunctionThatLeavesLate, LosesNoEvent) {
  auto emulator = start_emulator(
      {.emulator = Emulator::kOurs, .bootstrap = runfile("C_BOOTSTRAP"), .environment = {}});
  ASSERT_TRUE(emulator.has_value()) << emulator.error().message;
  for (int i = 0; i < 3; ++i) {
    expect_answer(**emulator, {"\"exit later\"", {"\"exit later\""}});
    expect_answer(**emulator, {"[1]", {"[1]"}});
  }
}

TEST_P(CFunction, ReportsAFailedInitialization) {
  const auto emulator = start({{"FAIL_INITIALIZATION", "1"}});
  ASSERT_NE(emulator, nullptr);
  expect_answer(*emulator, {"{}", {"Runtime.NoModel", "no model"}});
}

INSTANTIATE_TEST_SUITE_P(Emulators, CFunction, testing::Values(Emulator::kOurs, Emulator::kAws),
                         [](const auto& info) {
                           return info.param == Emulator::kOurs ? "Ours" : "Aws";
                         });

}  // namespace
}  // namespace lambda::peers
