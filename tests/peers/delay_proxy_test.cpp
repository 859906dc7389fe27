// How late answers come through the proxy, and that large ones come no slower.
#include "tests/peers/delay_proxy.h"

#include <gtest/gtest.h>

#include "tests/peers/http.h"
#include "tests/peers/responder.h"
#include "tests/peers/server.h"

namespace lambda::peers {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr size_t kLarge = 20'000'000;

HttpResponse echo(const HttpRequest& request) { return {200, {}, request.body}; }

milliseconds time_of(uint16_t port, const std::string& body) {
  const auto begin = Clock::now();
  const auto answer = exchange(port, {"POST", "/", {}, body});
  EXPECT_TRUE(answer.has_value()) << answer.error().message;
  if (answer) {
    EXPECT_EQ(body.size(), answer->body.size());
  }
  return std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
}

TEST(DelayProxy, AddsARoundTripForTheHandshakeAndOneForTheAnswer) {
  const Responder server(echo);
  const DelayProxy proxy(server.port(), milliseconds(100));
  const milliseconds time = time_of(proxy.port(), "small");
  EXPECT_GE(time, milliseconds(200));
  EXPECT_LT(time, milliseconds(1000));
  EXPECT_EQ(1, proxy.connections());
}

TEST(DelayProxy, LimitsNoBandwidth) {
  const Responder server(echo);
  const DelayProxy proxy(server.port(), milliseconds(100));
  const milliseconds time = time_of(proxy.port(), std::string(kLarge, 'x'));
  // By pieces that wait for each other it would be 20 MB / 64 KiB × 100 ms, half a minute.
  EXPECT_LT(time, milliseconds(5000));
}

TEST(DelayProxy, ClosesWhereNobodyIsBehind) {
  const DelayProxy proxy(free_port(), milliseconds(1));
  const auto answer = exchange(proxy.port(), {});
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ("Peers.NoAnswer", answer.error().type);
}

}  // namespace
}  // namespace lambda::peers
