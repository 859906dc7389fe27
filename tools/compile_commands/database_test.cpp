// Which of Bazel's actions become rows, and what a row looks like.
#include "tools/compile_commands/database.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda::tools {
namespace {

std::string action(const std::string& compiler, const std::string& target,
                   const std::string& file) {
  return R"({"mnemonic": "CppCompile", "arguments": [")" + compiler + R"(", "c++", "-target", ")" +
         target + R"(", "-c", ")" + file + R"("]})";
}

TEST(Commands, AreOneForEachFileOfOurs) {
  const std::string zig = "external/zig_sdk/ziglang/zig";
  const std::string answer = R"({"actions": [)" + action(zig, "x86_64-linux-musl", "b.cpp") + "," +
                             action(zig, "x86_64-linux-musl", "a.cpp") + "," +
                             action(zig, "x86_64-linux-musl", "a.cpp") + "," +
                             action(zig, "aarch64-linux-musl", "c.cpp") + "," +
                             action("/usr/bin/g++", "x86_64-linux-musl", "d.cpp") + "," +
                             action(zig, "x86_64-linux-musl", "bazel-out/e.cpp") + "]}";
  std::string asked;
  const auto paths = [&](const std::string& verb) {
    asked += verb;
    return SystemPaths{};
  };
  const auto commands = commands_of(answer, paths, "/root");
  ASSERT_TRUE(commands.has_value()) << commands.error();
  ASSERT_EQ(commands->size(), 2u);
  EXPECT_EQ(commands->front().file, "a.cpp");
  EXPECT_EQ(commands->back().file, "b.cpp");
  EXPECT_EQ(asked, "c++");
}

TEST(Commands, OfMalformedTextAreAnError) {
  const auto none = [](const std::string&) { return SystemPaths{}; };
  for (const char* text : {"", "{", "[]", R"({"actions": [1]})"}) {
    EXPECT_FALSE(commands_of(text, none, "/root").has_value()) << text;
  }
}

TEST(Database, IsWhatClangReads) {
  EXPECT_EQ(database({{.file = "a.cpp", .arguments = {"clang++", "-DA=\"b\""}}}, "/w"),
            "[\n {\n  \"arguments\": [\n   \"clang++\",\n   \"-DA=\\\"b\\\"\"\n  ],\n  "
            "\"directory\": \"/w\",\n  \"file\": \"/w/a.cpp\"\n }\n]\n");
}

}  // namespace
}  // namespace lambda::tools
