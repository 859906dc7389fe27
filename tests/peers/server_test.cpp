// Servers: one that never answers, one that ends, and the web server of one function.
#include "tests/peers/server.h"

#include <gtest/gtest.h>

#include "tests/peers/http.h"
#include "tests/peers/responder.h"

namespace lambda::peers {
namespace {

TEST(Server, HandsBackTheWordsOfOneThatEnds) {
  const auto server = Server::start({{"sh", "-c", "echo no luck; exit 4"}}, free_port());
  ASSERT_FALSE(server.has_value());
  EXPECT_EQ("Peers.NoServer", server.error().type);
  EXPECT_TRUE(server.error().message.contains("no luck")) << server.error().message;
  EXPECT_TRUE(server.error().message.contains("status 4")) << server.error().message;
}

TEST(Server, GivesUpOnOneThatDoesNotAnswer) {
  const auto server = Server::start({{"sleep", "60"}}, free_port(), std::chrono::seconds(0));
  ASSERT_FALSE(server.has_value());
  EXPECT_TRUE(server.error().message.contains("does not answer")) << server.error().message;
}

TEST(Responder, AnswersWithWhatItsFunctionSays) {
  const Responder responder([](const HttpRequest& request) {
    return HttpResponse{201, {{"x-path", request.path}}, request.headers.at("x-a") + request.body};
  });
  const auto answer = exchange(responder.port(), {"PUT", "/p?q=1", {{"X-A", "a"}}, "b"});
  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  EXPECT_EQ(201, answer->status);
  EXPECT_EQ("/p?q=1", answer->headers.at("x-path"));
  EXPECT_EQ("ab", answer->body);
}

TEST(Exchange, SaysThatNobodyAnswers) {
  const auto answer = exchange(free_port(), {});
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ("Peers.NoAnswer", answer.error().type);
}

}  // namespace
}  // namespace lambda::peers
