// What a token is, and which are the same.
#include "core/http/token.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda::http {
namespace {

TEST(Token, HasTheCharactersOfRfc9110) {
  EXPECT_TRUE(is_token("!#$%&'*+-.^_`|~azAZ09"));
  EXPECT_FALSE(is_token(""));
  for (const char c : std::string("\"(),/:;<=>?@[\\]{} \t\x7f\x80")) {
    EXPECT_FALSE(is_token(std::string("a") + c)) << c;
  }
}

TEST(Token, IsTheSameInAnyCase) {
  EXPECT_TRUE(is_same_token("ABCDEFGHIJKLMNOPQRSTUVWXYZ-09", "abcdefghijklmnopqrstuvwxyz-09"));
  EXPECT_TRUE(is_same_token("", ""));
  EXPECT_FALSE(is_same_token("a", ""));
  EXPECT_FALSE(is_same_token("ab", "a"));
  EXPECT_FALSE(is_same_token("@", "`"));
  EXPECT_FALSE(is_same_token("[", "{"));
  EXPECT_FALSE(is_same_token("\xc4", "\xe4"));
}

}  // namespace
}  // namespace lambda::http
