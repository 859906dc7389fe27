// What is asked of a repository, and which answers are not believed.
#include "deploy/registry/repository.h"

#include <gtest/gtest.h>

#include "deploy/registry/transport/scripted_wire.h"

namespace lambda::registry {
namespace {

const Origin kRegistry{true, "r.example", 443};
const std::string kDigest = "sha256:" + std::string(64, 'a');
const std::string kOther = "sha256:" + std::string(64, 'e');

std::string digest_line(const std::string& digest) {
  return "Docker-Content-Digest: " + digest + "\r\n";
}

/// An answer to HEAD: its Content-Length tells of a body that does not come.
std::string head_answer(int status, const std::string& headers) {
  return "HTTP/1.1 " + std::to_string(status) + " R\r\n" + headers + "\r\n";
}

class Asked : public testing::Test {
 protected:
  Repository& answered_by(std::vector<std::string> answers) {
    peers_.answers[kRegistry] = {std::move(answers)};
    session_ = std::make_unique<Session>(
        kRegistry, std::vector<std::string>{},
        SessionSettings{
            .connect = [this](const Origin& origin) { return peers_.connect(origin); },
            .find_credentials = [](const Origin&, int)
                -> std::expected<std::optional<Credentials>, Error> { return std::nullopt; },
            .retry = {.attempts_max = 1},
            .waits = {},
            .pause = [](Milliseconds) {}});
    repository_ = std::make_unique<Repository>(*session_, "team/a");
    return *repository_;
  }

  const std::string& sent() { return peers_.received[kRegistry]; }

  ScriptedPeers peers_;
  std::unique_ptr<Session> session_;
  std::unique_ptr<Repository> repository_;
};

TEST_F(Asked, ForAManifestByItsDigest) {
  const auto found = answered_by({head_answer(200, "")}).find_manifest(kDigest);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(kDigest, *found);
  EXPECT_TRUE(sent().starts_with("HEAD /v2/team/a/manifests/" + kDigest + " HTTP/1.1\r\n"));
  for (const char* type :
       {"application/vnd.oci.image.manifest.v1+json", "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.docker.distribution.manifest.list.v2+json"}) {
    EXPECT_TRUE(sent().contains(type)) << sent();
  }
}

TEST_F(Asked, ForAManifestByItsTag) {
  EXPECT_EQ(kOther, answered_by({head_answer(200, digest_line(kOther))}).find_manifest("v1"));
  EXPECT_EQ(std::nullopt, answered_by({head_answer(404, "")}).find_manifest("v1"));
  EXPECT_EQ(std::nullopt, answered_by({head_answer(200, "")}).find_manifest("v1"))
      << "it does not say which";
  const std::string unknown = head_answer(200, digest_line("md5:1"));
  EXPECT_EQ(std::nullopt, answered_by({unknown}).find_manifest("v1"));
}

TEST_F(Asked, ForADigestItMayNotNameAnother) {
  const auto found = answered_by({head_answer(200, digest_line(kOther))}).find_manifest(kDigest);
  ASSERT_FALSE(found);
  EXPECT_EQ("Registry.WrongDigest", found.error().type);
  EXPECT_TRUE(found.error().message.contains(kOther)) << found.error().message;
  EXPECT_TRUE(found.error().message.contains("r.example")) << found.error().message;
}

TEST_F(Asked, ItMayAnswerWithNothingButYesOrNo) {
  EXPECT_FALSE(answered_by({head_answer(403, "")}).find_manifest("v1"));
  EXPECT_FALSE(answered_by({head_answer(204, "")}).has_blob({"", kDigest, 5}));
  EXPECT_FALSE(answered_by({head_answer(500, "")}).has_blob({"", kDigest, 5}));
}

TEST_F(Asked, ToTakeAManifest) {
  for (const int status : {200, 201, 202}) {
    peers_ = {};
    Repository& repository = answered_by({answer_text(status, digest_line(kDigest), "")});
    EXPECT_TRUE(repository.put_manifest("v1", "application/x", "{}", kDigest)) << status;
    EXPECT_TRUE(sent().starts_with("PUT /v2/team/a/manifests/v1 HTTP/1.1\r\n")) << sent();
    EXPECT_TRUE(sent().contains("\r\nContent-Type: application/x\r\n")) << sent();
    EXPECT_TRUE(sent().ends_with("Content-Length: 2\r\n\r\n{}")) << sent();
  }
}

TEST_F(Asked, ToTakeAManifestItMayNotTakeAnother) {
  const auto put = answered_by({answer_text(201, digest_line(kOther), "")})
                       .put_manifest("v1", "application/x", "{}", kDigest);
  ASSERT_FALSE(put);
  EXPECT_EQ("Registry.WrongDigest", put.error().type);
  EXPECT_FALSE(answered_by({answer_text(404, "", "")}).put_manifest("v1", "x", "{}", kDigest));
}

TEST_F(Asked, ForABlob) {
  const images::Descriptor blob{"", kDigest, 5};
  EXPECT_EQ(true, answered_by({head_answer(200, "")}).has_blob(blob));
  EXPECT_EQ(true, answered_by({head_answer(200, "Content-Length: 5\r\n")}).has_blob(blob));
  EXPECT_EQ(false, answered_by({head_answer(404, "")}).has_blob(blob));
  EXPECT_TRUE(sent().contains("HEAD /v2/team/a/blobs/" + kDigest + " HTTP/1.1\r\n"));
}

TEST_F(Asked, ForABlobThatIsDamagedThere) {
  for (const std::string& headers : {std::string("Content-Length: 4\r\n"), digest_line(kOther)}) {
    const auto found = answered_by({head_answer(200, headers)}).has_blob({"", kDigest, 5});
    ASSERT_FALSE(found) << headers;
    EXPECT_EQ("Registry.WrongDigest", found.error().type);
  }
}

}  // namespace
}  // namespace lambda::registry
