// TLS to a real peer that is slow or silent: every wait ends, in the handshake too.
#include "deploy/registry/transport/tls_wire.h"

#include <array>
#include <chrono>
#include <memory>
#include <string>

#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <gtest/gtest.h>

#include "deploy/registry/transport/attempt_error.h"
#include "tests/peers/certificate.h"
#include "tests/peers/runfile.h"
#include "tests/peers/server.h"
#include "tests/peers/tls_front.h"

namespace lambda::deploy_test {
namespace {

using registry::Origin;
using registry::Outlook;
using registry::TlsConnector;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kWait{300};
constexpr std::chrono::seconds kSoon{10};  // Far more than a wait, far less than for ever.

/// A peer behind socat, which ends TLS; what the test's own socket does not take, nobody takes.
class Tls : public testing::Test {
 protected:
  void SetUp() override {
    const auto authority = peers::make_authority(peers::new_folder("authority"), "a test's");
    ASSERT_TRUE(authority.has_value()) << authority.error().message;
    authority_ = authority->certificate;
    const auto certificate =
        peers::make_server_certificate(peers::new_folder("server"), *authority);
    ASSERT_TRUE(certificate.has_value()) << certificate.error().message;
    auto front = peers::start_tls_front(peers::free_port(), server_.address().port(), *certificate);
    ASSERT_TRUE(front.has_value()) << front.error().message;
    front_ = std::move(*front);
  }

  std::expected<std::unique_ptr<registry::Wire>, registry::AttemptError> connect(
      std::uint16_t port) {
    TlsConnector connector(authority_, {.connect = milliseconds(5'000), .stall = kWait}, {});
    return connector.connect({true, "127.0.0.1", port});
  }

  Poco::Net::ServerSocket server_{Poco::Net::SocketAddress("127.0.0.1", 0)};
  std::filesystem::path authority_;
  std::unique_ptr<peers::Server> front_;
};

TEST_F(Tls, DoesNotSendForEverToAPeerThatTakesNothing) {
  const auto wire = connect(front_->port());
  ASSERT_TRUE(wire.has_value()) << wire.error().message;
  const auto begin = steady_clock::now();
  const auto sent = (*wire)->send(std::string(64u << 20, 'x'));
  EXPECT_LT(steady_clock::now() - begin, kSoon);
  ASSERT_FALSE(sent.has_value());
  EXPECT_EQ("Registry.Stalled", sent.error().type) << sent.error().message;
  EXPECT_EQ(Outlook::kPassing, sent.error().outlook);
}

TEST_F(Tls, WaitsForASilentPeerAsLongAsIsSaid) {
  const auto wire = connect(front_->port());
  ASSERT_TRUE(wire.has_value()) << wire.error().message;
  std::array<char, 8> part{};
  const auto begin = steady_clock::now();
  const auto received = (*wire)->receive(part, kWait);
  EXPECT_LT(steady_clock::now() - begin, kSoon);
  ASSERT_FALSE(received.has_value());
  EXPECT_EQ("Registry.Stalled", received.error().type) << received.error().message;
  EXPECT_TRUE(received.error().message.contains("300 ms")) << received.error().message;
}

TEST_F(Tls, CarriesBytesBothWays) {
  const auto wire = connect(front_->port());
  ASSERT_TRUE(wire.has_value()) << wire.error().message;
  // The first may be the one that only saw whether the port answers.
  Poco::Net::StreamSocket peer = server_.acceptConnection();
  ASSERT_TRUE((*wire)->send("ping").has_value());
  std::array<char, 8> part{};
  int count = peer.receiveBytes(part.data(), 8);
  if (count == 0) {
    peer = server_.acceptConnection();
    count = peer.receiveBytes(part.data(), 8);
  }
  ASSERT_EQ(4, count);
  peer.sendBytes("pong", 4);
  EXPECT_EQ(4u, (*wire)->receive(part, milliseconds(5'000)));
  EXPECT_EQ("pong", std::string(part.data(), 4));
}

TEST_F(Tls, GivesUpAHandshakeThatNobodyAnswers) {
  TlsConnector connector(authority_, {.connect = kWait}, {});
  const auto begin = steady_clock::now();
  // The kernel takes the connection; nobody speaks.
  const auto wire = connector.connect({true, "127.0.0.1", server_.address().port()});
  EXPECT_LT(steady_clock::now() - begin, kSoon);
  ASSERT_FALSE(wire.has_value());
  EXPECT_EQ(Outlook::kPassing, wire.error().outlook) << wire.error().message;
}

}  // namespace
}  // namespace lambda::deploy_test
