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
      {"\"exit\"", {R"("errorType":"Runtime.ExitError")", "exit()"}},
      {"[3]", {"[3]"}},
      {"\"abort\"", {R"("errorType":"Runtime.Aborted")"}},
      {"[4]", {"[4]"}},
      {"\"fault\"", {R"("errorType":"Runtime.Fault")"}},
      {"[5]", {"[5]"}},
      {"\"_exit\"", {R"("errorType":"Runtime.ExitError")", "_exit()"}},
      {"[6]", {"[6]"}},
  };
  for (const Row& row : rows) expect_answer(*emulator, row);
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
