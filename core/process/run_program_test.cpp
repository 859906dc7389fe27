// Real programs get their input, and all that they say comes back.
#include "core/process/run_program.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace lambda {
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
      if (end) {
        outputs[i] = end->output;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(outputs, (std::vector<std::string>{"0", "1", "2", "3"}));
}

/// The most that this process may write to one file, memory files too, while the object lives.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    ::signal(SIGXFSZ, SIG_IGN);  // Else the process would end.
    ::getrlimit(RLIMIT_FSIZE, &former_);
    const rlimit limit{bytes, former_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &former_); }

 private:
  rlimit former_{};
};

TEST(RunProgram, DoesNotStartWithHalfOfItsInput) {
  constexpr rlim_t kBytes = 64 * 1024;
  const FileSizeLimit limit(kBytes);
  const auto end = run_program({.words = {"cat"}, .input = std::string(kBytes + 1, 'x')});
  ASSERT_FALSE(end.has_value()) << end->output.size();
  EXPECT_EQ(end.error().type, "Program.CannotStart");
  EXPECT_TRUE(end.error().message.contains("File too large")) << end.error().message;
  EXPECT_TRUE(run_program({.words = {"true"}, .input = std::string(kBytes, 'x')}).has_value());
}

TEST(RunProgram, HandsOnNoDescriptorOfOurs) {
  const int leaked = ::open("/dev/null", O_RDONLY);
  const int high = ::fcntl(leaked, F_DUPFD, 200);
  ASSERT_GE(high, 200);
  const auto end = run_program({.words = {"ls", "/proc/self/fd"}});
  ::close(leaked);
  ::close(high);
  ASSERT_TRUE(end.has_value()) << end.error().message;
  EXPECT_EQ(end->output, "0\n1\n2\n3\n4\n") << "4 is what ls reads the folder by";
}

TEST(RunProgram, HandsOnNoPasswordOfARegistry) {
  ::setenv("LAMBDA_REGISTRY_PASSWORD", "hush", 1);
  ::setenv("LAMBDA_REGISTRY_USER", "ada", 1);
  const auto end = run_program({.words = {"env"}});
  ::unsetenv("LAMBDA_REGISTRY_PASSWORD");
  ASSERT_TRUE(end.has_value()) << end.error().message;
  EXPECT_FALSE(end->output.contains("hush")) << end->output;
  EXPECT_FALSE(end->output.contains("LAMBDA_REGISTRY_PASSWORD")) << end->output;
  EXPECT_TRUE(end->output.contains("LAMBDA_REGISTRY_USER=ada\n")) << end->output;
}

TEST(RunProgram, ReplacesAVariableThatIsThere) {
  ::setenv("DEPLOY_TEST", "ours", 1);
  const auto end = run_program({.words = {"env"}, .environment = {{"DEPLOY_TEST", "its"}}});
  ASSERT_TRUE(end.has_value()) << end.error().message;
  EXPECT_TRUE(end->output.contains("DEPLOY_TEST=its\n")) << end->output;
  EXPECT_FALSE(end->output.contains("DEPLOY_TEST=ours")) << end->output;
}

// Ignored signals are inherited: a program that writes into a closed pipe would not end.
TEST(RunProgram, LeavesABrokenPipeToEndTheProgram) {
  const auto former = std::signal(SIGPIPE, SIG_IGN);
  const auto end = run_program({.words = {"sh", "-c", "kill -PIPE $$; echo survived"}});
  std::signal(SIGPIPE, former);
  ASSERT_TRUE(end.has_value()) << end.error().message;
  EXPECT_EQ(end->status, 128 + SIGPIPE);
  EXPECT_EQ(end->output, "");
}

TEST(RunProgram, TellsWhichSignalEndedIt) {
  const auto end = run_program({.words = {"sh", "-c", "kill -TERM $$"}});
  ASSERT_TRUE(end.has_value()) << end.error().message;
  EXPECT_EQ(end->status, 128 + SIGTERM);
}

TEST(RunProgram, TakesAsMuchOutputAsItsMaximum) {
  const std::string bytes = std::to_string(kOutputBytesMax);
  const auto most = run_program({.words = {"head", "-c", bytes, "/dev/zero"}});
  ASSERT_TRUE(most.has_value()) << most.error().message;
  EXPECT_EQ(most->output.size(), kOutputBytesMax);
  const auto more =
      run_program({.words = {"head", "-c", std::to_string(kOutputBytesMax + 1), "/dev/zero"}});
  ASSERT_FALSE(more.has_value());
  EXPECT_EQ(more.error().type, "Program.TooMuch");
}

TEST(RunProgram, SaysWhatCannotBeRun) {
  const auto none = run_program({.words = {"no-such-program"}});
  ASSERT_FALSE(none.has_value());
  EXPECT_EQ(none.error().type, "Program.NotFound");
}

TEST(RunProgram, StopsWhatTakesTooLong) {
  const auto begin = std::chrono::steady_clock::now();
  const auto late = run_program({.words = {"sleep", "60"}, .limit = std::chrono::milliseconds(50)});
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
  ASSERT_FALSE(late.has_value());
  EXPECT_EQ(late.error().type, "Program.TooSlow");
}

}  // namespace
}  // namespace lambda
