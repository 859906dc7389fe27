// Requests as they are sent, answers in every framing, and what breaks within them.
#include "deploy/registry/transport/connection.h"

#include "deploy/registry/transport/scripted_wire.h"
#include "gtest/gtest.h"

namespace lambda::registry {
namespace {

const Origin kOrigin{false, "r.example", 5000};

class Http : public testing::Test {
 protected:
  Connection connection(std::vector<std::string> answers) {
    peers_.answers[kOrigin] = {std::move(answers)};
    return Connection(std::move(*peers_.connect(kOrigin)), kOrigin, Waits{});
  }
  const std::string& sent() { return peers_.received[kOrigin]; }

  ScriptedPeers peers_;
};

TEST_F(Http, SendsWhatARequestNeeds) {
  Connection http = connection({answer_text(201, "Location: /x\r\n", "")});
  BytesBody body("bytes");
  const auto answer = http.exchange({"PUT", {{"X-One", "1"}}, &body}, "/v2/a");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(201, answer->status);
  EXPECT_EQ("/x", answer->header("location"));
  EXPECT_TRUE(sent().starts_with("PUT /v2/a HTTP/1.1\r\n")) << sent();
  EXPECT_TRUE(sent().contains("\r\nHost: r.example:5000\r\n")) << sent();
  EXPECT_TRUE(sent().contains("\r\nX-One: 1\r\n")) << sent();
  EXPECT_TRUE(sent().ends_with("Content-Length: 5\r\n\r\nbytes")) << sent();
  EXPECT_TRUE(http.is_reusable());
}

TEST_F(Http, ReadsBodiesInEveryFraming) {
  Connection http =
      connection({answer_text(200, "", "counted"),
                  "HTTP/1.1 200 R\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nchu\r\n4\r\nnked\r\n0"
                  "\r\n\r\n",
                  "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 R\r\n\r\nuntil the end"});
  EXPECT_EQ("counted", http.exchange({"GET"}, "/")->body);
  EXPECT_EQ("chunked", http.exchange({"GET"}, "/")->body);
  EXPECT_TRUE(http.is_reusable());
  EXPECT_EQ("until the end", http.exchange({"GET"}, "/")->body);
  EXPECT_FALSE(http.is_reusable());
}

TEST_F(Http, TakesNoBodyOfAnAnswerToHead) {
  Connection http = connection({"HTTP/1.1 200 R\r\nContent-Length: 5\r\n\r\n"});
  const auto answer = http.exchange({"HEAD"}, "/");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ("5", answer->header("Content-Length"));
  EXPECT_TRUE(http.is_reusable());
}

TEST_F(Http, DropsWhatIsMoreThanTheMaximum) {
  Connection http = connection({answer_text(200, "", std::string(100'000, 'x'))});
  const auto answer = http.exchange({"GET"}, "/", 10);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(10u, answer->body.size());
  EXPECT_FALSE(http.is_reusable());
}

TEST_F(Http, IsLostWhereAnAnswerIsCut) {
  const std::string whole = answer_text(200, "A: b\r\n", "body");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    Connection http = connection({whole.substr(0, size)});
    const auto answer = http.exchange({"GET"}, "/");
    ASSERT_FALSE(answer) << size;
    EXPECT_EQ(Remedy::kRetry, answer.error().remedy) << size;
    EXPECT_FALSE(http.is_reusable());
  }
}

TEST_F(Http, SendsNoHeaderThatHoldsALineEnd) {
  Connection http = connection({answer_text(200, "", "")});
  const auto answer = http.exchange({"GET", {{"Authorization", "Bearer a\r\nHost: b"}}}, "/");
  ASSERT_FALSE(answer);
  EXPECT_EQ("Registry.BadRequest", answer.error().type);
  EXPECT_EQ("", sent());
}

}  // namespace
}  // namespace lambda::registry
