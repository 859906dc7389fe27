// The targets of lambda_function, as `bazel run` starts them: hello, for both architectures.
#include <Poco/JSON/Query.h>
#include <gtest/gtest.h>

#include "tests/deploy/cloud.h"

namespace lambda::deploy_test {
namespace {

using peers::Outcome;

class Targets : public Cloud {
 protected:
  static Outcome run(const std::string& variable, const Words& words) {
    return peers::run(target(variable, words), std::chrono::seconds(120));
  }
};

TEST_F(Targets, PushDeployInvokeAndDelete) {
  make_repository("hello");
  const Outcome pushed =
      run("PUSH", {"--repository", "hello", "--tag", "v1", "--allow-empty-base"});
  ASSERT_EQ(0, pushed.status) << pushed;
  const FunctionFiles files = hello({"x86_64", "arm64"});
  EXPECT_EQ(in_ecr("hello@" + files.architectures[0].digest_text()) + "\n" +
                in_ecr("hello@" + files.architectures[1].digest_text()) + "\n",
            pushed.output);
  const Outcome deployed =
      run("DEPLOY_TARGET", {"--from", "image", "--repository", "hello", "--role", "worker",
                            "--architecture", "arm64", "--allow-empty-base"});
  ASSERT_EQ(0, deployed.status) << deployed;
  const auto found = asked({"lambda", "get-function", "--function-name", "hello"});
  EXPECT_EQ(in_ecr("hello@" + files.architectures[1].digest_text()),
            Poco::JSON::Query(found).find("Code.ImageUri").toString());
  const Outcome called = run("DEPLOY_TARGET", {"invoke", R"({"name": "Ada"})"});
  EXPECT_EQ(0, called.status) << called;
  EXPECT_TRUE(called.output.contains("Ada")) << called;
  const Outcome deleted = run("DEPLOY_TARGET", {"delete"});
  EXPECT_EQ(0, deleted.status) << deleted;
}

// The function has a file, a layer its program: one command publishes the one, creates the other,
// and changes neither when nothing changed.
TEST_F(Targets, DeployAFunctionOnItsLayer) {
  const Words words = {"--role", "worker"};
  const Outcome planned = run("LAYERED", {"--role", "worker", "--plan"});
  EXPECT_EQ(0, planned.status) << planned;
  EXPECT_TRUE(planned.errors.contains("would publish probe_runtime")) << planned;
  EXPECT_TRUE(changes(control().exchanges()).empty()) << planned;
  const Outcome deployed = run("LAYERED", words);
  ASSERT_EQ(0, deployed.status) << deployed;
  const auto found = asked({"lambda", "get-function", "--function-name", "layered"});
  Poco::JSON::Query query(found);
  EXPECT_EQ("app.main", query.find("Configuration.Handler").toString());
  EXPECT_EQ("arn:aws:lambda:us-east-1:123456789012:layer:probe_runtime:1",
            query.find("Configuration.Layers[0].Arn").toString());
  control().forget();
  const Outcome again = run("LAYERED", words);
  EXPECT_EQ(0, again.status) << again;
  EXPECT_TRUE(changes(control().exchanges()).empty()) << changes(control().exchanges()).front();
}

TEST_F(Targets, Publish) {
  const Outcome published = run("PUBLISH", {});
  EXPECT_EQ(0, published.status) << published;
  EXPECT_TRUE(published.output.starts_with("arn:aws:lambda:us-east-1:123456789012:layer:hello"))
      << published;
}

}  // namespace
}  // namespace lambda::deploy_test
