// AWS's answers become values; what it leaves out is empty.
#include "deploy/plan/found_function.h"

#include <string>

#include <gtest/gtest.h>

#include "core/json/json_object.h"

namespace lambda::deploy {
namespace {

std::expected<FoundFunction, Error> read(const std::string& text) {
  return read_function(**parse_json_object(text, "test"));
}

TEST(FoundFunction, IsReadFromGetFunction) {
  const auto found = read(R"({"Configuration": {"FunctionArn": "arn:f", "PackageType": "Image",
    "Architectures": ["arm64"], "Role": "arn:r", "MemorySize": 256, "Timeout": 9,
    "Environment": {"Variables": {"A": "1"}}, "Layers": [{"Arn": "arn:l"}], "State": "Active",
    "LastUpdateStatus": "InProgress", "LastUpdateStatusReason": "why", "RevisionId": "rev",
    "LoggingConfig": {"LogFormat": "JSON"},
    "ImageConfigResponse": {"ImageConfig": {"Command": ["h"], "EntryPoint": ["/e"]}}},
    "Code": {"ImageUri": "host/f@sha256:a"}, "Tags": {"k": "v"}})");
  ASSERT_TRUE(found.has_value()) << found.error().message;
  EXPECT_EQ(found->arn, "arn:f");
  EXPECT_EQ(found->package_type, "Image");
  EXPECT_EQ(found->architecture, "arm64");
  EXPECT_EQ(found->image_uri, "host/f@sha256:a");
  EXPECT_EQ(found->role_arn, "arn:r");
  EXPECT_EQ(found->memory_mb, 256u);
  EXPECT_EQ(found->timeout_seconds, 9u);
  EXPECT_EQ(found->environment.at("A"), "1");
  EXPECT_EQ(found->tags.at("k"), "v");
  EXPECT_EQ(found->layers, std::vector<std::string>{"arn:l"});
  EXPECT_EQ(found->handler, "h");
  EXPECT_EQ(found->log_format, "JSON");
  EXPECT_EQ(json_text(*found->logging), R"({"LogFormat":"JSON"})");
  EXPECT_EQ(json_text(*found->image_config), R"({"Command":["h"],"EntryPoint":["/e"]})");
  EXPECT_EQ(found->reason, "why");
  EXPECT_EQ(found->revision, "rev");
  EXPECT_FALSE(is_settled(*found));
}

TEST(FoundFunction, IsReadFromWhatMadeIt) {
  const auto found = read(R"({"FunctionArn": "arn:f", "State": "Pending", "Runtime": "provided",
    "Handler": "h", "CodeSha256": "c", "Environment": {"Error": {"ErrorCode": "AccessDenied"}}})");
  ASSERT_TRUE(found.has_value()) << found.error().message;
  EXPECT_EQ(found->package_type, "Zip");
  EXPECT_EQ(found->architecture, "x86_64");
  EXPECT_EQ(found->handler, "h");
  EXPECT_EQ(found->code_sha256, "c");
  EXPECT_TRUE(found->logging.isNull());
  EXPECT_TRUE(found->image_config.isNull());
  EXPECT_TRUE(found->is_environment_hidden);
  EXPECT_FALSE(is_settled(*found));
}

TEST(FoundFunction, HasTheReasonOfItsStateWhereNoUpdateFailed) {
  const auto made = read(R"({"FunctionArn": "a", "State": "Failed", "StateReason": "no subnet"})");
  EXPECT_EQ(made->reason, "no subnet");
  const auto changed = read(R"({"FunctionArn": "a", "StateReason": "old",
                                "LastUpdateStatusReason": "new"})");
  EXPECT_EQ(changed->reason, "new");
}

TEST(FoundFunction, IsNothingWhereAMemberIsOfAnotherKind) {
  const auto found = read(R"({"FunctionArn": "a", "Architectures": [1], "Layers": [1, {}],
    "MemorySize": "x", "Environment": 1, "LoggingConfig": null, "ImageConfigResponse": null})");
  ASSERT_TRUE(found.has_value()) << found.error().message;
  EXPECT_EQ(found->architecture, "x86_64");
  EXPECT_EQ(found->layers, std::vector<std::string>{""});
  EXPECT_EQ(found->memory_mb, 0u);
  EXPECT_TRUE(found->environment.empty());
  EXPECT_FALSE(found->is_environment_hidden);
  EXPECT_EQ(found->log_format, "");
}

TEST(FoundFunction, IsSettledWithoutAStatus) {
  EXPECT_TRUE(is_settled(*read(R"({"FunctionArn": "a", "State": "Active"})")));
  EXPECT_TRUE(is_settled(*read(R"({"FunctionArn": "a", "LastUpdateStatus": "Failed"})")));
}

TEST(FoundAlias, IsReadWithItsWeights) {
  const auto read_one = [](const std::string& text) {
    return read_alias(**parse_json_object(text, "test"));
  };
  const FoundAlias plain = read_one(R"({"FunctionVersion": "3", "RevisionId": "a"})");
  EXPECT_EQ(plain.version, "3");
  EXPECT_EQ(plain.revision, "a");
  EXPECT_TRUE(plain.weights.empty());
  const FoundAlias weighted = read_one(
      R"({"FunctionVersion": "3", "RoutingConfig": {"AdditionalVersionWeights": {"2": 0.25,
          "1": 0, "x": "y"}}})");
  EXPECT_EQ(weighted.weights, (std::map<std::string, double>{{"1", 0.0}, {"2", 0.25}}));
  EXPECT_TRUE(read_one(R"({"RoutingConfig": null})").weights.empty());
}

TEST(FoundFunction, HasAnArn) {
  const auto found = read("{}");
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().type, "Aws.Unexpected");
}

TEST(FoundFunction, ReadsStatementsAndTags) {
  EXPECT_EQ(read_statements(R"({"Statement": [{"Sid": "a"}, {"Sid": "b"}, 1]})").value(),
            (std::set<std::string>{"a", "b"}));
  EXPECT_FALSE(read_statements("cut").has_value());
  const auto role = parse_json_object(R"({"Tags": [{"Key": "k", "Value": "v"}]})", "test");
  EXPECT_EQ(read_tag_list(**role), (std::map<std::string, std::string>{{"k", "v"}}));
}

}  // namespace
}  // namespace lambda::deploy
