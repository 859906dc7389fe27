// Lines become variables; a malformed line is refused by its number, without its value.
#include "deploy/plan/environment_file.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda::deploy {
namespace {

std::optional<std::string> only_token(const std::string& name) {
  if (name == "TOKEN") {
    return "from outside";
  }
  return std::nullopt;
}

TEST(EnvironmentFile, ReadsLines) {
  const auto read =
      parse_environment_file("# comment\nA=1\n\nB = x\r\nC==\"2\"\nTOKEN\nA=2", only_token);
  ASSERT_FALSE(read.has_value());  // "B " has a space: nothing is guessed.
  const auto good = parse_environment_file("# c\nA=1\n\nC==\"2\" \r\nTOKEN\nA=2", only_token);
  ASSERT_TRUE(good.has_value()) << good.error().message;
  EXPECT_EQ(*good, (Variables{{"A", "2"}, {"C", "=\"2\" "}, {"TOKEN", "from outside"}}));
}

TEST(EnvironmentFile, NamesTheLineAndNoValue) {
  const auto refused = parse_environment_file("A=1\n=secret\n", only_token);
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().message.find("Line 2"), std::string::npos) << refused.error().message;
  EXPECT_EQ(refused.error().message.find("secret"), std::string::npos);
}

TEST(EnvironmentFile, RefusesANameWithoutAValue) {
  const auto refused = parse_variable("NOWHERE", only_token);
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().message.find("NOWHERE=VALUE"), std::string::npos);
}

}  // namespace
}  // namespace lambda::deploy
