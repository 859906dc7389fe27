// What the manners add to moto, seen by the real aws command.
#include "tests/peers/aws/lambda_manners.h"

#include <gtest/gtest.h>

#include "tests/peers/aws/aws_cli.h"
#include "tests/peers/aws/ecr_manners.h"
#include "tests/peers/aws/moto.h"
#include "tests/peers/oci_layout.h"
#include "tests/peers/recording_proxy.h"
#include "tests/peers/registry.h"

namespace lambda::peers {
namespace {

constexpr char kManifestType[] = "application/vnd.oci.image.manifest.v1+json";
constexpr char kIndexType[] = "application/vnd.oci.image.index.v1+json";

class LambdaMannersTest : public testing::Test {
 protected:
  void SetUp() override {
    auto registry = start_registry();
    ASSERT_TRUE(registry.has_value()) << registry.error().message;
    registry_ = std::move(*registry);
    auto moto = start_moto();
    ASSERT_TRUE(moto.has_value()) << moto.error().message;
    moto_ = std::move(*moto);
    manners_ = std::make_unique<LambdaManners>(registry_->port(), moto_->port());
    proxy_ = std::make_unique<RecordingProxy>(
        moto_->port(), [this](const HttpRequest& request) { return manners_->answer(request); });
    const auto role = make_role(moto_->port(), "worker");
    ASSERT_TRUE(role.has_value()) << role.error().message;
    role_ = *role;
  }

  Outcome aws(std::vector<std::string> words) const {
    return AwsCli(AwsVersion::kV2, proxy_->port()).run(std::move(words));
  }

  Outcome create(const std::string& image) const {
    return aws({"lambda", "create-function", "--function-name", "f", "--package-type", "Image",
                "--role", role_, "--code", "ImageUri=" + std::string(kEcrHost) + "/hello" + image});
  }

  void put(const std::string& reference, const std::string& type, const std::string& text) const {
    const auto answer =
        exchange(registry_->port(),
                 {"PUT", "/v2/hello/manifests/" + reference, {{"content-type", type}}, text});
    ASSERT_TRUE(answer.has_value()) << answer.error().message;
    ASSERT_EQ(201, answer->status) << answer->body;
  }

  // A blob of two bytes, for the manifest that names it.
  std::string manifest() const {
    const std::string digest = sha256_digest("{}");
    const auto begun = exchange(registry_->port(), {"POST", "/v2/hello/blobs/uploads/", {}, ""});
    EXPECT_TRUE(begun.has_value());
    const std::string location = begun->headers.at("location");
    const std::string path = location.substr(location.find("/v2/"));
    const auto ended = exchange(registry_->port(), {"PUT", path + "&digest=" + digest, {}, "{}"});
    EXPECT_EQ(201, ended->status) << ended->body;
    const std::string blob = R"("digest":")" + digest + R"(","size":2})";
    return R"({"schemaVersion":2,"mediaType":")" + std::string(kManifestType) +
           R"(","config":{"mediaType":"application/vnd.oci.image.config.v1+json",)" + blob +
           R"(,"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip",)" + blob +
           "]}";
  }

