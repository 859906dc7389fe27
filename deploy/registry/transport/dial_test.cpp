// What is said to a proxy, and what each of its answers means; the proxy is a thread that says what
// the test wrote down. A real one is in tests/deploy/push.
#include "deploy/registry/transport/dial.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <Poco/Exception.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <gtest/gtest.h>

namespace lambda::registry {
namespace {

using Poco::Net::StreamSocket;
using std::chrono::milliseconds;

const Origin kRegistry{true, "r.example", 443};
constexpr milliseconds kConnectWait{300};
constexpr std::chrono::seconds kSoon{5};  // Far more than the wait, far less than for ever.

/// Takes one connection, reads a head, and answers.
class ProxyThread {
 public:
  enum class Then { kEcho, kClose, kWait, kDrip };

  ProxyThread(std::string answer, Then then)
      : answer_(std::move(answer)),
        then_(then),
        socket_(Poco::Net::SocketAddress("127.0.0.1", 0)),
        thread_([this] { serve(); }) {}

  Origin origin() const { return {false, "127.0.0.1", socket_.address().port()}; }

  /// What was asked; the thread has ended.
  const std::string& request() {
    if (thread_.joinable()) {
      thread_.join();
    }
    return request_;
  }

 private:
  void serve() try {
    StreamSocket peer = socket_.acceptConnection();
    peer.setNoDelay(true);
    char byte = 0;
    while (!request_.ends_with("\r\n\r\n") && peer.receiveBytes(&byte, 1) == 1) {
      request_ += byte;
    }
    peer.sendBytes(answer_.data(), static_cast<int>(answer_.size()));
    if (then_ == Then::kClose) {
      return;
    }
    while (then_ == Then::kDrip) {  // Until the other end is closed.
      peer.sendBytes("x", 1);
      if (peer.poll(Poco::Timespan(20'000), StreamSocket::SELECT_READ)) {
        return;
      }
    }
    while (peer.receiveBytes(&byte, 1) == 1) {
      if (then_ == Then::kEcho) {
        peer.sendBytes(&byte, 1);
      }
    }
  } catch (const Poco::Exception&) {  // The other end went away: the test sees what came of it.
  }

  std::string answer_;
  Then then_;
  std::string request_;
  Poco::Net::ServerSocket socket_;
  std::jthread thread_;  // Last: it uses the others.
};

std::expected<StreamSocket, AttemptError> dial_through(const Origin& proxy,
                                                       const std::string& login,
                                                       const Origin& origin = kRegistry) {
  ProxyRules rules = only_proxy("http://" + login + authority(proxy), "HTTPS_PROXY");
  return dial(origin, {.connect = kConnectWait}, rules);
}

TEST(Dial, MakesATunnelByConnect) {
  ProxyThread proxy("HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n",
                    ProxyThread::Then::kEcho);
  {
    auto socket = dial_through(proxy.origin(), "");
    ASSERT_TRUE(socket) << socket.error().message;
    socket->sendBytes("ping", 4);
    std::string got(4, '\0');
    for (int done = 0; done < 4;) {
      const int count = socket->receiveBytes(got.data() + done, 4 - done);
      ASSERT_GT(count, 0);
      done += count;
    }
    EXPECT_EQ("ping", got);
  }
  EXPECT_EQ("CONNECT r.example:443 HTTP/1.1\r\nHost: r.example:443\r\n\r\n", proxy.request());
}

TEST(Dial, TellsTheProxyItsLogin) {
  ProxyThread proxy("HTTP/1.0 200 OK\r\n\r\n", ProxyThread::Then::kClose);
  EXPECT_TRUE(dial_through(proxy.origin(), "user:p%61ss@"));
  EXPECT_TRUE(proxy.request().contains("\r\nProxy-Authorization: Basic dXNlcjpwYXNz\r\n"))
      << proxy.request();
}

TEST(Dial, WritesALongLoginInOneLine) {
  ProxyThread proxy("HTTP/1.0 200 OK\r\n\r\n", ProxyThread::Then::kClose);
  EXPECT_TRUE(dial_through(proxy.origin(), "user:" + std::string(1'000, 'x') + "@"));
  const std::string& request = proxy.request();
  EXPECT_EQ(4, std::ranges::count(request, '\n')) << request;
}

TEST(Dial, NamesAnAddressOfVersionSixInBrackets) {
  ProxyThread proxy("HTTP/1.1 200 OK\r\n\r\n", ProxyThread::Then::kClose);
  EXPECT_TRUE(dial_through(proxy.origin(), "", {false, "fd00::1", 5000}));
  EXPECT_TRUE(proxy.request().starts_with("CONNECT [fd00::1]:5000 HTTP/1.1\r\n"))
      << proxy.request();
}

struct Refusal {
  std::string answer;
  ProxyThread::Then then;
  Outlook outlook;
  std::string words;  // In the message.
};

class Refusals : public testing::TestWithParam<Refusal> {};

TEST_P(Refusals, AreErrorsThatNameBothEnds) {
  ProxyThread proxy(GetParam().answer, GetParam().then);
  const auto begin = std::chrono::steady_clock::now();
  const auto socket = dial_through(proxy.origin(), "ada:hush@");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, kSoon);
  ASSERT_FALSE(socket);
  EXPECT_EQ("Registry.CannotConnect", socket.error().type);
  EXPECT_EQ(GetParam().outlook, socket.error().outlook) << socket.error().message;
  const std::string& message = socket.error().message;
  for (const std::string& part : {std::string("r.example"), authority(proxy.origin()),
                                  std::string("HTTPS_PROXY"), GetParam().words}) {
    EXPECT_TRUE(message.contains(part)) << part << " in " << message;
  }
  EXPECT_FALSE(message.contains("hush")) << message;
}

constexpr auto kClose = ProxyThread::Then::kClose;
constexpr auto kWait = ProxyThread::Then::kWait;

INSTANTIATE_TEST_SUITE_P(
    Dial, Refusals,
    testing::Values(
        Refusal{"HTTP/1.1 407 Login\r\nContent-Length: 0\r\n\r\n", kWait, Outlook::kLasting,
                "does not take the login"},
        Refusal{"HTTP/1.1 401 Login\r\n\r\n", kClose, Outlook::kLasting, "does not take the login"},
        Refusal{"HTTP/1.1 403 No\r\nContent-Length: 4\r\n\r\nbody", kWait, Outlook::kLasting,
                "NO_PROXY=r.example"},
        Refusal{"HTTP/1.1 404 No\r\n\r\n", kClose, Outlook::kLasting, "404"},
        Refusal{"HTTP/1.1 302 Away\r\nLocation: /\r\n\r\n", kClose, Outlook::kLasting, "302"},
        Refusal{"HTTP/1.1 500 Broken\r\n\r\n", kClose, Outlook::kPassing, "500"},
        Refusal{"HTTP/1.1 502 No host\r\n\r\n", kClose, Outlook::kPassing, "502"},
        Refusal{"HTTP/1.1 503 Busy\r\n\r\n", kClose, Outlook::kPassing, "503"},
        Refusal{"HTTP/1.1 504 Late\r\n\r\n", kClose, Outlook::kPassing, "504"},
        Refusal{"220 mail.example ESMTP\r\n\r\n", kWait, Outlook::kLasting, "no HTTP"},
        // The registry cannot have spoken yet: these bytes would be taken for its own.
        Refusal{"HTTP/1.1 200 OK\r\n\r\nmore", kWait, Outlook::kLasting, "no HTTP"},
        Refusal{"HTTP/1.1 200 O", kClose, Outlook::kPassing, "closed the connection"},
        Refusal{"", kClose, Outlook::kPassing, "closed the connection"},
        Refusal{"", kWait, Outlook::kPassing, "did not answer within 300 ms"},
        Refusal{"HTTP/1.1 200 O", kWait, Outlook::kPassing, "did not answer within 300 ms"},
        Refusal{"HTTP/1.1 200 OK\r\nX: ", ProxyThread::Then::kDrip, Outlook::kPassing,
                "did not answer within 300 ms"}));

TEST(Dial, SaysHowALoginIsWritten) {
  ProxyThread proxy("HTTP/1.1 407 Login\r\n\r\n", kClose);
  const auto socket = dial_through(proxy.origin(), "");
  ASSERT_FALSE(socket);
  EXPECT_TRUE(socket.error().message.contains("http://USER:PASSWORD@HOST:PORT"))
      << socket.error().message;
}

TEST(Dial, EndsWhereNoProxyListens) {
  Origin nobody;
  {
    const Poco::Net::ServerSocket socket(Poco::Net::SocketAddress("127.0.0.1", 0));
    nobody = {false, "127.0.0.1", socket.address().port()};
  }
  const auto socket = dial_through(nobody, "ada:hush@");
  ASSERT_FALSE(socket);
  EXPECT_EQ("Registry.CannotConnect", socket.error().type);
  EXPECT_EQ(Outlook::kPassing, socket.error().outlook);
  for (const std::string& part :
       {std::string("r.example"), authority(nobody), std::string("HTTPS_PROXY")}) {
    EXPECT_TRUE(socket.error().message.contains(part)) << socket.error().message;
  }
  EXPECT_FALSE(socket.error().message.contains("hush")) << socket.error().message;
}

TEST(Dial, GoesStraightWhereThereIsNoRule) {
  const Poco::Net::ServerSocket server(Poco::Net::SocketAddress("127.0.0.1", 0));
  EXPECT_TRUE(dial({false, "127.0.0.1", server.address().port()}, {.connect = kConnectWait}, {}));
}

TEST(Dial, DoesNothingWithAMalformedProxy) {
  const auto socket = dial(kRegistry, {}, only_proxy("socks5://p:1", "HTTPS_PROXY"));
  ASSERT_FALSE(socket);
  EXPECT_EQ("Registry.BadProxy", socket.error().type);
}

}  // namespace
}  // namespace lambda::registry
