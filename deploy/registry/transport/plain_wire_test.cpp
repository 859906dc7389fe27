// A connection to a peer that is slow, silent or gone, on this machine: every wait ends.
#include "deploy/registry/transport/plain_wire.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>

#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <gtest/gtest.h>

namespace lambda::registry {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kStall{200};
constexpr std::chrono::seconds kSoon{5};  // Far more than a wait, far less than for ever.
constexpr std::size_t kMuch = 64u << 20;  // More than both ends' buffers hold.

class Plain : public testing::Test {
 protected:
  void SetUp() override {
    const Origin origin{false, "127.0.0.1", server_.address().port()};
    auto wire = connect_plain(origin, {.connect = milliseconds(5'000), .stall = kStall}, {});
    ASSERT_TRUE(wire) << wire.error().message;
    wire_ = std::move(*wire);
    peer_ = server_.acceptConnection();
  }

  /// A file of `size` zeros, in memory.
  static int zeros(std::size_t size) {
    const int file = ::memfd_create("zeros", MFD_CLOEXEC);
    EXPECT_EQ(0, ::ftruncate(file, static_cast<off_t>(size)));
    return file;
  }

  /// Sends kMuch bytes of `file`.
  std::expected<void, AttemptError> send_whole(int file) {
    for (std::uint64_t done = 0; done < kMuch;) {
      const auto count = wire_->send_file(file, done, kMuch - done);
      if (!count) {
        return std::unexpected(count.error());
      }
      done += *count;
    }
    return {};
  }

  void say(const std::string& text) { peer_.sendBytes(text.data(), static_cast<int>(text.size())); }

  Poco::Net::ServerSocket server_{Poco::Net::SocketAddress("127.0.0.1", 0)};
  std::unique_ptr<Wire> wire_;
  Poco::Net::StreamSocket peer_;
};

TEST_F(Plain, CarriesBytesBothWays) {
  ASSERT_TRUE(wire_->send("ping"));
  std::array<char, 8> part{};
  EXPECT_EQ(4, peer_.receiveBytes(part.data(), 8));
  EXPECT_EQ("ping", std::string(part.data(), 4));
  say("pong");
  EXPECT_EQ(4u, wire_->receive(part, milliseconds(5'000)));
  EXPECT_EQ("pong", std::string(part.data(), 4));
}

TEST_F(Plain, CarriesAPartOfAFile) {
  const int file = ::memfd_create("bytes", MFD_CLOEXEC);
  ASSERT_EQ(10, ::write(file, "0123456789", 10));
  EXPECT_EQ(3u, wire_->send_file(file, 4, 3));
  std::array<char, 8> part{};
  EXPECT_EQ(3, peer_.receiveBytes(part.data(), 8));
  EXPECT_EQ("456", std::string(part.data(), 3));
  const auto behind_the_end = wire_->send_file(file, 10, 1);
  ASSERT_FALSE(behind_the_end);
  EXPECT_EQ("Registry.FileChanged", behind_the_end.error().type);
  ::close(file);
}

TEST_F(Plain, WaitsForASilentPeerAsLongAsIsSaid) {
  const auto begin = steady_clock::now();
  std::array<char, 8> part{};
  const auto received = wire_->receive(part, kStall);
  const auto waited = steady_clock::now() - begin;
  ASSERT_FALSE(received);
  EXPECT_EQ("Registry.Stalled", received.error().type);
  EXPECT_EQ(Outlook::kPassing, received.error().outlook);
  EXPECT_GE(waited, kStall - milliseconds(10));
  EXPECT_LT(waited, kSoon);
}

TEST_F(Plain, DoesNotSendForEverToAPeerThatTakesNothing) {
  const std::string much(kMuch, 'x');
  const auto begin = steady_clock::now();
  const auto sent = wire_->send(much);
  EXPECT_LT(steady_clock::now() - begin, kSoon);
  ASSERT_FALSE(sent);
  EXPECT_EQ("Registry.Stalled", sent.error().type);
  EXPECT_TRUE(sent.error().message.contains("200 ms")) << sent.error().message;
}

TEST_F(Plain, DoesNotSendAFileForEverToAPeerThatTakesNothing) {
  const int file = zeros(kMuch);
  const auto begin = steady_clock::now();
  const auto sent = send_whole(file);
  EXPECT_LT(steady_clock::now() - begin, kSoon);
  ASSERT_FALSE(sent);
  EXPECT_EQ("Registry.Stalled", sent.error().type);
  ::close(file);
}

TEST_F(Plain, NoticesAnAnswerBeforeAFileIsSent) {
  say("HTTP/1.1 413 R\r\n\r\n");
  const int file = zeros(kMuch);
  const auto begin = steady_clock::now();
  const auto sent = send_whole(file);
  EXPECT_LT(steady_clock::now() - begin, kSoon);
  ASSERT_FALSE(sent);
  EXPECT_EQ(kAnsweredEarly, sent.error().type);
  std::array<char, 64> part{};
  EXPECT_EQ(18u, wire_->receive(part, kStall)) << "the answer is still there to be read";
  ::close(file);
}

TEST_F(Plain, NoticesAnAnswerWhileBytesAreSent) {
  say("HTTP/1.1 413 R\r\n\r\n");
  const auto sent = wire_->send(std::string(kMuch, 'x'));
  ASSERT_FALSE(sent);
  EXPECT_EQ(kAnsweredEarly, sent.error().type);
  EXPECT_EQ(Outlook::kPassing, sent.error().outlook);
}

TEST_F(Plain, EndsWithItsPeer) {
  peer_.shutdownSend();
  std::array<char, 8> part{};
  EXPECT_EQ(0u, wire_->receive(part, milliseconds(5'000)));
}

TEST_F(Plain, SurvivesAPeerThatResets) {
  peer_.setLinger(true, 0);
  peer_.close();
  std::expected<void, AttemptError> sent;
  for (int i = 0; i < 100 && sent; ++i) {
    sent = wire_->send(std::string(100'000, 'x'));
  }
  ASSERT_FALSE(sent);
  EXPECT_EQ(Outlook::kPassing, sent.error().outlook);
  EXPECT_TRUE(sent.error().message.contains("127.0.0.1")) << sent.error().message;
}

}  // namespace
}  // namespace lambda::registry
