// Encoding and decoding, and malformed logins.
#include "deploy/registry/login/credentials.h"

#include <gtest/gtest.h>

namespace lambda::registry {
namespace {

TEST(Credentials, AreSentAsBasicInOneLine) {
  EXPECT_EQ("Basic dXNlcjpwYXNz", basic_authorization({"user", "pass", ""}));
  const Credentials long_ones{"AWS", std::string(3000, 'x'), ""};
  EXPECT_EQ(std::string::npos, basic_authorization(long_ones).find_first_of("\r\n"));
}

TEST(Credentials, AreReadFromBase64) {
  const auto found = decode_basic("dXNlcjpwYTpzcw==");
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ("user", found->user);
  EXPECT_EQ("pa:ss", found->password);
}

TEST(Credentials, LoseTheZerosThatSomeWritersPadWith) {
  const auto found = decode_basic("dXNlcjpwYXNzAAA=");  // "user:pass" and two zeros.
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ("pass", found->password);
}

TEST(Credentials, MayBeAsLongAsTheMaximum) {
  EXPECT_TRUE(decode_basic("dTpw" + std::string(kSecretBytesMax - 4, 'A')));
  EXPECT_FALSE(decode_basic("dTpw" + std::string(kSecretBytesMax, 'A')));
}

TEST(Credentials, OfTheLargestTokenSurvive) {
  const Credentials token{"AWS", std::string(12000, 'y'), ""};
  const auto found = decode_basic(basic_authorization(token).substr(6));
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(token.password, found->password);
}

TEST(Credentials, ThatAreNoneAreRefusedWithoutSayingThem) {
  for (const std::string text : {"", "dXNlcg==", "OnBhc3M=", "secret-no-base64 !"}) {
    const auto found = decode_basic(text);
    ASSERT_FALSE(found) << text;
    EXPECT_FALSE(!text.empty() && found.error().message.contains(text));
  }
  EXPECT_FALSE(decode_basic(std::string(70000, 'A')));
}

}  // namespace
}  // namespace lambda::registry
