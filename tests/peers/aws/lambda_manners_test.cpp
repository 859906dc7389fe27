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
                "--role", role_, "--code",
                "ImageUri=" + std::string(kEcrHost) + "/hello" + image});
  }

  void put(const std::string& reference, const std::string& type, const std::string& text) const {
    const auto answer = exchange(registry_->port(), {"PUT", "/v2/hello/manifests/" + reference,
                                                     {{"content-type", type}}, text});
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
    const auto ended =
        exchange(registry_->port(), {"PUT", path + "&digest=" + digest, {}, "{}"});
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
  const std::vector<std::string> change = {"lambda", "update-function-configuration",
                                           "--function-name", "f", "--memory-size", "256"};
  const Outcome early = aws(change);
  EXPECT_TRUE(early.errors.contains("ResourceConflictException")) << early;
  const Outcome state = aws({"lambda", "get-function-configuration", "--function-name", "f",
                             "--query", "LastUpdateStatus", "--output", "text"});
  EXPECT_EQ("InProgress\n", state.output) << state;
  EXPECT_EQ(0, aws(change).status);
}

}  // namespace
}  // namespace lambda::peers
