// Bytes from a file, from memory and from another registry, from any offset on.
#include "deploy/registry/blob_source.h"

#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"
#include "deploy/registry/transport/scripted_wire.h"

namespace lambda::registry {
namespace {

constexpr std::string_view kBytes = "0123456789";
const Origin kBase{true, "base.example", 443};
const Origin kHere{true, "r.example", 443};

/// What `body` sends.
std::string sent_by(Body& body) {
  ScriptedPeers peers;
  ScriptedWire wire(peers, kHere, {});
  const auto sent = body.send(wire);
  EXPECT_TRUE(sent) << sent.error().message;
  return peers.received[kHere];
}

struct Part {
  std::uint64_t offset;
  std::uint64_t count;
};

class Parts : public testing::TestWithParam<Part> {
 protected:
  std::string expected() const { return std::string(kBytes.substr(offset(), count())); }
  std::uint64_t offset() const { return GetParam().offset; }
  std::uint64_t count() const { return GetParam().count; }

  /// Sends the part of `source` and compares it, and what is told of it.
  void expect_part(BlobSource& source) {
    std::uint64_t told = 0;
    const Sent sent = [&](std::uint64_t bytes) -> std::expected<void, Error> {
      told += bytes;
      return {};
    };
    const auto body = source.body(offset(), count(), sent);
    ASSERT_TRUE(body) << body.error().error.message;
    EXPECT_EQ(count(), (*body)->size());
    EXPECT_EQ(expected(), sent_by(**body));
    EXPECT_EQ(count(), told);
  }
};

TEST_P(Parts, OfMemoryAreSent) {
  BytesSource source(kBytes);
  expect_part(source);
}

TEST_P(Parts, OfAFileAreSent) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "blob", kBytes));
  const auto source = FileSource::open(folder / "blob", kBytes.size());
  ASSERT_TRUE(source) << source.error().message;
  expect_part(**source);
}

/// A base's registry, and what it answers to the one question.
class BaseRegistry {
 public:
  explicit BaseRegistry(std::string answer) {
    peers_.answers[kBase] = {{std::move(answer), answer_text(200, "", "another")}};
  }
  BlobSource& source() { return source_; }
  Session& session() { return session_; }
  ScriptedPeers& peers() { return peers_; }
  std::string& asked() { return peers_.received[kBase]; }

 private:
  ScriptedPeers peers_;
  Session session_{kBase,
                   {},
                   {.connect = [this](const Origin& origin) { return peers_.connect(origin); },
                    .find_credentials =
                        [](const Origin&, int) -> std::expected<std::optional<Credentials>, Error> {
                      return std::nullopt;
                    },
                    .retry = {},
                    .waits = {},
                    .pause = [](Milliseconds) {}}};
  RegistrySource source_{session_, "al", {"", "sha256:" + std::string(64, 'a'), kBytes.size()}};
};

TEST_P(Parts, OfARegistryThatKnowsRangesAreSent) {
  const bool is_whole = count() == kBytes.size();
  BaseRegistry base(answer_text(is_whole ? 200 : 206, "", expected()));
  expect_part(base.source());
  EXPECT_TRUE(base.asked().starts_with("GET /v2/al/blobs/sha256:aaa")) << base.asked();
  const std::string range = "\r\nRange: bytes=" + std::to_string(offset()) + "-" +
                            std::to_string(offset() + count() - 1) + "\r\n";
  EXPECT_EQ(!is_whole, base.asked().contains(range)) << base.asked();
}

TEST_P(Parts, OfARegistryThatSendsAllAreCutOut) {
  BaseRegistry base(answer_text(200, "", std::string(kBytes)));
  expect_part(base.source());
}

INSTANTIATE_TEST_SUITE_P(Blob, Parts,
                         testing::Values(Part{0, 10}, Part{0, 1}, Part{0, 9}, Part{1, 9},
                                         Part{4, 3}, Part{9, 1}));

