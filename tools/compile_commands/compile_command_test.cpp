// What other clangs understand of zig's command lines, and where they then look for headers.
#include "tools/compile_commands/compile_command.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lambda::tools {
namespace {

using Words = std::vector<std::string>;

constexpr const char* kZig = "external/zig_sdk/ziglang/zig";

TEST(SystemPaths, AreThoseOfZigButForClangsOwn) {
  const SystemPaths paths = system_paths(
      "(in-process)\n \"/x/ziglang/zig\" -cc1 -isystem /x/ziglang/lib/libcxx/include -isystem "
      "/x/ziglang/lib/include -isystem /x/ziglang/lib/libc/include/generic-musl -D A=1 -D B -O0");
  EXPECT_EQ(paths.includes,
            (Words{"/x/ziglang/lib/libcxx/include", "/x/ziglang/lib/libc/include/generic-musl"}));
  EXPECT_EQ(paths.defines, (Words{"A=1", "B"}));
}

TEST(CompileCommand, IsZigsWithoutWhatOnlyTheBuildNeeds) {
  const auto command = compile_command({kZig,
                                        "c++",
                                        "-target",
                                        "x86_64-linux-musl",
                                        "-Wall",
                                        "-Werror",
                                        "-fmodule-name=//a:b",
                                        "-Xclang",
                                        "-fmodule-map-file-home-is-cwd",
                                        "-iquote",
                                        ".",
                                        "-isystem",
                                        "external/poco",
                                        "-Iexternal/x",
                                        "-MD",
                                        "-MF",
                                        "b.d",
                                        "-c",
                                        "a/b.cpp",
                                        "-o",
                                        "b.o"},
                                       {.includes = {"/zig/libcxx"}, .defines = {"A=1"}}, "/top");
  ASSERT_TRUE(command.has_value());
  EXPECT_EQ(command->file, "a/b.cpp");
  EXPECT_EQ(command->arguments,
            (Words{"clang++", "-DA=1", "-nostdlibinc", "-nostdinc++", "--target=x86_64-linux-musl",
                   "-Wall", "-iquote", ".", "-isystem", "/top/../../external/poco",
                   "-I/top/../../external/x", "-isystem", "/zig/libcxx", "-c", "a/b.cpp"}));
}

TEST(CompileCommand, OfCHasNoLibraryOfCpp) {
  const auto command = compile_command({kZig, "cc", "-c", "a.c"}, {}, "/top");
  ASSERT_TRUE(command.has_value());
  EXPECT_EQ(command->arguments, (Words{"clang", "-nostdlibinc", "-c", "a.c"}));
}

TEST(CompileCommand, OfAnotherCompilerIsNone) {
  EXPECT_FALSE(compile_command({"/usr/bin/g++", "-c", "a.cpp"}, {}, "/top").has_value());
  EXPECT_FALSE(compile_command({}, {}, "/top").has_value());
}

}  // namespace
}  // namespace lambda::tools
