// Options and target are merged; what is wrong is refused without showing a value.
#include "deploy/lambda/function_options.h"

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"
#include "deploy/function/chosen_function.h"

namespace lambda::deploy {
namespace {

using Options = std::map<std::string, std::vector<std::string>>;

std::optional<std::string> token_outside(const std::string& name) {
  if (name == "TOKEN") {
    return "outside";
  }
  return std::nullopt;
}

std::expected<DesiredFunction, Error> read(const Options& options) {
  const images::FunctionDocument document{.name = "hello",
                                          .handler = "app.main",
                                          .environment = {{"BUILT", "1"}},
                                          .memory_mb = 256,
                                          .timeout_seconds = 9};
  const Arguments arguments(options, {});
  return read_function_options(*chosen_function(arguments, document), arguments, token_outside);
}

TEST(FunctionOptions, TakeTheTargetsWordWhereNothingIsSaid) {
  const auto desired = read({});
  ASSERT_TRUE(desired.has_value()) << desired.error().message;
  EXPECT_EQ(desired->name, "hello");
  EXPECT_EQ(desired->handler, "app.main");
  EXPECT_EQ(desired->memory_mb, 256u);
  EXPECT_EQ(desired->timeout_seconds, 9u);
  EXPECT_EQ(desired->environment.built, (Variables{{"BUILT", "1"}}));
  EXPECT_TRUE(desired->environment.given.empty());
  EXPECT_EQ(desired->url, UrlKind::kUnsaid);
  EXPECT_FALSE(desired->layers.has_value());
  EXPECT_EQ(desired->role, "");
  EXPECT_FALSE(desired->is_any_runtime);
}

TEST(FunctionOptions, TakeTheOptionsOverIt) {
  const auto desired = read({{"name", {"other"}},
                             {"handler", {"app.other"}},
                             {"memory", {"512"}},
                             {"timeout", {"30"}},
                             {"runtime", {"provided.al2029"}},
                             {"allow-any-runtime", {""}},
                             {"url", {"iam"}},
                             {"log-format", {"json"}},
                             {"layer", {"arn:1", "arn:2"}},
                             {"function-tag", {"team=a=b"}},
                             {"create-role", {""}},
                             {"unset-env", {"OLD"}},
                             {"alias", {"live"}}});
  ASSERT_TRUE(desired.has_value()) << desired.error().message;
  EXPECT_EQ(desired->name, "other");
  EXPECT_EQ(desired->handler, "app.other");
  EXPECT_EQ(desired->memory_mb, 512u);
  EXPECT_EQ(desired->timeout_seconds, 30u);
  EXPECT_EQ(desired->runtime, "provided.al2029");
  EXPECT_TRUE(desired->is_any_runtime);
  EXPECT_EQ(desired->url, UrlKind::kIam);
  EXPECT_EQ(desired->log_format, "JSON");
  EXPECT_EQ(desired->layers, (std::vector<std::string>{"arn:1", "arn:2"}));
  EXPECT_EQ(desired->tags, (std::map<std::string, std::string>{{"team", "a=b"}}));
  EXPECT_EQ(desired->role, "lambda-other");
  EXPECT_TRUE(desired->is_role_default);
  EXPECT_EQ(desired->environment.unset, std::set<std::string>{"OLD"});
  EXPECT_EQ(desired->alias, "live");
  EXPECT_EQ(read({{"layer", {"none"}}})->layers, std::vector<std::string>());
}

TEST(FunctionOptions, TakeVariablesFromFilesWordsAndOutside) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "env", "AA=file\nBB=file\n").has_value());
  const auto desired = read({{"env-file", {folder / "env"}}, {"env", {"BB=word", "TOKEN"}}});
  ASSERT_TRUE(desired.has_value()) << desired.error().message;
  EXPECT_EQ(desired->environment.given,
            (Variables{{"AA", "file"}, {"BB", "word"}, {"TOKEN", "outside"}}));
}

TEST(FunctionOptions, TakeTheLaterOfTwoFilesAndOfTwoWords) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "one", "AA=one\nBB=one\n").has_value());
  ASSERT_TRUE(write_file(folder / "two", "BB=two\n").has_value());
  const auto desired = read({{"env-file", {folder / "one", folder / "two"}},
                             {"env", {"CC=first", "CC=second"}},
                             {"function-tag", {"team=a", "team=b"}}});
  ASSERT_TRUE(desired.has_value()) << desired.error().message;
  EXPECT_EQ(desired->environment.given,
            (Variables{{"AA", "one"}, {"BB", "two"}, {"CC", "second"}}));
  EXPECT_EQ(desired->tags.at("team"), "b");
}

TEST(FunctionOptions, TakeNumbersUpToAMillion) {
  EXPECT_EQ(read({{"memory", {"1000000"}}})->memory_mb, 1'000'000u);
  EXPECT_EQ(read({{"memory", {"1000001"}}}).error().type, "Usage");
  EXPECT_EQ(read({{"timeout", {"1"}}})->timeout_seconds, 1u);
}

TEST(FunctionOptions, RefuseWhatCannotBeMeant) {
  for (const Options& options : std::vector<Options>{{{"memory", {"0"}}},
                                                     {{"memory", {"1x"}}},
                                                     {{"timeout", {"-1"}}},
                                                     {{"url", {"open"}}},
                                                     {{"log-format", {"xml"}}},
                                                     {{"function-tag", {"=secret"}}},
                                                     {{"env", {"=secret"}}},
                                                     {{"env", {"NOWHERE"}}},
                                                     {{"env-file", {"/no/such/file"}}},
                                                     {{"env-file", {"/"}}},
                                                     {{"env-file", {"/dev/zero"}}},
                                                     {{"env", {"AA=1"}}, {"unset-env", {"AA"}}}}) {
    const auto desired = read(options);
    EXPECT_FALSE(desired.has_value()) << options.begin()->first;
  }
  EXPECT_EQ(read({{"env", {"=secret"}}}).error().message.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace lambda::deploy
