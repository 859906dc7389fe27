// Everybody's clients find the look-alike to be a registry, with the manners of ECR.
#include "tests/peers/aws/ecr.h"

#include <gtest/gtest.h>

#include "tests/peers/aws/aws_cli.h"
#include "tests/peers/aws/moto.h"
#include "tests/peers/oci_layout.h"
#include "tests/peers/run.h"
#include "tests/peers/runfile.h"

namespace lambda::peers {
namespace {

namespace fs = std::filesystem;

const std::string kHost = kEcrHost;

// An image of one small layer, by umoci.
fs::path small_image() {
  const fs::path layout = new_folder("image") / "layout";
  const fs::path root = new_folder("root");
  write_file(root / "file", "content");
  for (const Command& command :
       {Command{{"umoci", "init", "--layout", layout}},
        Command{{"umoci", "new", "--image", layout.string() + ":small"}},
        Command{{"umoci", "insert", "--image", layout.string() + ":small", root, "/"}},
        Command{{"umoci", "gc", "--layout", layout}}}) {
    const Outcome outcome = run(command);
    EXPECT_EQ(0, outcome.status) << outcome;
  }
  return layout;
}

class EcrTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto moto = start_moto();
    ASSERT_TRUE(moto.has_value()) << moto.error().message;
    moto_ = std::move(*moto);
    auto ecr = Ecr::start(moto_->port());
    ASSERT_TRUE(ecr.has_value()) << ecr.error().message;
    ecr_ = std::move(*ecr);
    const AwsCli aws(AwsVersion::kV2, moto_->port());
    const auto made = aws.object({"ecr", "create-repository", "--repository-name", "team/hello"});
    ASSERT_TRUE(made.has_value()) << made.error().message;
    const auto fixed = aws.object({"ecr", "create-repository", "--repository-name", "fixed",
                                   "--image-tag-mutability", "IMMUTABLE"});
    ASSERT_TRUE(fixed.has_value()) << fixed.error().message;
    image_ = small_image();
  }

  static void TearDownTestSuite() {
    ecr_.reset();
    moto_.reset();
  }

  void SetUp() override {
    ASSERT_FALSE(image_.empty()) << "the registry did not start";
    ecr_->front().forget();
  }

  static Outcome client(std::vector<std::string> words) {
    return run({std::move(words), ecr_->client_environment(), {}, {}});
  }

  static Outcome push(const std::string& name) {
    return client({"skopeo", "--insecure-policy", "copy", "oci:" + image_.string() + ":small",
                   "docker://" + kHost + "/" + name});
  }

  static HttpResponse ask(HttpRequest request) {
    request.headers["authorization"] = "Basic QVdTOjEyMzQ1Njc4OTAxMi1hdXRoLXRva2Vu";
    request.headers["host"] = kHost;
    const auto answer = exchange(ecr_->front().port(), request);
    EXPECT_TRUE(answer.has_value()) << answer.error().message;
    return answer.value_or(HttpResponse{});
  }

  static std::unique_ptr<Server> moto_;
  static std::unique_ptr<Ecr> ecr_;
  static fs::path image_;
};

std::unique_ptr<Server> EcrTest::moto_;
std::unique_ptr<Ecr> EcrTest::ecr_;
fs::path EcrTest::image_;

TEST_F(EcrTest, KeepsWhatClientsPush) {
  const Outcome pushed = push("team/hello:a");
  ASSERT_EQ(0, pushed.status) << pushed;
  const Sent first = sent(ecr_->front().exchanges());
  EXPECT_EQ(2, first.blobs);
  EXPECT_EQ(std::vector<std::string>{"a"}, first.manifests);
  const Outcome valid = client({"crane", "validate", "--remote", kHost + "/team/hello:a"});
  EXPECT_EQ(0, valid.status) << valid;
  ecr_->front().forget();
  EXPECT_EQ(0, push("team/hello:a").status);
  EXPECT_EQ(0, sent(ecr_->front().exchanges()).blobs);
}

