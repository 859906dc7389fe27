// What is asked of a token service, and who is refused a password.
#include "deploy/registry/login/token.h"

#include <gtest/gtest.h>

namespace lambda::registry {
namespace {

const Origin kRegistry{true, "r.example", 443};
const std::vector<std::string> kScopes = {"repository:a/b:pull,push", "repository:base:pull"};

Challenge bearer(std::string realm, std::string scope = "repository:a/b:pull") {
  return {"bearer", {{"realm", std::move(realm)}, {"service", "s e"}, {"scope", std::move(scope)}}};
}

TEST(TokenQuestion, AsksOnceForAllScopes) {
  const Credentials credentials{"user", "pass", ""};
  const auto question =
      token_question(kRegistry, bearer("https://auth.example/token"), kScopes, &credentials);
  ASSERT_TRUE(question) << question.error().message;
  EXPECT_EQ(
      "https://auth.example/token?service=s%20e&scope=repository%3Aa%2Fb%3Apull%2Cpush"
      "&scope=repository%3Abase%3Apull",
      url_text(question->url));
  EXPECT_EQ("Basic dXNlcjpwYXNz", question->authorization);
  EXPECT_EQ("", question->form);
}

TEST(TokenQuestion, AddsAScopeItDidNotExpect) {
  const auto question = token_question(
      kRegistry, bearer("https://auth.example/token", "registry:catalog:*"), kScopes, nullptr);
  ASSERT_TRUE(question) << question.error().message;
  EXPECT_TRUE(question->url.target.ends_with("&scope=registry%3Acatalog%3A%2A"));
  EXPECT_EQ("", question->authorization);
}

TEST(TokenQuestion, ExchangesAnIdentityTokenByPost) {
  const Credentials credentials{"", "", "refresh+me"};
  const auto question =
      token_question(kRegistry, bearer("https://auth.example/token"), kScopes, &credentials);
  ASSERT_TRUE(question) << question.error().message;
  EXPECT_EQ("https://auth.example/token", url_text(question->url));
  EXPECT_EQ("", question->authorization);
  EXPECT_TRUE(question->form.contains("grant_type=refresh_token"));
  EXPECT_TRUE(question->form.ends_with("refresh_token=refresh%2Bme"));
}

TEST(TokenQuestion, IsNotAskedWithLessProtection) {
  const Credentials credentials{"user", "pass", ""};
  EXPECT_FALSE(token_question(kRegistry, bearer("http://auth.example/t"), kScopes, &credentials));
  EXPECT_FALSE(token_question(kRegistry, bearer(""), kScopes, &credentials));
  EXPECT_TRUE(token_question({false, "127.0.0.1", 5000}, bearer("http://127.0.0.1:5001/t"), kScopes,
                             &credentials));
}

TEST(Token, MayBeAsLongAsTheMaximum) {
  const std::string begin = R"({"token":")";
  const auto answer = [&](std::size_t bytes) {
    return begin + std::string(bytes - begin.size() - 2, 'a') + R"("})";
  };
  EXPECT_TRUE(parse_token(answer(kSecretBytesMax)));
  const auto longer = parse_token(answer(kSecretBytesMax + 1));
  ASSERT_FALSE(longer);
  EXPECT_EQ("Registry.BadToken", longer.error().type);
}

TEST(Token, IsTheFirstOfBothNames) {
  EXPECT_EQ("a", parse_token(R"({"access_token":"b","token":"a"})"));
  EXPECT_EQ("b", parse_token(R"({"access_token":"b","token":""})"));
}

TEST(TokenQuestion, SaysWhyItIsNotAsked) {
  const auto refused = token_question(kRegistry, bearer("http://auth.example/t"), kScopes, nullptr);
  ASSERT_FALSE(refused);
  EXPECT_EQ("Registry.BadChallenge", refused.error().type);
  EXPECT_TRUE(refused.error().message.contains("auth.example")) << refused.error().message;
  EXPECT_TRUE(refused.error().message.contains("without TLS")) << refused.error().message;
}

TEST(Token, IsNamedTokenOrAccessToken) {
  EXPECT_EQ("abc", parse_token(R"({"token":"abc","expires_in":300})"));
  EXPECT_EQ("abc", parse_token(R"({"access_token":"abc"})"));
  for (const char* body :
       {"", "{}", R"({"token":7})", R"({"token":"a b"})", R"({"token":"a\n"})"}) {
    EXPECT_FALSE(parse_token(body)) << body;
  }
}

}  // namespace
}  // namespace lambda::registry
