// AWS's answers become values; what it leaves out is empty. Source: found_function.h.
#include "deploy/plan/found_function.h"

#include <string>

#include "gtest/gtest.h"
#include "images/tools/oci/json_text.h"

namespace lambda::deploy {
namespace {

std::expected<FoundFunction, Error> read(const std::string& text) {
  return read_function(**images::parse_json_object(text, "test"));
}

TEST(FoundFunction, IsReadFromGetFunction) {
  const auto found = read(R"({"Configuration": {"FunctionArn": "arn:f", "PackageType": "Image",
    "Architectures": ["arm64"], "Role": "arn:r", "MemorySize": 256, "Timeout": 9,
    "Environment": {"Variables": {"A": "1"}}, "Layers": [{"Arn": "arn:l"}], "State": "Active",
    "LastUpdateStatus": "InProgress", "LastUpdateStatusReason": "why", "RevisionId": "rev",
    "LoggingConfig": {"LogFormat": "JSON"},
    "ImageConfigResponse": {"ImageConfig": {"Command": ["h"]}}},
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
  EXPECT_TRUE(found->is_environment_hidden);
  EXPECT_FALSE(is_settled(*found));
}

TEST(FoundFunction, IsSettledWithoutAStatus) {
  EXPECT_TRUE(is_settled(*read(R"({"FunctionArn": "a", "State": "Active"})")));
  EXPECT_TRUE(is_settled(*read(R"({"FunctionArn": "a", "LastUpdateStatus": "Failed"})")));
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
  const auto role = images::parse_json_object(R"({"Tags": [{"Key": "k", "Value": "v"}]})", "test");
  EXPECT_EQ(read_tag_list(**role), (std::map<std::string, std::string>{{"k", "v"}}));
}

}  // namespace
}  // namespace lambda::deploy