TEST_F(EcrTest, WantsTheTokenAndTheRepository) {
  const auto stranger = exchange(ecr_->front().port(), {"GET", "/v2/", {{"host", kHost}}, ""});
  ASSERT_TRUE(stranger.has_value());
  EXPECT_EQ(401, stranger->status);
  EXPECT_TRUE(stranger->headers.at("www-authenticate").contains("ecr.amazonaws.com"));
  const HttpResponse unknown = ask({"POST", "/v2/other/blobs/uploads/", {}, ""});
  EXPECT_EQ(404, unknown.status);
  EXPECT_TRUE(unknown.body.contains("NAME_UNKNOWN")) << unknown.body;
}

TEST_F(EcrTest, SetsAnImmutableTagOnce) {
  EXPECT_EQ(0, push("fixed:a").status);
  const Outcome again = client({"crane", "copy", kHost + "/fixed:a", kHost + "/fixed:b"});
  EXPECT_EQ(0, again.status) << again;
  const std::string manifest = ask({"GET",
                                    "/v2/fixed/manifests/a",
                                    {{"accept", "application/vnd.oci.image.manifest.v1+json"}},
                                    ""})
                                   .body;
  const HttpResponse refused =
      ask({"PUT",
           "/v2/fixed/manifests/a",
           {{"content-type", "application/vnd.oci.image.manifest.v1+json"}},
           manifest});
  EXPECT_EQ(400, refused.status);
  EXPECT_TRUE(refused.body.contains("TAG_INVALID")) << refused.body;
}

TEST_F(EcrTest, AnswersChunksItsOwnWay) {
  const HttpResponse begun =
      ask({"POST", "/v2/team/hello/blobs/uploads/?mount=sha256:0&from=fixed", {}, ""});
  EXPECT_EQ(202, begun.status);
  const std::string location = begun.headers.at("location");
  ASSERT_TRUE(location.starts_with("https://" + kHost + "/v2/team/hello/blobs/uploads/"));
  EXPECT_FALSE(location.contains('?')) << location;
  const std::string path = location.substr(location.find("/v2/"));
  const HttpResponse first = ask({"PATCH", path, {{"content-range", "0-2"}}, "abc"});
  EXPECT_EQ(201, first.status) << first.body;
  const HttpResponse second = ask({"PATCH", path, {{"content-range", "3-5"}}, "def"});
  EXPECT_EQ(201, second.status) << second.body;
  EXPECT_EQ("0-2", second.headers.at("range"));
  EXPECT_EQ(416, ask({"PATCH", path, {{"content-range", "0-2"}}, "abc"}).status);
  EXPECT_EQ(404, ask({"GET", path, {}, ""}).status);
  const std::string digest = sha256_digest("abcdef");
  EXPECT_EQ(201, ask({"PUT", path + "?digest=" + digest, {}, ""}).status);
  EXPECT_EQ(200, ask({"HEAD", "/v2/team/hello/blobs/" + digest, {}, ""}).status);
}

TEST_F(EcrTest, SendsThoseWhoAskForABlobToABucketThatWantsNoCredentials) {
  ASSERT_EQ(0, push("team/hello:a").status);
  const auto images = read_layout(image_);
  ASSERT_TRUE(images.has_value()) << images.error().message;
  const std::string digest = "sha256:" + images->at(0).layers.at(0).filename().string();
  const HttpResponse sent_on = ask({"GET", "/v2/team/hello/blobs/" + digest, {}, ""});
  EXPECT_EQ(307, sent_on.status);
  EXPECT_TRUE(sent_on.headers.at("location").starts_with("https://" + std::string(kEcrBucket)));
  const Outcome blob = client({"crane", "blob", kHost + "/team/hello@" + digest});
  EXPECT_EQ(0, blob.status) << blob.errors;
  EXPECT_EQ(digest, sha256_digest(blob.output));
  const auto refused =
      exchange(ecr_->front().port(), {"GET",
                                      "/v2/team/hello/blobs/" + digest,
                                      {{"host", kEcrBucket}, {"authorization", "Basic x"}},
                                      ""});
  ASSERT_TRUE(refused.has_value());
  EXPECT_EQ(400, refused->status);
}

TEST_F(EcrTest, RefusesAnExpiredToken) {
  ecr_->set_token_expired(true);
  const Outcome refused = push("team/hello:late");
  ecr_->set_token_expired(false);
  EXPECT_NE(0, refused.status);
  EXPECT_TRUE(refused.errors.contains("403")) << refused;
}

}  // namespace
}  // namespace lambda::peers
