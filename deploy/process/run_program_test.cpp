// Real programs get their input, and all that they say comes back. Source: run_program.h.
#include "deploy/process/run_program.h"

#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace lambda::deploy {
namespace {

TEST(RunProgram, GivesInputAndTakesOutput) {
  const std::string input(1 << 20, 'x');
  const auto end = run_program({.words = {"cat"}, .input = input});
  ASSERT_TRUE(end.has_value()) << end.error().message;
  EXPECT_EQ(end->status, 0);
  EXPECT_EQ(end->output, input);
  EXPECT_EQ(end->errors, "");
}

TEST(RunProgram, LetsTheInputBeReadByNameAndAgain) {
  const auto end = run_program({.words = {"cat", "/dev/stdin", "/dev/stdin"}, .input = "ab"});
  ASSERT_TRUE(end.has_value()) << end.error().message;
  EXPECT_EQ(end->output, "abab");
}

TEST(RunProgram, HasAFileForAnAnswer) {
  const auto end = run_program({.words = {"cp", "/dev/stdin", kAnswerFile}, .input = "answer"});
  ASSERT_TRUE(end.has_value()) << end.error().message;
  EXPECT_EQ(end->status, 0) << end->errors;
  EXPECT_EQ(end->answer, "answer");
  EXPECT_EQ(end->output, "");
}

TEST(RunProgram, TellsStatusErrorsAndEnvironment) {
  const auto failed = run_program({.words = {"ls", "/no/such/file"}});
  ASSERT_TRUE(failed.has_value());
  EXPECT_NE(failed->status, 0);
  EXPECT_NE(failed->errors.find("/no/such/file"), std::string::npos);
  const auto environment = run_program({.words = {"env"}, .environment = {{"DEPLOY_TEST", "v"}}});
  ASSERT_TRUE(environment.has_value());
  EXPECT_NE(environment->output.find("DEPLOY_TEST=v\n"), std::string::npos);
}

TEST(RunProgram, RunsSeveralAtOnce) {
  std::vector<std::string> outputs(4);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    threads.emplace_back([&outputs, i] {
      const auto end = run_program({.words = {"cat"}, .input = std::to_string(i)});
      if (end) outputs[i] = end->output;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(outputs, (std::vector<std::string>{"0", "1", "2", "3"}));
}

TEST(RunProgram, SaysWhatCannotBeRun) {
  const auto none = run_program({.words = {"no-such-program"}});
  ASSERT_FALSE(none.has_value());
  EXPECT_EQ(none.error().type, "Program.NotFound");
}

TEST(RunProgram, StopsWhatTakesTooLong) {
  const auto late =
      run_program({.words = {"sleep", "60"}, .limit = std::chrono::milliseconds(50)});
  ASSERT_FALSE(late.has_value());
  EXPECT_EQ(late.error().type, "Program.TooSlow");
}

}  // namespace
}  // namespace lambda::deploy
