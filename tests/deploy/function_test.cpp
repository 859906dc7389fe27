// A function's life, as moto tells it afterwards: created, changed, called and deleted by `deploy`
// with the real aws command.
#include <algorithm>
#include <optional>

#include <Poco/JSON/Query.h>
#include <gtest/gtest.h>

#include "tests/deploy/cloud.h"
#include "tests/peers/runfile.h"

namespace lambda::deploy_test {
namespace {

using peers::Outcome;

constexpr char kArn[] = "arn:aws:lambda:us-east-1:123456789012:function:hello";

std::string text_at(const Poco::JSON::Object::Ptr& object, const std::string& path) {
  const Poco::Dynamic::Var value = Poco::JSON::Query(object).find(path);
  return value.isEmpty() ? "" : value.toString();
}

class Deployed : public Cloud {
 protected:
  // The words behind `--function DOCUMENT` that every deployment here has.
  static Words with(const std::string& kind, const Words& more = {}) {
    Words words = {"--from", kind, "--role", "worker"};
    if (kind == "image") {
      words.insert(words.end(), {"--repository", "hello", "--allow-empty-base"});
    }
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }

  static void expect_arn(const Outcome& outcome) {
    EXPECT_EQ(0, outcome.status) << outcome;
    EXPECT_TRUE(outcome.output.starts_with(kArn)) << outcome;
    EXPECT_EQ(1, std::ranges::count(outcome.output, '\n')) << outcome;
  }

  static Poco::JSON::Object::Ptr function() {
    return asked({"lambda", "get-function", "--function-name", "hello"});
  }

