// What is refused before anything is sent: seen at the servers, and with words that say what to
// type instead.
#include <filesystem>

#include <gtest/gtest.h>

#include "tests/deploy/cloud.h"
#include "tests/peers/runfile.h"

namespace lambda::deploy_test {
namespace {

using peers::Outcome;

// What there is before, what is asked for, and what the refusal must say.
struct Case {
  std::string name;
  Words before;  // A deployment of hello that is well; none when empty.
  Words words;
  std::vector<std::string> says;
  Words architectures = {"x86_64"};
  int status = 1;  // 2: the words themselves are wrong.
};

void PrintTo(const Case& refusal, std::ostream* stream) { *stream << refusal.name; }

class Refused : public Cloud, public testing::WithParamInterface<Case> {
 protected:
  void SetUp() override {
    Cloud::SetUp();
    make_repository("hello");
  }

  // Nothing was changed, nothing sent, and the message has each of `says`.
  static void expect_refusal(const Outcome& outcome, const std::vector<std::string>& says,
                             int status = 1) {
    EXPECT_EQ(status, outcome.status) << outcome;
    EXPECT_EQ("", outcome.output) << outcome;
    for (const std::string& part : says) {
      EXPECT_TRUE(outcome.errors.contains(part)) << "no '" << part << "' in\n" << outcome;
    }
    const auto changed = changes(control().exchanges());
    EXPECT_TRUE(changed.empty()) << changed.front();
    const peers::Sent sent = peers::sent(ecr().front().exchanges());
    EXPECT_EQ(0, sent.blobs) << outcome;
    EXPECT_TRUE(sent.manifests.empty()) << sent.manifests.front();
  }
};

TEST_P(Refused, BeforeAnythingIsSent) {
  const Case& refusal = GetParam();
  if (!refusal.before.empty()) {
    const Outcome before = deploy(hello(), "deploy", refusal.before);
    ASSERT_EQ(0, before.status) << before;
    control().forget();
    ecr().front().forget();
  }
  expect_refusal(deploy(hello(refusal.architectures), "deploy", refusal.words), refusal.says,
                 refusal.status);
}

const Words kZip = {"--from", "zip", "--role", "worker"};
const Words kImage = {
    "--from", "image", "--role", "worker", "--repository", "hello", "--allow-empty-base"};

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

INSTANTIATE_TEST_SUITE_P(
    Deployments, Refused,
    testing::Values(
        Case{"ImageOverAZip", kZip, kImage, {"zip", "--from zip", "delete"}},
        Case{"ZipOverAnImage", kImage, kZip, {"image", "--from image", "delete"}},
        Case{"OtherArchitecture", kZip, kZip, {"x86_64", "arm64", "--architecture"}, {"arm64"}},
        Case{"ArchitectureThatWasNotBuilt",
             {},
             with(kZip, {"--architecture", "arm64"}),
             {"arm64", "architectures = "}},
        Case{"RuntimeThatEnded",
             {},
             with(kZip, {"--runtime", "provided.al2"}),
             {"provided.al2", "provided.al2023"}},
        Case{"RuntimeThatRunsNoBootstrap",
             {},
             with(kZip, {"--runtime", "python3.13"}),
             {"python3.13", "provided.al2023"}},
        Case{"MissingRepository",
             {},
             {"--from", "image", "--role", "worker", "--repository", "nobody"},
             {"nobody", "--create-repository"}},
        Case{"LongEnvironment", {}, with(kZip, {"--env", "LONG=" + std::string(4097, 'x')}), {"4"}},
        Case{"LambdasOwnVariable", {}, with(kZip, {"--env", "AWS_REGION=here"}), {"AWS_REGION"}},
        Case{"NoRole", {}, {"--from", "zip"}, {"--role", "--create-role"}},
        Case{"RoleThatIsNotThere",
             {},
             {"--from", "zip", "--role", "nobody"},
             {"nobody", "--create-role"}},
        Case{"TooLittleMemory", {}, with(kZip, {"--memory", "127"}), {"128"}},
        Case{"TooMuchMemory", {}, with(kZip, {"--memory", "32769"}), {"32768"}},
        Case{"TooLongATimeout", {}, with(kZip, {"--timeout", "1801"}), {"1800"}},
        Case{"HandlerWithASpace", {}, with(kZip, {"--handler", "a b"}), {"--handler"}},
        Case{"OwnerOfNoBucket",
             {},
             with(kZip, {"--s3-bucket-owner", "123456789012"}),
             {"--s3-bucket NAME"},
             {"x86_64"},
             2},
        Case{"BucketForAnImage",
             {},
             with(kImage, {"--s3-bucket", "code"}),
             {"--s3-bucket", "--from zip"}},
        Case{"LayerOnAnImage",
             {},
             with(kImage, {"--layer", "arn:aws:lambda:us-east-1:123456789012:layer:l:1"}),
             {"--layer", "--from zip"}}),
    [](const auto& info) { return info.param.name; });

class RefusedAlone : public Refused {};

TEST_F(RefusedAlone, ZipOver50Megabytes) {
  FunctionFiles large = hello();
  const std::filesystem::path zip = peers::new_folder("large") / "large.zip";
  std::filesystem::copy_file(large.architectures[0].zip, zip);
  std::filesystem::permissions(zip, std::filesystem::perms::owner_write,
                               std::filesystem::perm_options::add);
  std::filesystem::resize_file(zip, (50u << 20) + 1);
  large.architectures[0].zip = zip;
  expect_refusal(deploy(large, "deploy", kZip), {"50 MB", "--from image"});
}

TEST_F(RefusedAlone, WithoutTheAwsCommand) {
  expect_refusal(deploy(hello(), "deploy", kZip, {{"PATH", "/nonexistent"}}), {"aws", "install"});
}

TEST_F(RefusedAlone, WithoutARegion) {
  peers::Command words = command(hello(), "deploy", kZip);
  const Words without = {"env", "-u", "AWS_REGION", "-u", "AWS_DEFAULT_REGION"};
  words.arguments.insert(words.arguments.begin(), without.begin(), without.end());
  expect_refusal(peers::run(words), {"--region"});
}

TEST_F(RefusedAlone, WithoutCredentials) {
  const Environment nobody = {{"AWS_ACCESS_KEY_ID", ""}, {"AWS_SECRET_ACCESS_KEY", ""}};
  expect_refusal(deploy(hello(), "deploy", kZip, nobody), {"aws configure"});
}

TEST_F(RefusedAlone, WithCredentialsThatExpired) {
  peers::RecordingProxy expired(moto().port(), [](const peers::HttpRequest&) {
    return peers::HttpResponse{
        403,
        {{"content-type", "application/json"}, {"x-amzn-errortype", "ExpiredTokenException"}},
        R"({"message": "The security token included in the request is )"
        R"(expired", "__type": "ExpiredTokenException"})"};
  });
  peers::Command words = command(hello(), "deploy", kZip);
  words.arguments.back() = "http://127.0.0.1:" + std::to_string(expired.port());
  expect_refusal(peers::run(words), {"expired", "aws sso login"});
}

}  // namespace
}  // namespace lambda::deploy_test
