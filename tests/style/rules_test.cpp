// Each rule finds its fault in the smallest file that has it, and none in one that is well.
#include "tests/style/rules.h"

#include <gtest/gtest.h>

namespace lambda::style {
namespace {

struct Case {
  std::string name;
  Rule rule;
  SourceFile faulty;
  SourceFile good;
};

std::vector<std::string> repeated(size_t count, const std::string& line) {
  return std::vector<std::string>(count, line);
}

std::vector<std::string> function_of(size_t lines) {
  std::vector<std::string> text = repeated(lines, "  work();");
  text.front() = "int main() {";
  text.back() = "}";
  return text;
}

std::vector<std::string> after(const std::string& line, std::vector<std::string> rest) {
  rest.insert(rest.begin(), line);
  return rest;
}

std::vector<Case> cases() {
  const std::string wide(101, 'x');
  const std::string word = std::string("TO") + "DO";
  const std::string place = std::string("/ho") + "me/ada/notes";
  return {
      {"Text",
       lines_fit_100_columns,
       {"a.bzl", {"# " + wide}},
       {"a.bzl", {"x = \"" + wide + "\""}}},
      {"Columns", lines_fit_100_columns, {"a/b.cpp", {wide}}, {"a/b.cpp", {wide.substr(1)}}},
      {"Length",
       file_has_at_most_400_lines,
       {"a/b.h", repeated(401, "")},
       {"a/b.h", repeated(400, "")}},
      {"Function",
       functions_have_at_most_70_lines,
       {"b.cpp", function_of(71)},
       {"b.cpp", function_of(70)}},
      {"Opening", source_opens_with_a_comment, {"b.bzl", {"x = 1"}}, {"b.bzl", {"# What."}}},
      {"Pragma",
       header_has_pragma_once,
       {"b.h", {"// What."}},
       {"b.h", {"// What.", "#pragma once"}}},
      {"Shell",
       shell_stays_in_two_files,
       {"a/run", {"#!/usr/bin/env bash"}},
       {"tools/bazel", {"#!/bin/sh"}}},
      {"Machine",
       names_nothing_of_one_machine,
       {"README.md", {place}},
       {"README.md", {"shared by"}}},
      {"Leftover", leaves_nothing_to_do, {"b.cpp", {"// " + word}}, {"b.md", {word}}},
      {"OneRule",
       private_plan_has_one_rule,
       {"images/private/a.bzl", {"a = rule(", "b = rule("}},
       {"images/private/a.bzl", {"a = rule("}}},
      {"OneHeader",
       library_has_one_header,
       {"a/BUILD", {"    hdrs = ["}},
       {"a/BUILD", {"    hdrs = [\"a.h\"],"}}},
      {"Name", file_name_says_something, {"a/json_util.h", {}}, {"a/utility_bill.h", {}}},
  };
}

class RuleTest : public testing::TestWithParam<Case> {};

TEST_P(RuleTest, FindsItsFault) { EXPECT_EQ(1u, GetParam().rule(GetParam().faulty).size()); }

TEST_P(RuleTest, LeavesAGoodFileAlone) {
  EXPECT_EQ(Complaints{}, GetParam().rule(GetParam().good));
}

INSTANTIATE_TEST_SUITE_P(All, RuleTest, testing::ValuesIn(cases()),
                         [](const auto& info) { return info.param.name; });

TEST(Functions, OneThatStandsInOneLineEndsThere) {
  const SourceFile file = {"a.cpp", after("int f() { return 1; }", repeated(80, "  int member;"))};
  EXPECT_EQ(Complaints{}, functions_have_at_most_70_lines(file));
}

TEST(MostFilesAreShort, CountsTheMiddleAndTheTail) {
  const std::vector<SourceFile> long_files(10, {"a.cpp", repeated(301, "")});
  EXPECT_EQ(2u, most_files_are_short(long_files).size());
  const std::vector<SourceFile> short_files(10, {"a.cpp", repeated(110, "")});
  EXPECT_EQ(Complaints{}, most_files_are_short(short_files));
}

TEST(RoomsHaveAReadme, NamesTheRoomWithoutOne) {
  const std::vector<SourceFile> files = {{"a/x.h", {}}, {"b/README.md", {}}, {"BUILD", {}}};
  const Complaints found = rooms_have_a_readme(files);
  ASSERT_EQ(1u, found.size());
  EXPECT_TRUE(found.front().starts_with("a: "));
}

TEST(Shell, MayStandBeforeARoswellScript) {
  EXPECT_TRUE(shell_stays_in_two_files({"a/hello.ros", {"#!/bin/sh", "#|"}}).empty());
  EXPECT_FALSE(shell_stays_in_two_files({"a/hello.lisp", {"#!/bin/sh", "#|"}}).empty());
}

}  // namespace
}  // namespace lambda::style
