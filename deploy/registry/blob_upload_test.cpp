// Uploads that break, are refused or are led away, against a registry that says what the test wrote
// down. No test waits.
#include "deploy/registry/blob_upload.h"

#include <gtest/gtest.h>

#include "deploy/registry/transport/scripted_wire.h"

namespace lambda::registry {
namespace {

const Origin kRegistry{true, "r.example", 443};
constexpr std::string_view kBytes = "0123456789";
const std::string kInvalid = R"({"errors":[{"code":"DIGEST_INVALID","message":"no"}]})";

std::string started(const std::string& location) {
  return answer_text(202, "Location: " + location + "\r\n", "");
}

std::string received(const std::string& range, const std::string& location = "/u/1") {
  return answer_text(202, "Range: " + range + "\r\nLocation: " + location + "\r\n", "");
}

const std::string kAbsent = answer_text(404, "", "");
const std::string kDone = answer_text(201, "", "");

class Upload : public testing::Test {
 protected:
  using Answers = std::vector<std::string>;

  /// Each list is a connection's, which ends behind it.
  std::expected<BlobArrival, Error> run(std::deque<Answers> connections,
                                        const UploadRules& rules = {.whole_bytes_max = 0},
                                        const std::vector<std::string>& mount_from = {}) {
    peers_.answers[kRegistry] = std::move(connections);
    Session session(
        kRegistry, {},
        {.connect = [this](const Origin& origin) { return peers_.connect(origin); },
         .find_credentials = [](const Origin&, int)
             -> std::expected<std::optional<Credentials>, Error> { return std::nullopt; },
         .retry = {.attempts_max = 4},
         .waits = {},
         .pause = [this](Milliseconds) { ++pauses_; }});
    Repository repository(session, "a");
    BytesSource source(kBytes);
    const Sent sent = [this](std::uint64_t bytes) -> std::expected<void, Error> {
      sent_ += bytes;
      return {};
    };
    return BlobUpload(repository, blob_, source, rules, sent).run(mount_from);
  }

  const std::string& asked() { return peers_.received[kRegistry]; }

  /// How often `text` was sent to the registry.
  int times(const std::string& text) {
    int count = 0;
    for (auto at = asked().find(text); at != std::string::npos; at = asked().find(text, at + 1)) {
      ++count;
    }
    return count;
  }