const Sent kUntold;

TEST(RegistrySource, LeavesAConnectionThatMayServeAgain) {
  BaseRegistry base(answer_text(200, "", std::string(kBytes)));
  const auto body = base.source().body(0, kBytes.size(), kUntold);
  ASSERT_TRUE(body) << body.error().error.message;
  EXPECT_FALSE((*body)->is_repeatable());
  EXPECT_EQ(kBytes, sent_by(**body));
  EXPECT_TRUE(base.session().once({kBase, "/"}, {"GET"}));
  EXPECT_EQ(1, base.peers().connections);
}

TEST(RegistrySource, EndsWhereTheBlobIsCut) {
  BaseRegistry base("HTTP/1.1 200 R\r\nContent-Length: 4\r\n\r\n0123");
  const auto body = base.source().body(0, kBytes.size(), kUntold);
  ASSERT_TRUE(body) << body.error().error.message;
  ScriptedPeers peers;
  ScriptedWire wire(peers, kHere, {});
  const auto sent = (*body)->send(wire);
  ASSERT_FALSE(sent);
  EXPECT_EQ(Outlook::kPassing, sent.error().outlook);
  EXPECT_TRUE(sent.error().message.contains("base.example")) << sent.error().message;
}

TEST(RegistrySource, SaysThatABaseIsGone) {
  BaseRegistry base(answer_text(404, "", ""));
  const auto body = base.source().body(0, kBytes.size(), kUntold);
  ASSERT_FALSE(body);
  EXPECT_TRUE(body.error().error.message.contains("name a newer base"))
      << body.error().error.message;
  EXPECT_EQ(Outlook::kLasting, body.error().error.outlook);
}

TEST(RegistrySource, TakesNoPartWhereAllWasAsked) {
  BaseRegistry base(answer_text(206, "", "012"));
  EXPECT_FALSE(base.source().body(0, kBytes.size(), kUntold));
}

TEST(FileSource, IsOfTheSizeThatTheManifestSays) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "blob", kBytes));
  for (const std::uint64_t size : {kBytes.size() - 1, kBytes.size() + 1}) {
    const auto source = FileSource::open(folder / "blob", size);
    ASSERT_FALSE(source) << size;
    EXPECT_EQ("Registry.FileChanged", source.error().type);
    EXPECT_TRUE(source.error().message.contains("has 10 bytes")) << source.error().message;
  }
  const auto absent = FileSource::open(folder / "absent", 1);
  ASSERT_FALSE(absent);
  EXPECT_EQ("File.Unreadable", absent.error().type);
}

TEST(FileSource, EndsWhereTheFileBecameShorter) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "blob", kBytes));
  const auto source = FileSource::open(folder / "blob", kBytes.size());
  ASSERT_TRUE(source) << source.error().message;
  std::filesystem::resize_file(folder / "blob", 4);
  const auto body = (*source)->body(0, kBytes.size(), kUntold);
  ASSERT_TRUE(body);
  ScriptedPeers peers;
  ScriptedWire wire(peers, kHere, {});
  const auto sent = (*body)->send(wire);
  ASSERT_FALSE(sent);
  EXPECT_EQ("Registry.FileChanged", sent.error().type);
}

TEST(Body, StopsWhereItIsTold) {
  const Sent stop = [](std::uint64_t) -> std::expected<void, Error> {
    return std::unexpected(AttemptError{Outlook::kLasting, "Test.Stopped", ""});
  };
  BytesSource source(kBytes);
  const auto body = source.body(0, kBytes.size(), stop);
  ASSERT_TRUE(body);
  ScriptedPeers peers;
  ScriptedWire wire(peers, kHere, {});
  const auto sent = (*body)->send(wire);
  ASSERT_FALSE(sent);
  EXPECT_EQ("Test.Stopped", sent.error().type);
}

}  // namespace
}  // namespace lambda::registry
