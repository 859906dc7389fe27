// Logins, redirects and retries, against peers that say what the test wrote down. No test waits.
#include "deploy/registry/session.h"

#include "deploy/registry/transport/scripted_wire.h"
#include "gtest/gtest.h"

namespace lambda::registry {
namespace {

const Origin kRegistry{true, "r.example", 443};
const Origin kElsewhere{true, "storage.example", 443};
const Url kUrl{kRegistry, "/v2/a/blobs/x"};
constexpr char kBasic[] = "WWW-Authenticate: Basic realm=\"r\"\r\n";
constexpr char kSecret[] = "dXNlcjpwYXNz";  // user:pass

class SessionTest : public testing::Test {
 protected:
  Session session() {
    return Session(
        kRegistry, {"repository:a:pull,push"},
        {.connect = [this](const Origin& origin) { return peers_.connect(origin); },
         .find_credentials = [this](const Origin&,
                                    int rank) -> std::expected<std::optional<Credentials>, Error> {
           ++looked_up_;
           if (rank > 0) return std::nullopt;
           return Credentials{"user", "pass", ""};
         },
         .retry = {.attempts_max = 3},
         .waits = {},
         .pause = [this](Milliseconds) { ++pauses_; }});
  }

  static bool is_ok(int status) { return status == 200; }

  ScriptedPeers peers_;
  int looked_up_ = 0;
  int pauses_ = 0;
};

TEST_F(SessionTest, LooksForCredentialsOnlyWhenAsked) {
  peers_.answers[kRegistry] = {{answer_text(200, "", ""), answer_text(401, kBasic, ""),
                                answer_text(200, "", ""), answer_text(200, "", "")}};
  Session session = this->session();
  EXPECT_TRUE(session.ask(kUrl, {"GET"}, is_ok));
  EXPECT_EQ(0, looked_up_);
  EXPECT_FALSE(peers_.received[kRegistry].contains("Authorization"));
  EXPECT_TRUE(session.ask(kUrl, {"GET"}, is_ok));
  EXPECT_EQ(1, looked_up_);
  EXPECT_TRUE(peers_.received[kRegistry].contains(kSecret));
  EXPECT_TRUE(session.ask(kUrl, {"GET"}, is_ok));
  EXPECT_EQ(1, looked_up_);
  EXPECT_EQ(1, peers_.connections) << "kept alive";
}

TEST_F(SessionTest, EndsWhenNoLoginIsTaken) {
  peers_.answers[kRegistry] = {{answer_text(401, kBasic, ""), answer_text(401, kBasic, "")}};
  Session session = this->session();
  const auto answer = session.ask(kUrl, {"GET"}, is_ok);
  ASSERT_FALSE(answer);
  EXPECT_EQ("Registry.Unauthorized", answer.error().type);
  EXPECT_EQ(0, pauses_);
}

TEST_F(SessionTest, SendsNoCredentialsAlongARedirect) {
  peers_.answers[kRegistry] = {
      {answer_text(401, kBasic, ""),
       answer_text(307, "Location: https://storage.example/blob?signed\r\n", "")}};
  peers_.answers[kElsewhere] = {{answer_text(200, "", "bytes")}};
  Session session = this->session();
  const auto answer = session.ask(kUrl, {"GET"}, is_ok);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ("bytes", answer->body);
  EXPECT_TRUE(peers_.received[kRegistry].contains(kSecret));
  EXPECT_FALSE(peers_.received[kElsewhere].contains("Authorization"));
}

TEST_F(SessionTest, DoesNotLogInWhereItWasRedirectedTo) {
  peers_.answers[kRegistry] = {
      {answer_text(307, "Location: https://storage.example/blob\r\n", "")}};
  peers_.answers[kElsewhere] = {{answer_text(401, kBasic, "")}};
  Session session = this->session();
  EXPECT_FALSE(session.ask(kUrl, {"GET"}, is_ok));
  EXPECT_EQ(0, looked_up_);
}

struct BadRedirect {
  std::string method;
  std::string location;
};

class BadRedirects : public SessionTest, public testing::WithParamInterface<BadRedirect> {};

TEST_P(BadRedirects, AreNotFollowed) {
  peers_.answers[kRegistry] = {{answer_text(307, "Location: " + GetParam().location + "\r\n", "")}};
  Session session = this->session();
  const auto answer = session.ask(kUrl, {GetParam().method}, is_ok);
  ASSERT_FALSE(answer);
  EXPECT_EQ("Registry.BadRedirect", answer.error().type);
  EXPECT_EQ(1, peers_.connections);
}

INSTANTIATE_TEST_SUITE_P(Session, BadRedirects,
                         testing::Values(BadRedirect{"GET", "http://storage.example/blob"},
                                         BadRedirect{"GET", "ftp://storage.example/blob"},
                                         BadRedirect{"POST", "https://storage.example/blob"},
                                         BadRedirect{"PUT", "https://storage.example/blob"}));

TEST_F(SessionTest, EndsACircleOfRedirects) {
  std::vector<std::string> answers(20, answer_text(302, "Location: /v2/a/blobs/x\r\n", ""));
  peers_.answers[kRegistry] = {answers};
  Session session = this->session();
  const auto answer = session.ask(kUrl, {"GET"}, is_ok);
  ASSERT_FALSE(answer);
  EXPECT_EQ("Registry.BadRedirect", answer.error().type);
}

TEST_F(SessionTest, TriesAgainWhatMayPass) {
  peers_.answers[kRegistry] = {{answer_text(503, "", ""), answer_text(429, "", "")},
                               {answer_text(200, "", "")}};
  Session session = this->session();
  const auto answer = session.ask(kUrl, {"GET"}, is_ok);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(2, pauses_);
}

TEST_F(SessionTest, ReplacesAKeptConnectionThatWasClosedWithoutWaiting) {
  peers_.answers[kRegistry] = {{answer_text(200, "", "")}, {answer_text(200, "", "")}};
  Session session = this->session();
  EXPECT_TRUE(session.ask(kUrl, {"GET"}, is_ok));
  EXPECT_TRUE(session.ask(kUrl, {"GET"}, is_ok));
  EXPECT_EQ(0, pauses_);
  EXPECT_EQ(2, peers_.connections);
}

TEST_F(SessionTest, GetsATokenWhereTheRegistrySays) {
  const Origin service{true, "auth.example", 443};
  peers_.answers[kRegistry] = {
      {answer_text(
           401, "WWW-Authenticate: Bearer realm=\"https://auth.example/t\",service=\"s\"\r\n", ""),
       answer_text(200, "", "")}};
  peers_.answers[service] = {{answer_text(200, "", R"({"token":"abc"})")}};
  Session session = this->session();
  ASSERT_TRUE(session.ask(kUrl, {"GET"}, is_ok));
  EXPECT_TRUE(peers_.received[service].starts_with(
      "GET /t?service=s&scope=repository%3Aa%3Apull%2Cpush HTTP/1.1\r\n"))
      << peers_.received[service];
  EXPECT_TRUE(peers_.received[service].contains(kSecret));
  EXPECT_TRUE(peers_.received[kRegistry].contains("Authorization: Bearer abc\r\n"));
  EXPECT_FALSE(peers_.received[kRegistry].contains(kSecret));
}

}  // namespace
}  // namespace lambda::registry
