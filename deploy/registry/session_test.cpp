// Logins, redirects and retries, against peers that say what the test wrote down. No test waits.
#include "deploy/registry/session.h"

#include <gtest/gtest.h>

#include "deploy/registry/transport/scripted_wire.h"

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
           if (rank > 0) {
             return std::nullopt;
           }
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

TEST_F(SessionTest, SendsNoCredentialsToAnotherPortOfTheRegistrysHost) {
  const Origin other_port{true, "r.example", 8443};
  peers_.answers[kRegistry] = {{answer_text(401, kBasic, ""),
                                answer_text(307, "Location: https://r.example:8443/blob\r\n", "")}};
  peers_.answers[other_port] = {{answer_text(200, "", "bytes")}};
  Session session = this->session();
  const auto answer = session.ask(kUrl, {"GET"}, is_ok);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_TRUE(peers_.received[other_port].starts_with("GET /blob HTTP/1.1\r\n"));
  EXPECT_FALSE(peers_.received[other_port].contains("Authorization"));
  EXPECT_FALSE(peers_.received[other_port].contains(kSecret));
}

TEST_F(SessionTest, SendsNoCredentialsToAnUploadAtAnotherPort) {
  const Origin other_port{true, "r.example", 8443};
  peers_.answers[kRegistry] = {{answer_text(401, kBasic, ""), answer_text(200, "", "")}};
  peers_.answers[other_port] = {{answer_text(200, "", "")}};
  Session session = this->session();
  ASSERT_TRUE(session.ask(kUrl, {"GET"}, is_ok));
  EXPECT_TRUE(session.ask({other_port, "/u/1"}, {"PUT"}, is_ok));
  EXPECT_FALSE(peers_.received[other_port].contains("Authorization"));
}

