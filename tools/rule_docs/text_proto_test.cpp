// What Bazel's printer writes is read back; whatever is malformed is said to be.
#include "tools/rule_docs/text_proto.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda::tools {
namespace {

TEST(TextProto, HasTextsAndMessages) {
  const auto message = read_message(
      "func_info {\n  function_name: \"a\"\n  parameter {\n    name: \"x\"\n    mandatory: true\n"
      "  }\n  parameter: { name: \"y\" }\n}\nfile: \"//:a.bzl\"\n");
  ASSERT_TRUE(message.has_value()) << message.error();
  EXPECT_EQ(message->text("file"), "//:a.bzl");
  EXPECT_EQ(message->text("none"), "");
  const auto functions = message->messages("func_info");
  ASSERT_EQ(functions.size(), 1u);
  const auto parameters = functions[0]->messages("parameter");
  ASSERT_EQ(parameters.size(), 2u);
  EXPECT_EQ(parameters[0]->text("mandatory"), "true");
  EXPECT_EQ(parameters[1]->text("name"), "y");
}

TEST(TextProto, UndoesEscapes) {
  const auto message = read_message(R"(a: "1\n\"2\"\t\\\'" "\303\251")");
  ASSERT_TRUE(message.has_value()) << message.error();
  EXPECT_EQ(message->text("a"), "1\n\"2\"\t\\'\u00e9");
}

TEST(TextProto, RefusesWhatIsMalformed) {
  for (const char* text : {"a", "a:", "a {", "}", "a: \"", "a: \"\\", "a: \"\\q\"", "{}", "a: {"}) {
    EXPECT_FALSE(read_message(text).has_value()) << text;
  }
}

TEST(TextProto, CutAnywhereEndsWithoutAFault) {
  const std::string whole = "a { b: \"c\\n\\303\\251\" d: 1 }\ne: E_1\n";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    (void)read_message(std::string_view(whole).substr(0, size));
  }
}

TEST(TextProto, HasADepth) {
  std::string text;
  for (int i = 0; i < 40; ++i) {
    text += "a {";
  }
  const auto message = read_message(text);
  ASSERT_FALSE(message.has_value());
  EXPECT_TRUE(message.error().contains("too many messages")) << message.error();
}

}  // namespace
}  // namespace lambda::tools
