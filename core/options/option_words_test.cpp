// Words are read by the table; each mistake is answered with what to type; help fits the screen.
#include "core/options/option_words.h"

#include <gtest/gtest.h>

namespace lambda {
namespace {

using Words = std::vector<std::string>;

const std::vector<OptionRule> kRules = {
    {"timeout", "SECONDS", "how long", false, true},
    {"note", "LINE", "first\nsecond", false, true},
    {"note-file", "FILE", std::string(60, 'a') + " " + std::string(60, 'b'), false, false},
    {"plan", "", "only tell"},
};

std::string error_of(const Words& words) {
  const auto read = read_option_words(kRules, words);
  return read ? "" : read.error().message;
}

TEST(OptionWords, KeepTheirOrder) {
  const auto read = read_option_words(
      kRules, Words{"one", "--note=a=b", "--timeout", "3", "--plan", "--note", "--strange", "-1"});
  ASSERT_TRUE(read.has_value()) << read.error().message;
  std::string options;
  for (const GivenOption& option : read->options) {
    options += option.name + ":" + option.value + " ";
  }
  EXPECT_EQ(options, "note:a=b timeout:3 plan: note:--strange ");
  EXPECT_EQ(read->operands, (Words{"one", "-1"}));
}

TEST(OptionWords, EndAtADoubleHyphen) {
  const auto read = read_option_words(kRules, Words{"--plan", "--", "--plan", "--other", "--"});
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->options.size(), 1u);
  EXPECT_EQ(read->operands, (Words{"--plan", "--other", "--"}));
}

TEST(OptionWords, MayCutANameWhileItIsUnique) {
  const auto read = read_option_words(kRules, Words{"--time=3", "--note", "x", "--note-f", "y"});
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->options[0].name, "timeout");
  EXPECT_EQ(read->options[1].name, "note") << "in full, though it begins another";
  EXPECT_EQ(read->options[2].name, "note-file");
  EXPECT_EQ(error_of({"--no", "x"}), "--no may be --note or --note-file. Type it in full.");
}

TEST(OptionWords, AreRefusedWithWhatToType) {
  EXPECT_EQ(error_of({"--tiemout", "3"}),
            "There is no option --tiemout. Did you mean --timeout SECONDS? --help lists all.");
  EXPECT_EQ(error_of({"--plna"}),
            "There is no option --plna. Did you mean --plan? --help lists all.");
  EXPECT_EQ(error_of({"--timeout"}), "--timeout lacks its value. Type --timeout SECONDS.");
  EXPECT_EQ(error_of({"--plan=x"}), "--plan takes no value. Type --plan.");
  EXPECT_EQ(error_of({"--plan", "--plan"}), "--plan is given 2 times. Give it once.");
  EXPECT_NE(error_of({"--=x"}), "");
  EXPECT_NE(error_of({"--" + std::string(100'000, 'x')}), "");
  EXPECT_FALSE(read_option_words({}, Words{"--x"}).has_value());
  const std::vector<OptionRule> required = {{"out", "FILE", "where to", true}};
  EXPECT_EQ(read_option_words(required, {}).error().message, "--out FILE is missing.");
}

TEST(OptionWords, AreExplainedInOneColumn) {
  EXPECT_EQ(options_help(kRules, ' '),
            "  --timeout SECONDS  how long\n"
            "  --note LINE        first\n"
            "                     second\n"
            "  --note-file FILE   " +
                std::string(60, 'a') +
                "\n"
                "                     " +
                std::string(60, 'b') +
                "\n"
                "  --plan             only tell\n");
  EXPECT_TRUE(options_help(kRules, '=').contains("--timeout=SECONDS"));
}

}  // namespace
}  // namespace lambda
