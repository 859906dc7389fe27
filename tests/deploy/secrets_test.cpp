// Values of variables, passwords and keys stand on no process's command line, and in nothing that
// is printed: not when all is well, not in a plan, not when it fails.
#include <filesystem>

#include <gtest/gtest.h>

#include "tests/deploy/cloud.h"
#include "tests/deploy/command_lines.h"
#include "tests/peers/aws/moto.h"
#include "tests/peers/runfile.h"

namespace lambda::deploy_test {
namespace {

namespace fs = std::filesystem;
using peers::Outcome;

constexpr char kBuilt[] = "built-value-5f1c";
constexpr char kOfFile[] = "file-value-9a77";
constexpr char kOwn[] = "own-value-33e0";

class Secrets : public Cloud {
 protected:
  void SetUp() override {
    Cloud::SetUp();
    make_repository("hello");
    folder_ = peers::new_folder("secrets");
    fs::create_symlink(peers::runfile("RECORDING_AWS"), folder_ / "aws");
    peers::write_file(folder_ / "variables", "FROM_FILE=" + std::string(kOfFile) + "\nOWN\n");
    function_.environment = {{"BUILT", kBuilt}};
  }

  // Runs `deploy` watched, and looks for each secret wherever somebody might read it.
  Outcome watched(const std::string& verb, const Words& words) {
    CommandLines lines;
    const Outcome outcome = deploy(function_, verb, words,
                                   {{"AWS_COMMAND_LINES", folder_ / "record"},
                                    {"OWN", kOwn},
                                    {"PATH", folder_.string() + ":/usr/bin:/bin"},
                                    {"REAL_AWS", "/usr/bin/aws"}});
    std::string all = outcome.output + outcome.errors + peers::read_file(folder_ / "record");
    bool is_seen = false;
    for (const std::string& line : lines.stop()) {
      all += line + "\n";
      is_seen = is_seen || line.contains("/usr/bin/aws") || line.contains(" lambda ");
    }
    EXPECT_TRUE(is_seen) << "no aws command was seen at all";
    const std::string token = std::string(peers::kAwsAccount) + "-auth-token";
    for (const std::string& secret :
         {std::string(kBuilt), std::string(kOfFile), std::string(kOwn),
          std::string(peers::kAwsSecret), token, std::string("QVdTOjEyMzQ1Njc4OTAxMi1hdXRo")}) {
      EXPECT_FALSE(all.contains(secret)) << secret << " in\n" << all;
    }
    return outcome;
  }

  Words words(const std::string& role, const Words& more = {}) const {
    Words words = {"--from",
                   "image",
                   "--role",
                   role,
                   "--repository",
                   "hello",
                   "--env-file",
                   folder_ / "variables",
                   "--allow-empty-base"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }

  fs::path folder_;
  FunctionFiles function_ = hello();
};

TEST_F(Secrets, ArriveAndAreSeenNowhereElse) {
  const Outcome deployed = watched("deploy", words("worker"));
  ASSERT_EQ(0, deployed.status) << deployed;
  EXPECT_FALSE(peers::read_file(folder_ / "record").empty());
  const auto found = asked({"lambda", "get-function-configuration", "--function-name", "hello"});
  const auto variables = found->getObject("Environment")->getObject("Variables");
  EXPECT_EQ(kBuilt, variables->getValue<std::string>("BUILT"));
  EXPECT_EQ(kOfFile, variables->getValue<std::string>("FROM_FILE"));
  EXPECT_EQ(kOwn, variables->getValue<std::string>("OWN"));
}

TEST_F(Secrets, AreInNoPlan) {
  const Outcome planned = watched("deploy", words("worker", {"--plan"}));
  EXPECT_EQ(0, planned.status) << planned;
  EXPECT_TRUE(planned.errors.contains("FROM_FILE")) << planned;
}

TEST_F(Secrets, AreInNoError) {
  const Outcome refused = watched("deploy", words("nobody"));
  EXPECT_NE(0, refused.status) << refused;
}

}  // namespace
}  // namespace lambda::deploy_test
