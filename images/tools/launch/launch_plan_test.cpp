// A plan becomes this machine's command; the user's words find their place.
// Source: launch_plan.h.
#include "images/tools/launch/launch_plan.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lambda::images {
namespace {

constexpr const char* kInvoke =
    "verb\tinvoke\nfunction\thello\nlabel\t//h:hello.invoke\noption\t--timeout=3\n"
    "note\tzip: bazel-bin/hello.zip\n"
    "architecture\tx86_64\nentrypoint\tw/e\ntask\tw/t\ndigest\tw/d\n"
    "architecture\tarm64\nentrypoint\tw/e2\ntask\tw/t2\ndigest\tw/d2\n";
constexpr const char* kServe =
    "verb\tserve\nfunction\thello\narchitecture\tarm64\nentrypoint\te\ntask\tt\ndigest\td\n";

std::string in_runfiles(const std::string& path) { return "/r/" + path; }

std::vector<std::string> command(const char* text, const std::vector<std::string>& words) {
  const auto plan = parse_launch_plan(text);
  EXPECT_TRUE(plan.has_value()) << plan.error().message;
  const auto built = launch_command(*plan, plan->targets.front(), words, in_runfiles);
  EXPECT_TRUE(built.has_value()) << built.error().message;
  return built.value_or(std::vector<std::string>{});
}

TEST(LaunchPlan, BecomesACommand) {
  EXPECT_EQ(command(kInvoke, {"{\"a\": 1}"}),
            (std::vector<std::string>{"/r/w/e", "--bootstrap=/r/w/t/bootstrap",
                                      "--task-root=/r/w/t", "--function-name=hello",
                                      "--typed-as=tools/bazel run //h:hello.invoke", "--timeout=3",
                                      "--note-file=image digest: =/r/w/d",
                                      "--note=zip: bazel-bin/hello.zip", "--invoke={\"a\": 1}"}));
}

TEST(LaunchPlan, RunsTheLayersProgramWithItsHandler) {
  EXPECT_EQ(command("verb\tserve\nfunction\thello\nhandler\tapp.main\narchitecture\tx86_64\n"
                    "entrypoint\te\ntask\tt\nlayer\tl\n",
                    {}),
            (std::vector<std::string>{"/r/e", "--layer-root=/r/l", "--task-root=/r/t",
                                      "--function-name=hello", "app.main"}));
}

TEST(LaunchPlan, InvokesWithAnEmptyObjectByDefault) {
  EXPECT_EQ(command(kInvoke, {}).back(), "--invoke={}");
}

TEST(LaunchPlan, TakesEventsThatLookLikeOptions) {
  EXPECT_EQ(command(kInvoke, {"-5"}).back(), "--invoke=-5");
  EXPECT_EQ(command(kInvoke, {"-"}).back(), "--invoke=-");
}

TEST(LaunchPlan, PassesOptionsOnAroundTheEvent) {
  const auto words = command(kInvoke, {"--memory", "256", "{}", "--env=NAME=b"});
  EXPECT_EQ(words.back(), "--invoke={}");
  const auto memory = std::ranges::find(words, "--memory");
  ASSERT_NE(memory, words.end());
  EXPECT_EQ(*(memory + 1), "256");
  EXPECT_NE(std::ranges::find(words, "--env=NAME=b"), words.end());
}

TEST(LaunchPlan, ServesWithTheUsersAddress) {
  const auto words = command(kServe, {"--address", "127.0.0.1:9000"});
  EXPECT_EQ(words[words.size() - 2], "--address");
  EXPECT_EQ(words.back(), "127.0.0.1:9000");
}

TEST(LaunchPlan, RefusesASecondEvent) {
  for (const auto& [text, words] :
       {std::pair<const char*, std::vector<std::string>>{kInvoke, {"{}", "{}"}},
        {kServe, {"{}"}}}) {
    const auto plan = parse_launch_plan(text);
    ASSERT_TRUE(plan.has_value());
    const auto built = launch_command(*plan, plan->targets.front(), words, in_runfiles);
    ASSERT_FALSE(built.has_value());
    EXPECT_EQ(built.error().type, "Usage");
  }
}

bool runs_all(const LaunchTarget&) { return true; }
bool runs_none(const LaunchTarget&) { return false; }

TEST(LaunchPlan, ChoosesThisMachinesArchitecture) {
  const auto plan = parse_launch_plan(kInvoke);
  ASSERT_TRUE(plan.has_value());
  for (const auto runs : {runs_none, runs_all}) {
    EXPECT_EQ(choose_target(*plan, "x86_64", runs)->entrypoint, "w/e");
    EXPECT_EQ(choose_target(*plan, "aarch64", runs)->entrypoint, "w/e2");
  }
}

TEST(LaunchPlan, ChoosesWhatAnEmulatorOfProcessorsRuns) {
  const auto plan = parse_launch_plan(kServe);
  ASSERT_TRUE(plan.has_value());
  std::string tried;
  const auto target = choose_target(*plan, "x86_64", [&](const LaunchTarget& other) {
    tried += other.entrypoint;
    return true;
  });
  ASSERT_TRUE(target.has_value());
  EXPECT_EQ(target->architecture, "arm64");
  EXPECT_EQ(tried, "e");
}

TEST(LaunchPlan, SaysWhatToAddForAnotherMachine) {
  const auto target = choose_target(*parse_launch_plan(kServe), "x86_64", runs_none);
  ASSERT_FALSE(target.has_value());
  EXPECT_EQ(target.error().type, "Launch.WrongMachine");
  EXPECT_EQ(target.error().message,
            "hello is built for arm64, but this machine is x86_64 and cannot run it. Add it: "
            "architectures = [\"x86_64\", ...]; the image and the zip for arm64 are built all the "
            "same. Or install an emulator of processors (Debian: qemu-user-static, "
            "binfmt-support).");
}

TEST(LaunchPlan, HelpsInTheUsersWords) {
  EXPECT_NE(launch_help(*parse_launch_plan(kInvoke))
                .find("tools/bazel run //h:hello.invoke -- @event.json"),
            std::string::npos);
  const std::string serve = launch_help(*parse_launch_plan(kServe));
  EXPECT_NE(serve.find("--address"), std::string::npos);
  EXPECT_NE(serve.find("/functions/hello/invocations"), std::string::npos) << serve;
}

TEST(LaunchPlan, HasAMaximum) {
  std::string text = kServe;  // Six fields.
  for (int i = 6; i < 10'000; ++i) {
    text += "note\tn\n";
  }
  EXPECT_TRUE(parse_launch_plan(text).has_value());
  const auto longer = parse_launch_plan(text + "note\tn\n");
  ASSERT_FALSE(longer.has_value());
  EXPECT_NE(longer.error().message.find("is too long"), std::string::npos);
}

class MalformedPlan : public testing::TestWithParam<std::string> {};

TEST_P(MalformedPlan, IsRefused) {
  const auto plan = parse_launch_plan(GetParam());
  ASSERT_FALSE(plan.has_value());
  EXPECT_EQ(plan.error().type, "Launch.Malformed");
}

INSTANTIATE_TEST_SUITE_P(LaunchPlan, MalformedPlan,
                         testing::Values("", "verb", "verb\tother\n", "task\tbefore\n",
                                         "function\thello\n", "other\tx\n",
                                         "function\thello\narchitecture\tx86_64\ntask\tt\n"));

}  // namespace
}  // namespace lambda::images
