// A function becomes this machine's command; the user's words find their place.
#include "images/tools/launch/launch_plan.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lambda::images {
namespace {

FunctionDocument invocation() {
  return {
      .verb = "invoke",
      .label = "//h:hello.invoke",
      .name = "hello",
      .timeout_seconds = 3,
      .outputs = {"zip: bazel-bin/hello.zip"},
      .architectures = {
          {.architecture = "x86_64", .digest = "/r/d", .entrypoint = "/r/e", .task = "/r/t"},
          {.architecture = "arm64", .digest = "/r/d2", .entrypoint = "/r/e2", .task = "/r/t2"}}};
}

FunctionDocument server() {
  return {.verb = "serve",
          .label = "//h:hello.serve",
          .name = "hello",
          .architectures = {
              {.architecture = "arm64", .digest = "/r/d", .entrypoint = "/r/e", .task = "/r/t"}}};
}

std::vector<std::string> command(const FunctionDocument& function,
                                 const std::vector<std::string>& words) {
  const auto built = launch_command(function, function.architectures.front(), words);
  EXPECT_TRUE(built.has_value()) << built.error().message;
  return built.value_or(std::vector<std::string>{});
}

TEST(LaunchPlan, BecomesACommand) {
  EXPECT_EQ(command(invocation(), {"{\"a\": 1}"}),
            (std::vector<std::string>{"/r/e", "--bootstrap=/r/t/bootstrap", "--task-root=/r/t",
                                      "--function-name=hello",
                                      "--typed-as=tools/bazel run //h:hello.invoke", "--timeout=3",
                                      "--note-file=image digest: =/r/d",
                                      "--note=zip: bazel-bin/hello.zip", "--invoke={\"a\": 1}"}));
}

TEST(LaunchPlan, HandsTheConfigurationToTheEntryPoint) {
  FunctionDocument function = invocation();
  function.environment = {{"GREETING", "hi"}, {"NAME", ""}};
  function.memory_mb = 256;
  const auto words = command(function, {});
  for (const char* word : {"--env=GREETING=hi", "--env=NAME=", "--memory=256", "--timeout=3"}) {
    EXPECT_TRUE(std::ranges::contains(words, word)) << word;
  }
}

TEST(LaunchPlan, RunsTheLayersProgramWithItsHandler) {
  FunctionDocument function = server();
  function.handler = "app.main";
  function.architectures[0].digest.clear();
  function.architectures[0].layer_folder = "/r/l";
  EXPECT_EQ(
      command(function, {}),
      (std::vector<std::string>{
          "/r/e", "--layer-root=/r/l", "--task-root=/r/t", "--function-name=hello",
          "--typed-as=tools/bazel run //h:hello.serve", "--env=LAMBDA_RELOAD=1", "app.main"}));
}

TEST(LaunchPlan, ReloadsInAServerAlone) {
  FunctionDocument function = invocation();
  function.handler = "app.main";
  EXPECT_FALSE(std::ranges::contains(command(function, {}), "--env=LAMBDA_RELOAD=1"));
}

TEST(LaunchPlan, InvokesWithAnEmptyObjectByDefault) {
  EXPECT_EQ(command(invocation(), {}).back(), "--invoke={}");
}

TEST(LaunchPlan, TakesEventsThatLookLikeOptions) {
  EXPECT_EQ(command(invocation(), {"-5"}).back(), "--invoke=-5");
  EXPECT_EQ(command(invocation(), {"-"}).back(), "--invoke=-");
}

TEST(LaunchPlan, PassesOptionsOnAroundTheEvent) {
  const auto words = command(invocation(), {"--memory", "256", "{}", "--env=NAME=b"});
  EXPECT_EQ(words.back(), "--invoke={}");
  const auto memory = std::ranges::find(words, "--memory");
  ASSERT_NE(memory, words.end());
  EXPECT_EQ(*(memory + 1), "256");
  EXPECT_NE(std::ranges::find(words, "--env=NAME=b"), words.end());
}

TEST(LaunchPlan, ServesWithTheUsersAddress) {
  const auto words = command(server(), {"--address", "127.0.0.1:9000"});
  EXPECT_EQ(words[words.size() - 2], "--address");
  EXPECT_EQ(words.back(), "127.0.0.1:9000");
}

TEST(LaunchPlan, RefusesASecondEvent) {
  for (const auto& [function, words] :
       {std::pair<FunctionDocument, std::vector<std::string>>{invocation(), {"{}", "{}"}},
        {server(), {"{}"}}}) {
    const auto built = launch_command(function, function.architectures.front(), words);
    ASSERT_FALSE(built.has_value());
    EXPECT_EQ(built.error().type, "Usage");
  }
}

bool runs_all(const FunctionArchitecture&) { return true; }
bool runs_none(const FunctionArchitecture&) { return false; }

TEST(LaunchPlan, ChoosesThisMachinesArchitecture) {
  for (const auto runs : {runs_none, runs_all}) {
    EXPECT_EQ(choose_target(invocation(), "x86_64", runs)->entrypoint, "/r/e");
    EXPECT_EQ(choose_target(invocation(), "aarch64", runs)->entrypoint, "/r/e2");
  }
}

TEST(LaunchPlan, ChoosesWhatAnEmulatorOfProcessorsRuns) {
  std::string tried;
  const auto target = choose_target(server(), "x86_64", [&](const FunctionArchitecture& other) {
    tried += other.entrypoint.string();
    return true;
  });
  ASSERT_TRUE(target.has_value());
  EXPECT_EQ(target->architecture, "arm64");
  EXPECT_EQ(tried, "/r/e");
}

TEST(LaunchPlan, SaysWhatToAddForAnotherMachine) {
  const auto target = choose_target(server(), "x86_64", runs_none);
  ASSERT_FALSE(target.has_value());
  EXPECT_EQ(target.error().type, "Launch.WrongMachine");
  EXPECT_EQ(target.error().message,
            "hello is built for arm64, but this machine is x86_64 and cannot run it. Add it: "
            "architectures = [\"x86_64\", ...]; the image and the zip for arm64 are built all the "
            "same. Or install an emulator of processors (Debian: qemu-user-static, "
            "binfmt-support).");
}

TEST(LaunchPlan, HelpsInTheUsersWords) {
  EXPECT_NE(launch_help(invocation()).find("tools/bazel run //h:hello.invoke -- @event.json"),
            std::string::npos);
  const std::string serve = launch_help(server());
  EXPECT_NE(serve.find("--address"), std::string::npos);
  EXPECT_NE(serve.find("/functions/hello/invocations"), std::string::npos) << serve;
}

TEST(LaunchPlan, TakesADocumentForItsVerbs) {
  EXPECT_TRUE(check_launch(invocation()).has_value());
  EXPECT_TRUE(check_launch(server()).has_value());
}

struct Change {
  std::string name;
  void (*make)(FunctionDocument&);
};

class MalformedLaunch : public testing::TestWithParam<Change> {};

TEST_P(MalformedLaunch, IsRefused) {
  FunctionDocument function = invocation();
  GetParam().make(function);
  const auto checked = check_launch(function);
  ASSERT_FALSE(checked.has_value());
  EXPECT_EQ(checked.error().type, "Launch.Malformed");
}

INSTANTIATE_TEST_SUITE_P(
    LaunchPlan, MalformedLaunch,
    testing::Values(Change{"Verb", [](FunctionDocument& f) { f.verb = "other"; }},
                    Change{"NoVerb", [](FunctionDocument& f) { f.verb.clear(); }},
                    Change{"NoTask", [](FunctionDocument& f) { f.architectures[1].task.clear(); }},
                    Change{"NoEntrypoint",
                           [](FunctionDocument& f) { f.architectures[0].entrypoint.clear(); }}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace lambda::images
