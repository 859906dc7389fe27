// Requests as they are sent, answers in every framing, and what breaks within them.
#include "deploy/registry/transport/connection.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <gtest/gtest.h>

#include "deploy/registry/transport/scripted_wire.h"

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
    EXPECT_EQ(Outlook::kPassing, answer.error().outlook) << size;
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

TEST_F(Http, SaysThatARequestHasNoContent) {
  Connection http = connection({answer_text(202, "", ""), answer_text(200, "", "")});
  EXPECT_TRUE(http.exchange({"POST"}, "/"));
  EXPECT_TRUE(sent().ends_with("Content-Length: 0\r\n\r\n")) << sent();
  EXPECT_TRUE(http.exchange({"GET"}, "/"));
  EXPECT_FALSE(sent().substr(sent().find("GET ")).contains("Content-Length")) << sent();
}

TEST_F(Http, IsNotReusedBehindBytesThatNobodyAskedFor) {
  for (const char* answer : {"HTTP/1.1 200 R\r\nContent-Length: 0\r\n\r\nmore",
                             "HTTP/1.1 200 R\r\nContent-Length: 2\r\n\r\nokmore",
                             "HTTP/1.1 200 R\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nmore",
                             "HTTP/1.1 200 R\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"}) {
    Connection http = connection({answer});
    ASSERT_TRUE(http.exchange({"GET"}, "/")) << answer;
    EXPECT_FALSE(http.is_reusable()) << answer;
  }
}

TEST_F(Http, IsNotReusedBeforeTheBodyWasRead) {
  Connection http = connection({answer_text(200, "", "body")});
  ASSERT_TRUE(http.begin({"GET"}, "/"));
  EXPECT_FALSE(http.is_reusable());
  std::array<char, 2> part;
  EXPECT_EQ(2u, http.read(part));
  EXPECT_FALSE(http.is_reusable());
  EXPECT_EQ(2u, http.read(part));
  EXPECT_TRUE(http.is_reusable());
  EXPECT_EQ(0u, http.read(part));
}

TEST_F(Http, ForgetsTheFormerAnswer) {
  Connection http = connection({answer_text(200, "A: b\r\n", "first"), answer_text(200, "", "")});
  EXPECT_EQ("first", http.exchange({"GET"}, "/")->body);
  EXPECT_TRUE(http.has_received());
  const auto second = http.exchange({"GET"}, "/");
  ASSERT_TRUE(second);
  EXPECT_EQ("", second->body);
  EXPECT_EQ("", second->header("A"));
  EXPECT_FALSE(http.exchange({"GET"}, "/"));
  EXPECT_FALSE(http.has_received()) << "of the third";
}

/// Fails to send, and then has an answer or none. Keeps how long it was waited for.
class BrokenWire final : public Wire {
 public:
  BrokenWire(Outlook outlook, std::string answer, std::vector<std::chrono::milliseconds>& limits)
      : outlook_(outlook), answer_(std::move(answer)), limits_(limits) {}

  std::expected<void, AttemptError> send(std::string_view) override {
    return std::unexpected(AttemptError{outlook_, "Registry.ConnectionLost", "the send failed"});
  }
  std::expected<std::uint64_t, AttemptError> send_file(int, std::uint64_t, std::uint64_t) override {
    return file_changed();
  }
  std::expected<std::size_t, AttemptError> receive(std::span<char> room,
                                                   std::chrono::milliseconds limit) override {
    limits_.push_back(limit);
    const std::size_t count = std::min(room.size(), answer_.size());
    std::memcpy(room.data(), answer_.data(), count);
    answer_.erase(0, count);
    return count;
  }

 private:
  Outlook outlook_;
  std::string answer_;
  std::vector<std::chrono::milliseconds>& limits_;
};

class BrokenSend : public testing::Test {
 protected:
  std::expected<Answer, AttemptError> answer_to(Outlook outlook, const std::string& answer) {
    Connection http(std::make_unique<BrokenWire>(outlook, answer, limits_), kOrigin, Waits{});
    auto result = http.begin({"PUT"}, "/");
    EXPECT_FALSE(http.is_reusable());
    return result;
  }

  std::vector<std::chrono::milliseconds> limits_;
};

class RefusedRequest : public BrokenSend, public testing::WithParamInterface<int> {};

TEST_P(RefusedRequest, ExplainsABrokenSend) {
  const auto answer = answer_to(Outlook::kPassing, answer_text(GetParam(), "", ""));
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(GetParam(), answer->status);
  ASSERT_FALSE(limits_.empty());
  EXPECT_LE(limits_.front(), std::chrono::seconds(1)) << "last words come at once, or never";
}

INSTANTIATE_TEST_SUITE_P(Http, RefusedRequest, testing::Values(307, 308, 400, 401, 413, 500, 503));

class HalfARequest : public BrokenSend, public testing::WithParamInterface<int> {};

TEST_P(HalfARequest, IsNoSuccessWhateverTheAnswer) {
  const auto answer = answer_to(Outlook::kPassing, answer_text(GetParam(), "", ""));
  ASSERT_FALSE(answer);
  EXPECT_EQ("the send failed", answer.error().message);
}

INSTANTIATE_TEST_SUITE_P(Http, HalfARequest, testing::Values(200, 201, 202, 204, 301, 302, 399));

TEST_F(BrokenSend, WithoutAnAnswerIsTheErrorOfTheSend) {
  const auto answer = answer_to(Outlook::kPassing, "");
  ASSERT_FALSE(answer);
  EXPECT_EQ("the send failed", answer.error().message);
}

TEST_F(BrokenSend, OfOurOwnFaultIsNotWaitedFor) {
  EXPECT_FALSE(answer_to(Outlook::kLasting, answer_text(400, "", "")));
  EXPECT_TRUE(limits_.empty());
}

TEST_F(BrokenSend, WaitsForAnAnswerAsLongAsIsSaid) {
  std::vector<std::chrono::milliseconds> limits;
  class QuietWire final : public Wire {
   public:
    explicit QuietWire(std::vector<std::chrono::milliseconds>& limits) : limits_(limits) {}
    std::expected<void, AttemptError> send(std::string_view) override { return {}; }
    std::expected<std::uint64_t, AttemptError> send_file(int, std::uint64_t,
                                                         std::uint64_t count) override {
      return count;
    }
    std::expected<std::size_t, AttemptError> receive(std::span<char>,
                                                     std::chrono::milliseconds limit) override {
      limits_.push_back(limit);
      return stalled(kOrigin, limit);
    }

   private:
    std::vector<std::chrono::milliseconds>& limits_;
  };
  Connection http(std::make_unique<QuietWire>(limits), kOrigin,
                  Waits{.answer = std::chrono::milliseconds(77)});
  const auto answer = http.begin({"GET"}, "/");
  ASSERT_FALSE(answer);
  EXPECT_EQ("Registry.Stalled", answer.error().type);
  EXPECT_TRUE(answer.error().message.contains("77 ms")) << answer.error().message;
  EXPECT_EQ(std::vector{std::chrono::milliseconds(77)}, limits);
}

}  // namespace
}  // namespace lambda::registry
