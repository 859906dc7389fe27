// A layer has a program and the function none: the zips hold what they should, and together they
// run, under our emulator by `.invoke` and under AWS's with the layer in /opt.
// Source: AWS Lambda Developer Guide, "Managing Lambda dependencies with layers" and "Building a
// custom runtime".
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "tests/peers/http.h"
#include "tests/peers/mounted.h"
#include "tests/peers/run.h"
#include "tests/peers/runfile.h"
#include "tests/peers/server.h"

namespace lambda::images_test {
namespace {

namespace fs = std::filesystem;
using peers::Outcome;
using peers::run;

constexpr char kExpected[] = R"("app.main: words of the function")";
constexpr size_t kCodeBytesMax = 4096;

fs::path unzipped(const std::string& variable) {
  const fs::path folder = peers::new_folder(variable);
  const Outcome outcome = run({{"unzip", "-q", peers::runfile(variable), "-d", folder}});
  EXPECT_EQ(0, outcome.status) << outcome;
  return folder;
}

TEST(Layer, HoldsTheProgramAtItsRoot) {
  using std::filesystem::perms;
  const fs::path layer = unzipped("LAYER");
  EXPECT_EQ(perms(0755), fs::status(layer / "bootstrap").permissions() & perms::mask);
  EXPECT_EQ("words of the function\n", peers::read_file(layer / "share/words.txt"));
  const Outcome listed = run({{"unzip", "-Z", "-1", peers::runfile("LAYER")}});
  EXPECT_EQ("bootstrap\nshare/words.txt\n", listed.output) << listed;
}

TEST(Layer, LeavesTheFunctionItsFilesAlone) {
  const Outcome listed = run({{"unzip", "-Z", "-1", peers::runfile("CODE")}});
  EXPECT_EQ("conf/words.txt\n", listed.output) << listed;
  EXPECT_LT(fs::file_size(peers::runfile("CODE")), kCodeBytesMax);
}

TEST(Layer, RunsTheFunctionByInvoke) {
  const Outcome outcome = run({{peers::runfile("INVOKE"), "{}"}});
  EXPECT_EQ(0, outcome.status) << outcome;
  EXPECT_EQ(std::string(kExpected) + "\n", outcome.output) << outcome;
}

TEST(Layer, ReadsAnEventThatIsNamedFromTheFolderOfTheCaller) {
  const fs::path folder = peers::new_folder("caller");
  std::ofstream(folder / "event.json") << "{}";
  const Outcome outcome = run(
      {{peers::runfile("INVOKE"), "@event.json"}, {{"BUILD_WORKING_DIRECTORY", folder.string()}}});
  EXPECT_EQ(0, outcome.status) << outcome;
  EXPECT_EQ(std::string(kExpected) + "\n", outcome.output) << outcome;
}

TEST(Layer, RefusesASecondEventByItsOwnStatus) {
  const Outcome outcome = run({{peers::runfile("INVOKE"), "{}", "[]"}});
  EXPECT_EQ(2, outcome.status) << outcome;
  EXPECT_TRUE(outcome.errors.contains("'[]' is not expected after the event")) << outcome;
}

TEST(Layer, TellsHowItIsInvoked) {
  for (const char* word : {"--help", "-h"}) {
    const Outcome outcome = run({{peers::runfile("INVOKE"), word}});
    EXPECT_EQ(0, outcome.status) << outcome;
    EXPECT_TRUE(outcome.output.contains("tools/bazel run //tests/images:layered.invoke -- "))
        << outcome;
  }
}

TEST(Layer, RunsTheFunctionUnderAwsEmulator) {
  const fs::path folder = peers::new_folder("var");
  const fs::path layer = unzipped("LAYER");
  fs::rename(unzipped("CODE"), folder / "task");
  const peers::Mounted opt(layer, "/opt");
  const peers::Mounted var(folder, "/var");
  const uint16_t port = peers::free_port();
  const auto local = [](uint16_t at) { return "127.0.0.1:" + std::to_string(at); };
  const peers::Command command{
      {peers::runfile("AWS_EMULATOR"), "--runtime-interface-emulator-address", local(port),
       "--runtime-api-address", local(peers::free_port())},
      {{"_HANDLER", "app.main"}},
      "/var/task",
      {}};
  const auto server = peers::Server::start(command, port);
  ASSERT_TRUE(server.has_value()) << server.error().message;
  const auto answer = peers::invoke(port, "{}");
  ASSERT_TRUE(answer.has_value()) << answer.error().message << (*server)->log();
  EXPECT_EQ(kExpected, answer->body) << (*server)->log();
}

}  // namespace
}  // namespace lambda::images_test