  std::unique_ptr<Server> registry_;
  std::unique_ptr<Server> moto_;
  std::unique_ptr<LambdaManners> manners_;
  std::unique_ptr<RecordingProxy> proxy_;
  std::string role_;
};

TEST_F(LambdaMannersTest, TakesOneImageThatIsThere) {
  const Outcome absent = create("@" + sha256_digest("nothing"));
  EXPECT_NE(0, absent.status);
  EXPECT_TRUE(absent.errors.contains("does not exist")) << absent;
  const std::string text = manifest();
  put("one", kManifestType, text);
  put("all", kIndexType,
      R"({"schemaVersion":2,"mediaType":")" + std::string(kIndexType) +
          R"(","manifests":[{"mediaType":")" + kManifestType + R"(","digest":")" +
          sha256_digest(text) + R"(","size":)" + std::to_string(text.size()) +
          R"(,"platform":{"architecture":"amd64","os":"linux"}}]})");
  const Outcome index = create(":all");
  EXPECT_NE(0, index.status);
  const Outcome made = create("@" + sha256_digest(text));
  EXPECT_EQ(0, made.status) << made;
}

TEST_F(LambdaMannersTest, TakesNoChangeWhileTheFunctionIsAtWork) {
  put("one", kManifestType, manifest());
  manners_->set_busy_answers(1);
  const Outcome made = create(":one");
  ASSERT_EQ(0, made.status) << made;
  const std::vector<std::string> change = {
      "lambda", "update-function-configuration", "--function-name", "f", "--memory-size", "256"};
  const Outcome early = aws(change);
  EXPECT_TRUE(early.errors.contains("ResourceConflictException")) << early;
  const Outcome state = aws({"lambda", "get-function-configuration", "--function-name", "f",
                             "--query", "LastUpdateStatus", "--output", "text"});
  EXPECT_EQ("InProgress\n", state.output) << state;
  EXPECT_EQ(0, aws(change).status);
}

// As LocalStack's tests and others have seen it at AWS: a change, its end, a new version and a
// permission each give the function another revision; a version and an alias have their own.
TEST_F(LambdaMannersTest, RefusesAChangeThatNamesAnOlderRevision) {
  put("one", kManifestType, manifest());
  ASSERT_EQ(0, create(":one").status);
  const auto revision = [&](const std::vector<std::string>& words) {
    std::vector<std::string> all = {"lambda",          "get-function-configuration",
                                    "--function-name", "f",
                                    "--query",         "RevisionId",
                                    "--output",        "text"};
    all.insert(all.end(), words.begin(), words.end());
    const std::string text = aws(all).output;
    return text.substr(0, text.find('\n'));
  };
  const auto changed = [&](const std::string& at) {
    return aws({"lambda", "update-function-configuration", "--function-name", "f", "--memory-size",
                "256", "--revision-id", at});
  };
  const std::string first = revision({});
  EXPECT_EQ(0, changed(first).status);
  const Outcome late = changed(first);
  EXPECT_TRUE(late.errors.contains("PreconditionFailedException")) << late;
  const std::string second = revision({});
  EXPECT_NE(first, second);
  const auto published = [&](const std::string& at) {
    return aws({"lambda", "publish-version", "--function-name", "f", "--revision-id", at});
  };
  EXPECT_TRUE(published(first).errors.contains("PreconditionFailedException"));
  EXPECT_EQ(0, published(second).status);
  EXPECT_NE(second, revision({}));
  EXPECT_EQ(revision({"--qualifier", "1"}), revision({"--qualifier", "1"}));
}

TEST_F(LambdaMannersTest, MakesAVersionOnlyOfTheCodeThatIsNamed) {
  put("one", kManifestType, manifest());
  ASSERT_EQ(0, create(":one").status);
  const auto published = [&](const std::string& code) {
    return aws({"lambda", "publish-version", "--function-name", "f", "--code-sha256", code});
  };
  const Outcome other = published("AAAA");
  EXPECT_TRUE(other.errors.contains("InvalidParameterValueException")) << other;
  EXPECT_TRUE(other.errors.contains("is different from current CodeSHA256")) << other;
  const Outcome code = aws({"lambda", "get-function-configuration", "--function-name", "f",
                            "--query", "CodeSha256", "--output", "text"});
  const Outcome own = published(code.output.substr(0, code.output.find('\n')));
  EXPECT_EQ(0, own.status) << own;
}

TEST_F(LambdaMannersTest, MovesAnAliasOnlyFromTheRevisionThatIsNamed) {
  put("one", kManifestType, manifest());
  ASSERT_EQ(0, create(":one").status);
  ASSERT_EQ(0, aws({"lambda", "publish-version", "--function-name", "f"}).status);
  const Outcome made =
      aws({"lambda", "create-alias", "--function-name", "f", "--name", "live", "--function-version",
           "1", "--query", "RevisionId", "--output", "text"});
  ASSERT_EQ(0, made.status) << made;
  const std::string first = made.output.substr(0, made.output.find('\n'));
  const auto moved = [&] {
    return aws({"lambda", "update-alias", "--function-name", "f", "--name", "live", "--description",
                "d", "--revision-id", first});
  };
  EXPECT_EQ(0, moved().status);
  const Outcome late = moved();
  EXPECT_TRUE(late.errors.contains("PreconditionFailedException")) << late;
}

}  // namespace
}  // namespace lambda::peers