  images::Descriptor blob_{"", "sha256:" + std::string(64, 'b'), kBytes.size()};
  ScriptedPeers peers_;
  int pauses_ = 0;
  std::uint64_t sent_ = 0;
};

TEST_F(Upload, OfASmallBlobIsOnePut) {
  const auto arrival = run({{started("/u/1?s=a%2Fb"), kDone}}, {.whole_bytes_max = kBytes.size()});
  ASSERT_TRUE(arrival) << arrival.error().message;
  EXPECT_EQ(BlobArrival::kSent, *arrival);
  EXPECT_TRUE(asked().starts_with("POST /v2/a/blobs/uploads/ HTTP/1.1\r\n")) << asked();
  EXPECT_TRUE(asked().contains("PUT /u/1?s=a%2Fb&digest=sha256%3Abbb")) << asked();
  EXPECT_TRUE(asked().ends_with("Content-Length: 10\r\n\r\n0123456789")) << asked();
  EXPECT_EQ(kBytes.size(), sent_);
  EXPECT_EQ(1, peers_.connections);
}

TEST_F(Upload, OfALargerBlobIsAPatchThatCanBeGoneOnWith) {
  const auto arrival = run({{started("/u/1"), received("0-9", "/u/2"), kDone}},
                           {.whole_bytes_max = kBytes.size() - 1});
  ASSERT_TRUE(arrival) << arrival.error().message;
  EXPECT_EQ(1, times("PATCH /u/1 HTTP/1.1")) << asked();
  EXPECT_EQ(1, times("PUT /u/2?digest=")) << asked();
  EXPECT_TRUE(asked().ends_with("Content-Length: 0\r\n\r\n")) << asked();
  EXPECT_EQ(0, times("Content-Range")) << "the whole is not sent as a part";
}

TEST_F(Upload, IsNeverAPatchWhereTheRegistryKeepsTheFirstAlone) {
  const auto arrival = run({{started("/u/1"), kDone}}, {.can_resume = false, .whole_bytes_max = 0});
  ASSERT_TRUE(arrival) << arrival.error().message;
  EXPECT_EQ(0, times("PATCH")) << asked();
}

TEST_F(Upload, IsCutIntoChunks) {
  const auto arrival =
      run({{started("/u/1"), received("0-3"), received("0-7"), received("0-9"), kDone}},
          {.chunk_bytes = 4});
  ASSERT_TRUE(arrival) << arrival.error().message;
  for (const char* part : {"Content-Range: 0-3\r\nContent-Length: 4\r\n\r\n0123",
                           "Content-Range: 4-7\r\nContent-Length: 4\r\n\r\n4567",
                           "Content-Range: 8-9\r\nContent-Length: 2\r\n\r\n89"}) {
    EXPECT_EQ(1, times(part)) << part << "\n" << asked();
  }
}

TEST_F(Upload, MayBeOfNothing) {
  blob_.size = 0;
  const auto arrival = run({{started("/u/1"), kDone}});
  ASSERT_TRUE(arrival) << arrival.error().message;
  EXPECT_EQ(0, times("PATCH")) << asked();
}

TEST_F(Upload, IsNotLedAwayFromTls) {
  for (const char* location : {"http://r.example/u/1", "http://elsewhere.example/u/1"}) {
    peers_ = {};
    const auto arrival = run({{started(location)}});
    ASSERT_FALSE(arrival);
    EXPECT_EQ("Registry.BadRedirect", arrival.error().type);
    EXPECT_TRUE(arrival.error().message.contains("without TLS")) << arrival.error().message;
    EXPECT_EQ(1, peers_.connections) << location;
    EXPECT_EQ(0, times("PUT") + times("PATCH")) << asked();
  }
  EXPECT_EQ(0, pauses_);
  EXPECT_EQ(0u, sent_);
}

TEST_F(Upload, IsNotLedAwayFromTlsByAChunksAnswer) {
  const auto arrival = run({{started("/u/1"), received("0-9", "http://r.example/u/1")}});
  ASSERT_FALSE(arrival);
  EXPECT_EQ("Registry.BadRedirect", arrival.error().type);
  EXPECT_EQ(1, peers_.connections);
  EXPECT_EQ(0, times("PUT")) << asked();
}

TEST_F(Upload, MayGoToAnotherHostWithTls) {
  const Origin elsewhere{true, "storage.example", 8443};
  peers_.answers[elsewhere] = {{kDone}};
  const auto arrival = run({{started("https://storage.example:8443/u/1")}}, {});
  ASSERT_TRUE(arrival) << arrival.error().message;
  EXPECT_TRUE(peers_.received[elsewhere].starts_with("PUT /u/1?digest="));
}

TEST_F(Upload, ThatDoesNotSayWhereEnds) {
  const auto arrival = run({{answer_text(202, "", "")}});
  ASSERT_FALSE(arrival);
  EXPECT_EQ("Registry.MalformedAnswer", arrival.error().type);
}

TEST_F(Upload, GoesOnWhereItBroke) {
  const auto arrival = run({{started("/u/1")},
                            {kAbsent, answer_text(204, "Range: 0-4\r\nLocation: /u/9\r\n", ""),
                             received("0-9"), kDone}});
  ASSERT_TRUE(arrival) << arrival.error().message;
  EXPECT_EQ(1, times("GET /u/1 HTTP/1.1")) << asked();
  EXPECT_EQ(1, times("PATCH /u/9 HTTP/1.1")) << asked();
  EXPECT_EQ(1, times("Content-Range: 5-9\r\nContent-Length: 5\r\n\r\n56789")) << asked();
  EXPECT_EQ(1, pauses_);
}

TEST_F(Upload, NeedsNothingMoreWhereOnlyTheAnswerWasLost) {
  const auto arrival =
      run({{started("/u/1"), received("0-9"), "HTTP/1.1 201 Crea"}, {"HTTP/1.1 200 R\r\n\r\n"}});
  ASSERT_TRUE(arrival) << arrival.error().message;
  EXPECT_EQ(BlobArrival::kSent, *arrival);
  EXPECT_EQ(1, times("HEAD /v2/a/blobs/sha256:bbb")) << asked();
  EXPECT_EQ(1, times("PUT ")) << asked();
}

class UnknownOffsets : public Upload, public testing::WithParamInterface<std::string> {};

TEST_P(UnknownOffsets, BeginAnew) {
  const auto arrival = run(
      {{started("/u/1")}, {kAbsent, GetParam(), started("/u/2"), received("0-9", "/u/2"), kDone}});
  ASSERT_TRUE(arrival) << arrival.error().message;
  EXPECT_EQ(2, times("POST ")) << asked();
  EXPECT_EQ(1, times("PATCH /u/2 HTTP/1.1")) << asked();
  EXPECT_EQ(0, times("Content-Range")) << asked();
  EXPECT_TRUE(asked().contains("Content-Length: 10\r\n\r\n0123456789")) << asked();
}

INSTANTIATE_TEST_SUITE_P(
    Offsets, UnknownOffsets,
    testing::Values(answer_text(200, "Range: 0-4\r\n", ""), answer_text(202, "Range: 0-4\r\n", ""),
                    answer_text(404, "Range: 0-4\r\n", ""), answer_text(503, "", ""),
                    answer_text(204, "", ""), answer_text(204, "Range: 0-10\r\n", ""),
                    answer_text(204, "Range: 1-4\r\n", ""),
                    answer_text(204, "Range: 0-4\r\nLocation: http://r.example/u\r\n", "")));

TEST_F(Upload, ThatWasAllReceivedIsOnlyClosed) {
  const auto arrival =
      run({{started("/u/1")}, {kAbsent, answer_text(204, "Range: 0-9\r\n", ""), kDone}});
  ASSERT_TRUE(arrival) << arrival.error().message;
  EXPECT_EQ(1, times("PATCH")) << asked();
  EXPECT_EQ(1, times("PUT /u/1?digest=")) << asked();
}

/// The connections of an upload that was resumed, and whose pieces are then refused.
std::deque<std::vector<std::string>> resumed_and_refused(std::vector<std::string> then) {
  std::vector<std::string> second = {kAbsent, answer_text(204, "Range: 0-4\r\n", ""),
                                     received("0-9"), answer_text(400, "", kInvalid), kAbsent};
  second.insert(second.end(), then.begin(), then.end());
  return {{started("/u/1")}, second};
}

TEST_F(Upload, WhosePiecesAreWrongBeginsAnewAndWhole) {
  const auto arrival = run(resumed_and_refused({started("/u/2"), kDone}));
  ASSERT_TRUE(arrival) << arrival.error().message;
  EXPECT_EQ(BlobArrival::kSent, *arrival);
  EXPECT_EQ(2, times("POST ")) << asked();
  EXPECT_EQ(1, times("PUT /u/2?digest=")) << asked();
  EXPECT_TRUE(asked().ends_with("Content-Length: 10\r\n\r\n0123456789")) << asked();
  EXPECT_EQ(2, pauses_);
}

TEST_F(Upload, WhoseBytesAreWrongEndsAtOnce) {
  const auto arrival = run({{started("/u/1"), answer_text(400, "", kInvalid)}}, {});
  ASSERT_FALSE(arrival);
  EXPECT_TRUE(arrival.error().message.contains("build again")) << arrival.error().message;
  EXPECT_TRUE(arrival.error().message.contains(blob_.digest)) << arrival.error().message;
  EXPECT_EQ(0, pauses_);
}

TEST_F(Upload, WhoseBytesAreWrongAlsoWhenSentWholeEnds) {
  const auto arrival = run(resumed_and_refused({started("/u/2"), answer_text(400, "", kInvalid)}));
  ASSERT_FALSE(arrival);
  EXPECT_TRUE(arrival.error().message.contains("build again")) << arrival.error().message;
  EXPECT_EQ(2, pauses_) << "sending the same bytes once more changes nothing";
}

TEST_F(Upload, OfWhichTheRegistryLostAPartIsSentWhole) {
  const auto arrival = run({{started("/u/1"), received("0-4"), kAbsent, started("/u/2"), kDone}});
  ASSERT_TRUE(arrival) << arrival.error().message;
  EXPECT_EQ(1, times("PATCH")) << asked();
  EXPECT_EQ(1, times("PUT /u/2?digest=")) << asked();
  EXPECT_TRUE(asked().ends_with("\r\n\r\n0123456789")) << asked();
}

TEST_F(Upload, TooLargeForAProxyIsCutSmaller) {
  const auto arrival = run({{started("/u/1"), answer_text(413, "", "<html>"), kAbsent,
                             started("/u/2"), received("0-9", "/u/2"), kDone}},
                           {});
  ASSERT_TRUE(arrival) << arrival.error().message;
  EXPECT_EQ(1, times("PATCH /u/2 HTTP/1.1")) << asked();
}

TEST_F(Upload, TooLargeForAProxyAndNotToBeCutEnds) {
  const auto arrival = run({{started("/u/1"), answer_text(413, "", "")}}, {.can_resume = false});
  ASSERT_FALSE(arrival);
  EXPECT_EQ(0, pauses_);
}

class LostUploads : public Upload, public testing::WithParamInterface<std::string> {};

TEST_P(LostUploads, BeginAnew) {
  const auto arrival =
      run({{started("/u/1"), GetParam(), kAbsent, kAbsent, started("/u/2"), kDone}}, {});
  ASSERT_TRUE(arrival) << arrival.error().message;
  EXPECT_EQ(1, times("PUT /u/2?digest=")) << asked();
}

INSTANTIATE_TEST_SUITE_P(
    Answers, LostUploads,
    testing::Values(answer_text(404, "", ""), answer_text(416, "", ""),
                    answer_text(400, "", R"({"errors":[{"code":"BLOB_UPLOAD_INVALID"}]})"),
                    answer_text(400, "", R"({"errors":[{"code":"BLOB_UPLOAD_UNKNOWN"}]})"),
                    answer_text(500, "", "")));

TEST_F(Upload, ThatIsRefusedEnds) {
  for (const char* code : {"DENIED", "UNSUPPORTED"}) {
    const std::string body = std::string(R"({"errors":[{"code":")") + code + R"("}]})";
    const auto arrival = run({{started("/u/1"), answer_text(400, "", body)}}, {});
    ASSERT_FALSE(arrival);
    EXPECT_TRUE(arrival.error().message.contains(code)) << arrival.error().message;
  }
  EXPECT_EQ(0, pauses_);
}

TEST_F(Upload, WhoseStartIsNotFoundEnds) {
  const auto arrival = run({{kAbsent}});
  ASSERT_FALSE(arrival);
  EXPECT_EQ(0, pauses_) << "a repository does not appear by trying again";
}

TEST_F(Upload, GivesUpAfterAsManyAttemptsAsThePolicySays) {
  std::vector<std::string> answers;
  for (int i = 0; i < 9; ++i) {
    answers.push_back(answer_text(503, "", ""));
    answers.push_back(kAbsent);
  }
  const auto arrival = run({answers});
  ASSERT_FALSE(arrival);
  EXPECT_EQ(4, times("POST ")) << asked();
  EXPECT_EQ(3, pauses_);
}

TEST_F(Upload, ThatIsTakenForAnotherBlobEnds) {
  const std::string other = "Docker-Content-Digest: sha256:" + std::string(64, 'e') + "\r\n";
  const auto arrival = run({{started("/u/1"), answer_text(201, other, "")}}, {});
  ASSERT_FALSE(arrival);
  EXPECT_EQ("Registry.WrongDigest", arrival.error().type);
}

TEST_F(Upload, IsNotNeededWhereTheBlobIsMounted) {
  const auto arrival = run({{kDone}}, {}, {"team/base"});
  ASSERT_TRUE(arrival) << arrival.error().message;
  EXPECT_EQ(BlobArrival::kMounted, *arrival);
  EXPECT_TRUE(asked().starts_with("POST /v2/a/blobs/uploads/?mount=sha256%3A" +
                                  std::string(64, 'b') + "&from=team%2Fbase HTTP/1.1\r\n"))
      << asked();
  EXPECT_EQ(0u, sent_);
}

TEST_F(Upload, MayMountFromTheSecondThatIsAsked) {
  const auto arrival = run({{started("/u/1"), kDone}}, {}, {"one", "two"});
  ASSERT_TRUE(arrival) << arrival.error().message;
  EXPECT_EQ(BlobArrival::kMounted, *arrival);
  EXPECT_EQ(1, times("&from=two")) << asked();
}

TEST_F(Upload, UsesTheUploadThatARefusedMountBegan) {
  const auto arrival = run({{started("/u/1"), kDone}}, {}, {"team/base"});
  ASSERT_TRUE(arrival) << arrival.error().message;
  EXPECT_EQ(BlobArrival::kSent, *arrival);
  EXPECT_EQ(1, times("POST ")) << asked();
}

TEST_F(Upload, IsBegunPlainlyWhereAMountIsNotAllowed) {
  const auto arrival = run({{answer_text(403, "", ""), started("/u/1"), kDone}}, {}, {"team/base"});
  ASSERT_TRUE(arrival) << arrival.error().message;
  EXPECT_EQ(1, times("POST /v2/a/blobs/uploads/ HTTP/1.1")) << asked();
}

TEST_F(Upload, TakesNoMountOfAnotherBlob) {
  const std::string other = "Docker-Content-Digest: sha256:" + std::string(64, 'e') + "\r\n";
  const auto arrival =
      run({{answer_text(201, other, ""), started("/u/1"), kDone}}, {}, {"team/base"});
  ASSERT_TRUE(arrival) << arrival.error().message;
  EXPECT_EQ(BlobArrival::kSent, *arrival) << "the blob is sent, as if nothing was mounted";
}

}  // namespace
}  // namespace lambda::registry
