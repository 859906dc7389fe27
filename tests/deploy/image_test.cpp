// Images: pushed to ECR as every client reads them, and what is sent again when little changed.
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <gtest/gtest.h>

#include "tests/deploy/cloud.h"
#include "tests/peers/runfile.h"

namespace lambda::deploy_test {
namespace {

using peers::Outcome;
using peers::Sent;

class PushToEcr : public Cloud {
 protected:
  static Sent sent_to_ecr() { return peers::sent(ecr().front().exchanges()); }
};

// What a push tags an image with that was given no tag.
std::string digest_tag(const std::string& digest) {
  return "sha256-" + digest.substr(digest.find(':') + 1, 32);
}

// crane fetches the image and hashes every byte; skopeo reads what it is.
void expect_valid(const Outcome& validated, const Outcome& inspected, const std::string& digest,
                  const std::string& architecture) {
  EXPECT_EQ(0, validated.status) << validated;
  ASSERT_EQ(0, inspected.status) << inspected;
  const auto read = Poco::JSON::Parser().parse(inspected.output).extract<Poco::JSON::Object::Ptr>();
  EXPECT_EQ(digest, read->getValue<std::string>("Digest"));
  EXPECT_EQ(architecture, read->getValue<std::string>("Architecture"));
}

TEST_F(PushToEcr, ArrivesAsEveryClientReadsIt) {
  make_repository("hello");
  const FunctionFiles function = hello();
  const std::string digest = function.architectures[0].digest_text();
  const Outcome pushed =
      deploy(function, "push", {"--repository", "hello", "--tag", "v1", "--tag", "stable"});
  ASSERT_EQ(0, pushed.status) << pushed;
  EXPECT_EQ(in_ecr("hello@" + digest) + "\n", pushed.output) << pushed;
  for (const std::string& reference : {"@" + digest, std::string(":v1"), std::string(":stable")}) {
    const std::string name = in_ecr("hello" + reference);
    expect_valid(client({"crane", "validate", "--remote", name}),
                 client({"skopeo", "inspect", "docker://" + name}), digest, "amd64");
  }
}

TEST_F(PushToEcr, SendsNothingTwice) {
  make_repository("twice");
  ASSERT_EQ(0, push(hello(), "twice").status);
  const std::size_t layers = hello().architectures[0].layers.size();
  EXPECT_EQ(static_cast<int>(layers) + 1, sent_to_ecr().blobs) << "each layer and the config";
  ecr().front().forget();
  const Outcome again = push(hello(), "twice");
  EXPECT_EQ(0, again.status) << again;
  EXPECT_EQ(0, sent_to_ecr().blobs);
  EXPECT_TRUE(sent_to_ecr().manifests.empty()) << again;
}

TEST_F(PushToEcr, LeavesNoImageWithoutATag) {
  make_repository("tagged");
  const Outcome pushed = push(hello(), "tagged");
  ASSERT_EQ(0, pushed.status) << pushed;
  const std::string digest = hello().architectures[0].digest_text();
  EXPECT_TRUE(pushed.errors.contains("tagged " + in_ecr("tagged:" + digest_tag(digest)) + "\n"))
      << pushed;
  const Outcome found = client({"crane", "digest", in_ecr("tagged:" + digest_tag(digest))});
  EXPECT_EQ(digest + "\n", found.output) << found;
}

TEST_F(PushToEcr, SendsOfAChangedHandlerOneLayerTheConfigAndTheManifest) {
  make_repository("changed");
  ASSERT_EQ(0, push(hello(), "changed").status);
  ecr().front().forget();
  const Outcome pushed = push(changed_hello(), "changed");
  EXPECT_EQ(0, pushed.status) << pushed;
  EXPECT_EQ(2, sent_to_ecr().blobs) << pushed;
  const std::string digest = changed_hello().architectures[0].digest_text();
  EXPECT_EQ((std::vector<std::string>{digest, digest_tag(digest)}), sent_to_ecr().manifests);
}

TEST_F(PushToEcr, GivesEachArchitectureItsTagAndPeopleAnIndex) {
  make_repository("both");
  const FunctionFiles function = hello({"x86_64", "arm64"});
  const Outcome pushed = push(function, "both", {"--tag", "v1"});
  ASSERT_EQ(0, pushed.status) << pushed;
  std::string uris;
  for (const ArchitectureFiles& files : function.architectures) {
    uris += in_ecr("both@" + files.digest_text()) + "\n";
    const std::string image = files.architecture == "x86_64" ? "amd64" : "arm64";
    const std::string name = in_ecr("both:v1-" + image);
    expect_valid(client({"crane", "validate", "--remote", name}),
                 client({"skopeo", "inspect", "docker://" + name}), files.digest_text(), image);
  }
  EXPECT_EQ(uris, pushed.output);
  const Outcome index = client({"crane", "validate", "--remote", in_ecr("both:v1")});
  EXPECT_EQ(0, index.status) << index;
  const Outcome manifest = client({"crane", "manifest", in_ecr("both:v1")});
  for (const ArchitectureFiles& files : function.architectures) {
    EXPECT_TRUE(manifest.output.contains(files.digest_text())) << manifest;
  }
}

TEST_F(PushToEcr, MakesTheRepositoryWhenAsked) {
  const Outcome refused = deploy(hello(), "push", {"--repository", "team/new"});
  EXPECT_EQ(1, refused.status) << refused;
  EXPECT_TRUE(refused.errors.contains("--create-repository")) << refused;
  EXPECT_TRUE(changes(control().exchanges()).empty());
  EXPECT_EQ(0, sent_to_ecr().blobs);
  const Outcome pushed =
      deploy(hello(), "push", {"--repository", "team/new", "--create-repository"});
  EXPECT_EQ(0, pushed.status) << pushed;
  EXPECT_EQ(std::vector<std::string>{"CreateRepository"}, changes(control().exchanges()));
}

TEST_F(PushToEcr, PlansAndDoesNothing) {
  make_repository("planned");
  const Outcome planned =
      deploy(hello(), "push", {"--repository", "planned", "--tag", "v1", "--plan"});
  EXPECT_EQ(0, planned.status) << planned;
  EXPECT_TRUE(planned.errors.contains(hello().architectures[0].digest_text())) << planned;
  for (const auto& [request, answer] : ecr().front().exchanges()) {
    EXPECT_TRUE(request.method == "GET" || request.method == "HEAD") << request.method;
  }
}

TEST_F(PushToEcr, TakesATagOfAnImmutableRepositoryThatIsWell) {
  asked({"ecr", "create-repository", "--repository-name", "fixed", "--image-tag-mutability",
         "IMMUTABLE"});
  const Words tag = {"--tag", "v1"};
  ASSERT_EQ(0, push(hello(), "fixed", tag).status);
  const Outcome again = push(hello(), "fixed", tag);
  EXPECT_EQ(0, again.status) << again;
  const Outcome other = push(changed_hello(), "fixed", tag);
  EXPECT_EQ(1, other.status) << other;
  EXPECT_TRUE(other.errors.contains("immutable")) << other;
  const Outcome kept = client({"crane", "digest", in_ecr("fixed:v1")});
  EXPECT_EQ(hello().architectures[0].digest_text() + "\n", kept.output);
}

// docker login of yesterday: what ECR refuses with 403, and HEAD without a word.
TEST_F(PushToEcr, AsksForANewPasswordWhereDockersIsOld) {
  make_repository("renewed");
  const std::filesystem::path folder = peers::new_folder("docker");
  peers::write_file(folder / "config.json", R"({"auths":{")" + std::string(peers::kEcrHost) +
                                                R"(":{"username":"AWS","password":")" +
                                                peers::kEcrOldPassword + R"("}}})");
  const Outcome pushed =
      deploy(hello(), "push", {"--repository", "renewed"}, {{"DOCKER_CONFIG", folder}});
  EXPECT_EQ(0, pushed.status) << pushed;
  EXPECT_FALSE(pushed.errors.contains(peers::kEcrOldPassword)) << pushed;
}

TEST_F(PushToEcr, SaysThatATokenExpired) {
  make_repository("late");
  ecr().set_token_expired(true);
  const Outcome refused = deploy(hello(), "push", {"--repository", "late"});
  ecr().set_token_expired(false);
  EXPECT_EQ(1, refused.status) << refused;
  EXPECT_TRUE(refused.errors.contains("expired")) << refused;
  EXPECT_EQ(0, sent_to_ecr().blobs);
}

}  // namespace
}  // namespace lambda::deploy_test
