// Options reach their verb; what is wrong is refused with status 2; help names everything.
#include "core/options/command_line.h"

#include <string>

#include <gtest/gtest.h>

#include "core/errors/error.h"

namespace lambda {
namespace {

Verb sample_verb() {
  return {.name = "layer",
          .purpose = "Packs.",
          .operands = "FILE",
          .options = {{"out", "FILE", "where to", true, false},
                      {"env", "K=V", "more", false, true},
                      {"plan", "", "only tell", false, false}},
          .run = [](const Arguments& arguments) -> std::expected<void, Error> {
            if (arguments.one("out") == "bad") {
              return failure("X", "no");
            }
            return {};
          }};
}

TEST(CommandLine, GivesOptionsAndOperands) {
  const auto arguments =
      parse_arguments(sample_verb(), {"--out=a=b", "--env=A=1", "--env", "B=2", "one"});
  ASSERT_TRUE(arguments.has_value()) << arguments.error().message;
  EXPECT_EQ(arguments->one("out"), "a=b");
  EXPECT_EQ(arguments->all("env"), (std::vector<std::string>{"A=1", "B=2"}));
  EXPECT_EQ(arguments->operands(), std::vector<std::string>{"one"});
  EXPECT_FALSE(arguments->has("none"));
  EXPECT_EQ(arguments->one("none"), "");
}

TEST(CommandLine, TakesAnOptionWithoutAnArgumentAnywhere) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--plan", "one", "--out=a"}, {"one", "--out", "a", "--plan"}}) {
    const auto arguments = parse_arguments(sample_verb(), words);
    ASSERT_TRUE(arguments.has_value()) << arguments.error().message;
    EXPECT_TRUE(arguments->has("plan"));
    EXPECT_EQ(arguments->one("out"), "a");
    EXPECT_EQ(arguments->operands(), std::vector<std::string>{"one"});
  }
}

TEST(CommandLine, RefusesWhatTheTableDoesNotHave) {
  const Verb verb = sample_verb();
  for (const std::vector<std::string>& words : {std::vector<std::string>{},
                                                {"--out=a", "--other=b"},
                                                {"--out=a", "--out=b"},
                                                {"--out"},
                                                {"--out=a", "--plan=x"},
                                                {"--out=a", "--env"}}) {
    const auto arguments = parse_arguments(verb, words);
    ASSERT_FALSE(arguments.has_value());
    EXPECT_EQ(arguments.error().type, "Usage");
  }
}

TEST(CommandLine, RefusesOperandsWhereNoneAreTaken) {
  Verb verb = sample_verb();
  verb.operands = "";
  EXPECT_FALSE(parse_arguments(verb, {"--out=a", "one"}).has_value());
}

TEST(CommandLine, ExitsAsItWent) {
  const std::vector<Verb> verbs = {sample_verb()};
  EXPECT_EQ(run_verbs("pack", "p", verbs, {"layer", "--out=good"}), 0);
  EXPECT_EQ(run_verbs("pack", "p", verbs, {"layer", "--out=bad"}), 1);
  EXPECT_EQ(run_verbs("pack", "p", verbs, {"layer"}), 2);
  EXPECT_EQ(run_verbs("pack", "p", verbs, {"other"}), 2);
  EXPECT_EQ(run_verbs("pack", "p", verbs, {}), 2);
  EXPECT_EQ(run_verbs("pack", "p", verbs, {"--help"}), 0);
  EXPECT_EQ(run_verbs("pack", "p", verbs, {"layer", "--help"}), 0);
}

TEST(CommandLine, HelpsWithEveryVerbAndOption) {
  EXPECT_NE(program_help("pack", "Makes archives.", {sample_verb()}).find("layer  Packs."),
            std::string::npos);
  const std::string help = verb_help("pack layer", sample_verb());
  for (const char* word : {"pack layer", "--out=FILE", "--env=K=V", "where to", "Packs."}) {
    EXPECT_NE(help.find(word), std::string::npos) << word << " in " << help;
  }
}

}  // namespace
}  // namespace lambda
