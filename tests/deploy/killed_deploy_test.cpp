// kill -9 at random moments of a deployment, and what the next one makes of it: the same end state
// as if nothing had been. The seed is printed; LAMBDA_TEST_SEED repeats it.
#include <csignal>
#include <random>
#include <regex>

#include <gtest/gtest.h>

#include "tests/deploy/cloud.h"
#include "tests/deploy/seed.h"
#include "tests/peers/aws/moto.h"
#include "tests/peers/child.h"

namespace lambda::deploy_test {
namespace {

using peers::Outcome;
using std::chrono::milliseconds;

constexpr int kKills = 10;

// What is another each time.
constexpr char kChanging[] = R"re("(LastModified|Location|RevisionId)": ?"[^"]*")re";

class KilledDeploy : public Cloud {
 protected:
  static peers::Command deployment(const std::string& name) {
    FunctionFiles function = hello();
    function.name = name;
    function.environment = {{"BUILT", "in"}};
    return command(function, "deploy",
                   {"--from", "zip", "--role", "worker", "--env", "GIVEN=1", "--alias", "live"});
  }

  // All that there is of the function, without what is another each time.
  static std::string state(const std::string& name) {
    const std::string root = "/2015-03-31/functions/" + name;
    std::string all;
    for (const std::string& path : {root, root + "/versions", root + "/aliases"}) {
      all += peers::ask_lambda(moto().port(), path) + "\n";
    }
    all = std::regex_replace(all, std::regex(kChanging), "");
    for (size_t place; (place = all.find(name)) != std::string::npos;) {
      all.replace(place, name.size(), "NAME");
    }
    return all;
  }
};

TEST_F(KilledDeploy, EndsTheSameWhenRunAgain) {
  std::mt19937 random(test_seed());
  const auto begin = std::chrono::steady_clock::now();
  const Outcome whole = peers::run(deployment("whole"), std::chrono::seconds(120));
  const auto time =
      std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begin);
  ASSERT_EQ(0, whole.status) << whole;
  const std::string wanted = state("whole");
  EXPECT_TRUE(wanted.contains("\"live\"")) << wanted;
  std::uniform_int_distribution<int64_t> moments(0, time.count());
  int killed = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    const std::string name = "killed" + std::to_string(kill);
    auto child = peers::Child::start(deployment(name));
    ASSERT_TRUE(child.has_value()) << child.error().message;
    const milliseconds moment(moments(random));
    if (!child->wait(moment)) {
      child->send(SIGKILL);
      child->wait(std::chrono::seconds(5));
      ++killed;
    }
    const Outcome again = peers::run(deployment(name), std::chrono::seconds(120));
    ASSERT_EQ(0, again.status) << "killed after " << moment << ": " << again;
    EXPECT_EQ(wanted, state(name)) << "killed after " << moment;
  }
  EXPECT_GT(killed, kKills / 4) << "most deployments ended before they could be killed";
}

}  // namespace
}  // namespace lambda::deploy_test