  static bool is_gone() {
    const Outcome found = peers::AwsCli(peers::AwsVersion::kV2, moto().port())
                              .run({"lambda", "get-function", "--function-name", "hello"});
    return found.errors.contains("ResourceNotFoundException");
  }
};

TEST_F(Deployed, FromAnImageIsAsAsked) {
  make_repository("hello");
  FunctionFiles files = hello();
  files.environment = {{"BUILT", "in"}, {"GREETING", "Hello"}};
  files.memory_mb = 192;
  const Outcome deployed = deploy(
      files, "deploy",
      with("image", {"--timeout", "7", "--env", "GREETING=Salut", "--function-tag", "team=blue",
                     "--log-format", "json", "--url", "iam", "--alias", "live"}));
  expect_arn(deployed);
  EXPECT_TRUE(deployed.errors.contains("\nversion: 1\nurl: https://")) << deployed;
  const auto found = function();
  const std::string uri = in_ecr("hello@" + files.architectures[0].digest_text());
  EXPECT_EQ(uri, text_at(found, "Code.ImageUri"));
  EXPECT_EQ("Image", text_at(found, "Configuration.PackageType"));
  EXPECT_EQ("x86_64", text_at(found, "Configuration.Architectures[0]"));
  EXPECT_EQ("192", text_at(found, "Configuration.MemorySize"));
  EXPECT_EQ("7", text_at(found, "Configuration.Timeout"));
  EXPECT_EQ(role(), text_at(found, "Configuration.Role"));
  EXPECT_EQ("in", text_at(found, "Configuration.Environment.Variables.BUILT"));
  EXPECT_EQ("Salut", text_at(found, "Configuration.Environment.Variables.GREETING"));
  // moto keeps no log format: what it was told is looked at instead.
  EXPECT_TRUE(std::ranges::any_of(control().exchanges(), [](const peers::Exchange& exchange) {
    return exchange.request.body.contains(R"("LoggingConfig": {"LogFormat": "JSON"})");
  }));
  EXPECT_EQ("blue", text_at(found, "Tags.team"));
  const auto alias = asked({"lambda", "get-alias", "--function-name", "hello", "--name", "live"});
  EXPECT_EQ("1", text_at(alias, "FunctionVersion"));
  const auto url = asked(
      {"lambda", "get-function-url-config", "--function-name", "hello", "--qualifier", "live"});
  EXPECT_EQ("AWS_IAM", text_at(url, "AuthType"));
}

// An image on the empty base lacks what most functions need, and may be meant.
TEST_F(Deployed, FromAnImageOnTheEmptyBaseOnlyWhenThatIsSaid) {
  make_repository("hello");
  const bool is_empty =
      peers::read_file(hello().architectures[0].config).contains(R"("lambda.base":"empty")");
  const Words words = {"--from", "image", "--role", "worker", "--repository", "hello"};
  for (const bool is_planned : {true, false}) {
    Words all = words;
    if (is_planned) {
      all.push_back("--plan");
    }
    const Outcome deployed = deploy(hello(), "deploy", all);
    EXPECT_EQ(is_empty ? 1 : 0, deployed.status) << deployed;
    EXPECT_EQ(is_empty, deployed.errors.contains("--allow-empty-base")) << deployed;
  }
  EXPECT_EQ(is_empty, is_gone());
  EXPECT_EQ(is_empty, changes(control().exchanges()).empty());
}

TEST_F(Deployed, AgainChangesWhatChangedAndLosesNothing) {
  make_repository("hello");
  expect_arn(deploy(hello(), "deploy", with("image", {"--env", "FIRST=1", "--memory", "256"})));
  asked({"lambda", "update-function-configuration", "--function-name", "hello", "--environment",
         "Variables={FIRST=1,BY_HAND=kept}"});
  control().forget();
  expect_arn(deploy(hello(), "deploy", with("image")));
  EXPECT_TRUE(changes(control().exchanges()).empty())
      << changes(control().exchanges()).front() << ", though nothing changed";
  control().forget();
  expect_arn(deploy(changed_hello(), "deploy", with("image", {"--env", "SECOND=2"})));
  const auto found = function();
  EXPECT_EQ(in_ecr("hello@" + changed_hello().architectures[0].digest_text()),
            text_at(found, "Code.ImageUri"));
  EXPECT_EQ("256", text_at(found, "Configuration.MemorySize"));
  EXPECT_EQ("1", text_at(found, "Configuration.Environment.Variables.FIRST"));
  EXPECT_EQ("2", text_at(found, "Configuration.Environment.Variables.SECOND"));
  EXPECT_EQ("kept", text_at(found, "Configuration.Environment.Variables.BY_HAND"));
}

TEST_F(Deployed, WaitsWhileLambdaIsAtWork) {
  lambda_manners().set_busy_answers(1);
  const Words words = with("zip", {"--memory", "256", "--publish"});
  expect_arn(deploy(hello(), "deploy", words));
  expect_arn(deploy(changed_hello(), "deploy", with("zip", {"--memory", "512", "--publish"})));
  EXPECT_EQ("512", text_at(function(), "Configuration.MemorySize"));
}

// The version has a state of its own; the alias moves when that is Active, and not before.
TEST_F(Deployed, MovesItsAliasWhenTheVersionIsReady) {
  lambda_manners().set_busy_answers(2);
  expect_arn(deploy(hello(), "deploy", with("zip", {"--alias", "live"})));
  std::vector<std::string> seen;
  for (const auto& [request, answer] : control().exchanges()) {
    if (request.path.contains("Qualifier=1")) {
      seen.push_back(answer.body.contains(R"("State":"Pending")") ? "pending" : "ready");
    }
    if (request.path.contains("/aliases") && request.method == "POST") {
      seen.push_back("alias");
    }
  }
  EXPECT_EQ((std::vector<std::string>{"pending", "pending", "ready", "alias"}), seen);
}

// Weights would leave a part of the calls with other versions.
TEST_F(Deployed, MovesItsAliasAsAWhole) {
  const Words words = with("zip", {"--alias", "live"});
  expect_arn(deploy(hello(), "deploy", words));
  expect_arn(deploy(changed_hello(), "deploy", words));
  const Words alias = {"--function-name", "hello", "--name", "live"};
  Words weighted = {"lambda", "update-alias", "--routing-config",
                    "AdditionalVersionWeights={1=0.25}"};
  weighted.insert(weighted.end(), alias.begin(), alias.end());
  asked(weighted);
  Words plan = words;
  plan.push_back("--plan");
  const Outcome planned = deploy(changed_hello(), "deploy", plan);
  EXPECT_TRUE(planned.errors.contains("version 1, which has 25 %")) << planned;
  expect_arn(deploy(changed_hello(), "deploy", words));
  Words read = {"lambda", "get-alias"};
  read.insert(read.end(), alias.begin(), alias.end());
  const auto moved = asked(read);
  EXPECT_EQ("2", text_at(moved, "FunctionVersion"));
  EXPECT_EQ("", text_at(moved, "RoutingConfig.AdditionalVersionWeights.1"));
}

TEST_F(Deployed, FromAZipByABucketOfTheSameAccount) {
  asked({"s3api", "create-bucket", "--bucket", "code"});
  expect_arn(deploy(hello(), "deploy", with("zip", {"--s3-bucket", "code", "--publish"})));
  bool is_owner_said = false;
  for (const auto& [request, answer] : control().exchanges()) {
    const auto owner = request.headers.find("x-amz-expected-bucket-owner");
    if (owner != request.headers.end()) {
      is_owner_said = owner->second == peers::kAwsAccount;
    }
  }
  EXPECT_TRUE(is_owner_said);
}

// Somebody replaces the object between our upload and Lambda's look at it.
TEST_F(Deployed, FromAZipThatWasReplacedInTheBucketIsNotReleased) {
  asked({"s3api", "create-bucket", "--bucket", "code"});
  expect_arn(deploy(hello(), "deploy", with("zip")));
  const std::string other = peers::read_file(hello().architectures[0].layer);
  std::string object;
  std::string login;  // Of the upload: moto lets nobody write who has none.
  peers::RecordingProxy between(
      moto().port(), [&](const peers::HttpRequest& request) -> std::optional<peers::HttpResponse> {
        if (request.path.starts_with("/code/")) {
          object = request.path;
          login = request.headers.at("authorization");
        }
        if (request.method != "PUT" || !request.path.ends_with("/hello/code")) {
          return lambda_manners().answer(request);
        }
        const peers::HttpRequest replacing{"PUT", object, {{"authorization", login}}, other};
        EXPECT_EQ(200, peers::pass_on(moto().port(), replacing).status) << object;
        return lambda_manners().answer(request);
      });
  peers::Command words =
      command(changed_hello(), "deploy", with("zip", {"--s3-bucket", "code", "--alias", "live"}));
  words.arguments.back() = "http://127.0.0.1:" + std::to_string(between.port());
  const Outcome refused = peers::run(words, std::chrono::seconds(120));
  EXPECT_EQ(1, refused.status) << refused;
  EXPECT_TRUE(refused.errors.contains("other code than was built")) << refused;
  for (const auto& [request, answer] : between.exchanges()) {
    EXPECT_FALSE(request.path.contains("/aliases") && request.method != "GET") << request.path;
    EXPECT_FALSE(request.path.ends_with("/versions")) << request.path;
  }
}

TEST_F(Deployed, FromAZipIsCalledAndDeleted) {
  expect_arn(deploy(hello({"x86_64", "arm64"}), "deploy",
                    with("zip", {"--architecture", "arm64", "--url", "public"})));
  const auto found = function();
  EXPECT_EQ("Zip", text_at(found, "Configuration.PackageType"));
  EXPECT_EQ("arm64", text_at(found, "Configuration.Architectures[0]"));
  EXPECT_EQ("provided.al2023", text_at(found, "Configuration.Runtime"));
  EXPECT_NE("", text_at(found, "Configuration.Handler"));
  const auto url = asked({"lambda", "get-function-url-config", "--function-name", "hello"});
  EXPECT_EQ("NONE", text_at(url, "AuthType"));
  const std::string event = R"({"name": "Ada"})";
  const Outcome called = deploy(hello(), "invoke", {event});
  EXPECT_EQ(0, called.status) << called;
  EXPECT_TRUE(called.output.contains("Ada")) << called;
  const Outcome deleted = deploy(hello(), "delete");
  EXPECT_EQ(0, deleted.status) << deleted;
  EXPECT_TRUE(is_gone());
}

TEST_F(Deployed, PlansAndDoesNothing) {
  make_repository("hello");
  for (const std::string kind : {"image", "zip"}) {
    const Outcome planned = deploy(hello(), "deploy", with(kind, {"--url", "iam", "--plan"}));
    EXPECT_EQ(0, planned.status) << planned;
    EXPECT_TRUE(planned.errors.contains("sha256:")) << planned;
    EXPECT_TRUE(changes(control().exchanges()).empty()) << changes(control().exchanges()).front();
    EXPECT_EQ(0, peers::sent(ecr().front().exchanges()).blobs);
  }
  EXPECT_TRUE(is_gone());
}

TEST_F(Deployed, PublishesItsLayer) {
  const Outcome published = deploy(hello({"x86_64", "arm64"}), "publish");
  EXPECT_EQ(0, published.status) << published;
  const std::string arn = published.output.substr(0, published.output.find('\n'));
  ASSERT_TRUE(arn.starts_with("arn:aws:lambda:us-east-1:123456789012:layer:")) << published;
  const size_t version = arn.rfind(':');
  const size_t name = arn.rfind(':', version - 1);
  const auto layer = asked({"lambda", "get-layer-version", "--layer-name",
                            arn.substr(name + 1, version - name - 1), "--version-number",
                            arn.substr(version + 1)});
  EXPECT_EQ("provided.al2023", text_at(layer, "CompatibleRuntimes[0]"));
  EXPECT_NE("", text_at(layer, "CompatibleArchitectures[0]"));
}

TEST_F(Deployed, ByVersionOneOfTheAwsCommand) {
  const auto first = [](const std::string& verb, const Words& words) {
    return peers::run(command(hello(), verb, words, {}, peers::AwsVersion::kV1),
                      std::chrono::seconds(120));
  };
  make_repository("hello");
  expect_arn(first("deploy", with("image", {"--env", "ONE=1", "--url", "iam"})));
  EXPECT_EQ("1", text_at(function(), "Configuration.Environment.Variables.ONE"));
  const Outcome called = first("invoke", {R"({"name": "Ada"})"});
  EXPECT_EQ(0, called.status) << called;
  EXPECT_EQ(0, first("delete", {}).status);
  EXPECT_TRUE(is_gone());
}

}  // namespace
}  // namespace lambda::deploy_test