TEST_F(SessionTest, SendsCredentialsAlongARedirectWithinTheRegistry) {
  peers_.answers[kRegistry] = {{answer_text(401, kBasic, ""),
                                answer_text(307, "Location: /v2/b/blobs/x\r\n", ""),
                                answer_text(200, "", "")}};
  Session session = this->session();
  ASSERT_TRUE(session.ask(kUrl, {"PUT"}, is_ok));
  const std::string& all = peers_.received[kRegistry];
  const std::string last = all.substr(all.rfind("PUT /v2/b/"));
  EXPECT_TRUE(last.contains(kSecret)) << last;
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

class ChangingRedirects : public SessionTest, public testing::WithParamInterface<int> {};

TEST_P(ChangingRedirects, AreFollowedByQuestionsAlone) {
  const std::string redirect = answer_text(GetParam(), "Location: /v2/b\r\n", "");
  peers_.answers[kRegistry] = {{redirect, answer_text(200, "", ""), redirect}};
  Session session = this->session();
  EXPECT_TRUE(session.ask(kUrl, {"HEAD"}, is_ok));
  const auto put = session.ask(kUrl, {"PUT"}, is_ok);
  ASSERT_FALSE(put);
  EXPECT_EQ("Registry.BadRedirect", put.error().type);
  EXPECT_TRUE(put.error().message.contains(std::to_string(GetParam()))) << put.error().message;
}

INSTANTIATE_TEST_SUITE_P(Session, ChangingRedirects, testing::Values(301, 302, 303));

class KeepingRedirects : public SessionTest, public testing::WithParamInterface<int> {};

TEST_P(KeepingRedirects, AreFollowedByAllWithinTheRegistry) {
  peers_.answers[kRegistry] = {
      {answer_text(GetParam(), "Location: /v2/b\r\n", ""), answer_text(200, "", "")}};
  Session session = this->session();
  BytesBody body("bytes");
  ASSERT_TRUE(session.ask(kUrl, {"PUT", {}, &body}, is_ok));
  EXPECT_TRUE(peers_.received[kRegistry].contains("PUT /v2/b HTTP/1.1\r\n"));
  EXPECT_TRUE(peers_.received[kRegistry].ends_with("bytes")) << "the body goes along";
}

INSTANTIATE_TEST_SUITE_P(Session, KeepingRedirects, testing::Values(307, 308));

TEST_F(SessionTest, FollowsFiveRedirectsAndNoSixth) {
  std::vector<std::string> answers(5, answer_text(307, "Location: /v2/a\r\n", ""));
  answers.push_back(answer_text(200, "", ""));
  peers_.answers[kRegistry] = {answers};
  Session session = this->session();
  EXPECT_TRUE(session.ask(kUrl, {"GET"}, is_ok));
  answers.insert(answers.begin(), answers.front());
  peers_.answers[kRegistry] = {answers};
  Session another = this->session();
  const auto answer = another.ask(kUrl, {"GET"}, is_ok);
  ASSERT_FALSE(answer);
  EXPECT_EQ("Registry.BadRedirect", answer.error().type);
}

TEST_F(SessionTest, EndsACircleOfRedirects) {
  std::vector<std::string> answers(20, answer_text(302, "Location: /v2/a/blobs/x\r\n", ""));
  peers_.answers[kRegistry] = {answers};
  Session session = this->session();
  const auto answer = session.ask(kUrl, {"GET"}, is_ok);
  ASSERT_FALSE(answer);
  EXPECT_EQ("Registry.BadRedirect", answer.error().type);
}

/// A registry with Basic, and its credentials: "former" until that is refused, then "user".
class RefusedLogin : public SessionTest {
 protected:
  Session session() {
    return Session(
        kRegistry, {},
        {.connect = [this](const Origin& origin) { return peers_.connect(origin); },
         .find_credentials = [this](const Origin&,
                                    int rank) -> std::expected<std::optional<Credentials>, Error> {
           ranks_.push_back(rank);
           if (rank == 0) {
             return Credentials{"former", "pass", ""};
           }
           if (rank == 1) {
             return Credentials{"user", "pass", ""};
           }
           return std::nullopt;
         },
         .retry = {.attempts_max = 3},
         .waits = {},
         .pause = [this](Milliseconds) { ++pauses_; }});
  }

  std::vector<int> ranks_;
};

TEST_F(RefusedLogin, IsReplacedByTheNextForAllThatFollows) {
  peers_.answers[kRegistry] = {{answer_text(401, kBasic, ""), answer_text(401, kBasic, ""),
                                answer_text(200, "", ""), answer_text(200, "", "")}};
  Session session = this->session();
  ASSERT_TRUE(session.ask(kUrl, {"GET"}, is_ok));
  ASSERT_TRUE(session.ask(kUrl, {"GET"}, is_ok));
  EXPECT_EQ((std::vector<int>{0, 1}), ranks_);
  const std::string& all = peers_.received[kRegistry];
  EXPECT_TRUE(all.substr(all.rfind("GET ")).contains(kSecret)) << all;
  EXPECT_EQ(0, pauses_);
}

TEST_F(RefusedLogin, MayHaveExpiredWithoutAChallenge) {
  // As ECR says it: to HEAD without a word, to the rest with words.
  for (const auto& [method, body] : std::vector<std::pair<std::string, std::string>>{
           {"HEAD", ""},
           {"GET", R"({"errors":[{"code":"DENIED","message":"Your token has expired."}]})"}}) {
    ranks_.clear();
    const std::string expired = method == "HEAD" ? "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"
                                                 : answer_text(403, "", body);
    peers_.answers[kRegistry] = {{answer_text(401, kBasic, ""), expired, answer_text(200, "", "")}};
    Session session = this->session();
    EXPECT_TRUE(session.ask(kUrl, {method}, is_ok)) << method;
    EXPECT_EQ((std::vector<int>{0, 1}), ranks_) << method;
  }
}

TEST_F(RefusedLogin, IsNotTheOneThatMayNotDoThis) {
  peers_.answers[kRegistry] = {
      {answer_text(401, kBasic, ""),
       answer_text(403, "", R"({"errors":[{"code":"DENIED","message":"not yours"}]})")}};
  Session session = this->session();
  const auto answer = session.ask(kUrl, {"GET"}, is_ok);
  ASSERT_FALSE(answer);
  EXPECT_EQ("Registry.Denied", answer.error().type);
  EXPECT_EQ((std::vector<int>{0}), ranks_);
  EXPECT_EQ(0, pauses_);
}

TEST_F(SessionTest, TriesNoLoginOfAnUnknownKind) {
  peers_.answers[kRegistry] = {{answer_text(401, "WWW-Authenticate: Negotiate\r\n", "")}};
  Session session = this->session();
  const auto answer = session.ask(kUrl, {"GET"}, is_ok);
  ASSERT_FALSE(answer);
  EXPECT_EQ("Registry.Unauthorized", answer.error().type);
  EXPECT_EQ(0, looked_up_);
}

TEST_F(SessionTest, GetsANewTokenWhereOneHasExpired) {
  const std::string challenge =
      answer_text(401, "WWW-Authenticate: Bearer realm=\"https://auth.example/t\"\r\n", "");
  peers_.answers[kRegistry] = {
      {challenge, answer_text(200, "", ""), challenge, answer_text(200, "", "")}};
  peers_.answers[{true, "auth.example", 443}] = {
      {answer_text(200, "", R"({"token":"first"})"), answer_text(200, "", R"({"token":"next"})")}};
  Session session = this->session();
  ASSERT_TRUE(session.ask(kUrl, {"GET"}, is_ok));
  ASSERT_TRUE(session.ask(kUrl, {"GET"}, is_ok));
  const std::string& all = peers_.received[kRegistry];
  EXPECT_TRUE(all.substr(all.rfind("GET ")).contains("Authorization: Bearer next\r\n")) << all;
  EXPECT_EQ(1, looked_up_) << "the same credentials get the new token";
}

TEST_F(SessionTest, GivesUpAfterAsManyAttemptsAsThePolicySays) {
  peers_.answers[kRegistry] = {{answer_text(503, "", ""), answer_text(503, "", ""),
                                answer_text(503, "", ""), answer_text(200, "", "")}};
  Session session = this->session();
  const auto answer = session.ask(kUrl, {"GET"}, is_ok);
  ASSERT_FALSE(answer);
  EXPECT_EQ("Registry.Busy", answer.error().type);
  EXPECT_TRUE(answer.error().message.contains("tried 3 times")) << answer.error().message;
  EXPECT_EQ(2, pauses_);
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

TEST_F(SessionTest, KeepsNoConnectionThatThePeerWillClose) {
  peers_.answers[kRegistry] = {{answer_text(200, "Connection: close\r\n", ""), "unasked"},
                               {answer_text(200, "", "second")}};
  Session session = this->session();
  EXPECT_TRUE(session.ask(kUrl, {"GET"}, is_ok));
  const auto second = session.ask(kUrl, {"GET"}, is_ok);
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ("second", second->body);
  EXPECT_EQ(2, peers_.connections);
}

TEST_F(SessionTest, SendsALargeBodyOnAnotherConnectionOnlyAfterAPause) {
  const std::string large(64 * 1024 + 1, 'x');
  for (const auto& [body_text, pauses] : {std::pair(large.substr(1), 0), std::pair(large, 1)}) {
    peers_ = {};
    pauses_ = 0;
    peers_.answers[kRegistry] = {{answer_text(200, "", "")}, {answer_text(200, "", "")}};
    Session session = this->session();
    ASSERT_TRUE(session.ask(kUrl, {"GET"}, is_ok));
    BytesBody body(body_text);
    EXPECT_TRUE(session.ask(kUrl, {"PUT", {}, &body}, is_ok));
    EXPECT_EQ(pauses, pauses_) << body_text.size();
  }
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
