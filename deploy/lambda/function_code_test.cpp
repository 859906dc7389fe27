// Kind, architecture and repository: as said, else as the function is, else by default.
#include "deploy/lambda/function_code.h"

#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"
#include "deploy/function/chosen_function.h"

namespace lambda::deploy {
namespace {

using Options = std::map<std::string, std::vector<std::string>>;

const std::string kDigest = "sha256:" + std::string(64, 'a');
constexpr const char* kHost = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

class FunctionCode : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(write_file(folder_ / "digest", kDigest + "\n").has_value());
    ASSERT_TRUE(write_file(folder_ / "f.zip", "abc").has_value());
    document_.name = "hello";
    document_.architectures = {
        {.architecture = "x86_64", .digest = folder_ / "digest", .zip = folder_ / "f.zip"}};
  }

  std::expected<ChosenCode, Error> choose(const Options& options, const Found& found = {}) {
    const Arguments arguments(options, {});
    const auto code_options = read_code_options(arguments);
    if (!code_options) {
      return std::unexpected(code_options.error());
    }
    return choose_code(*chosen_function(arguments, document_), *code_options, found,
                       [this](const PushOptions& push) -> std::expected<Destination, Error> {
                         asked_ = push.repository;
                         std::string name = push.repository;
                         if (!registry::names_host(name)) {
                           name = std::string(kHost) + "/" + name;
                         }
                         const auto parsed = registry::parse_repository(name, push.scheme);
                         if (!parsed) {
                           return std::unexpected(parsed.error());
                         }
                         return Destination{*parsed, false};
                       });
  }

  static Found image_function() {
    return {.function = FoundFunction{.arn = "arn:aws:lambda:eu-west-1:123456789012:function:hello",
                                      .package_type = "Image",
                                      .architecture = "x86_64",
                                      .image_uri = std::string(kHost) + "/team/other@" + kDigest}};
  }

  const TemporaryFolder folder_;
  images::FunctionDocument document_;
  std::string asked_;
};

TEST_F(FunctionCode, OfANewFunctionIsAZipUnlessARepositoryIsNamed) {
  const auto zip = choose({});
  ASSERT_TRUE(zip.has_value()) << zip.error().message;
  EXPECT_FALSE(zip->is_image);
  EXPECT_EQ(zip->code.zip_bytes, 3u);
  EXPECT_EQ(zip->code.zip_sha256, "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
  const auto image = choose({{"repository", {"r"}}});
  ASSERT_TRUE(image.has_value()) << image.error().message;
  EXPECT_TRUE(image->is_image);
  EXPECT_EQ(image->code.image_uri, std::string(kHost) + "/r@" + kDigest);
  EXPECT_EQ(registry::text(image->destination.repository), std::string(kHost) + "/r")
      << "it is not asked for again";
}

TEST_F(FunctionCode, StaysWhatTheFunctionIs) {
  const auto image = choose({}, image_function());
  ASSERT_TRUE(image.has_value()) << image.error().message;
  EXPECT_TRUE(image->is_image);
  EXPECT_EQ(asked_, std::string(kHost) + "/team/other");
  Found zip = image_function();
  zip.function->package_type = "Zip";
  EXPECT_FALSE(choose({}, zip)->is_image);
}

TEST_F(FunctionCode, StaysInTheRepositoryOfAnImageByItsTag) {
  Found tagged = image_function();
  tagged.function->image_uri = std::string(kHost) + "/team/other:v1";
  ASSERT_TRUE(choose({}, tagged).has_value());
  EXPECT_EQ(asked_, std::string(kHost) + "/team/other");
  tagged.function->image_uri = "127.0.0.1:5000/team/other:v1";
  EXPECT_FALSE(choose({}, tagged).has_value()) << "no registry that Lambda reads";
  EXPECT_EQ(asked_, "127.0.0.1:5000/team/other");
}

TEST_F(FunctionCode, TakesTheFunctionsNameForARepository) {
  ASSERT_TRUE(choose({{"from", {"image"}}}).has_value());
  EXPECT_EQ(asked_, "hello");
  ASSERT_TRUE(choose({{"from", {"image"}}, {"name", {"other"}}}).has_value());
  EXPECT_EQ(asked_, "other");
}

TEST_F(FunctionCode, IsRefusedWhereLambdaCannotReadIt) {
  const auto elsewhere = choose({{"repository", {"ghcr.io/team/hello"}}});
  ASSERT_FALSE(elsewhere.has_value());
  EXPECT_NE(elsewhere.error().message.find("ECR alone"), std::string::npos);
  const std::string far = "123456789012.dkr.ecr.us-east-1.amazonaws.com/hello";
  const auto other_region = choose({{"repository", {far}}}, image_function());
  ASSERT_FALSE(other_region.has_value());
  EXPECT_NE(other_region.error().message.find("us-east-1"), std::string::npos);
  EXPECT_FALSE(choose({{"repository", {far}}, {"region", {"eu-west-1"}}}).has_value());
  EXPECT_TRUE(choose({{"repository", {far}}, {"region", {"us-east-1"}}}).has_value());
}

TEST_F(FunctionCode, IsRefusedWhereTheWordsContradict) {
  EXPECT_EQ(choose({{"from", {"tar"}}}).error().type, "Usage");
  EXPECT_EQ(choose({{"from", {"zip"}}, {"repository", {"r"}}}).error().type, "Usage");
  EXPECT_EQ(choose({{"architecture", {"arm64"}}}).error().type, "Deploy.Architecture");
}

TEST_F(FunctionCode, TakesABucketsOwnerForAZip) {
  const Options by_bucket = {{"s3-bucket", {"b"}}, {"s3-bucket-owner", {"123456789012"}}};
  const auto zip = choose(by_bucket);
  ASSERT_TRUE(zip.has_value()) << zip.error().message;
  EXPECT_EQ(zip->code.bucket, "b");
  EXPECT_EQ(zip->code.bucket_owner, "123456789012");
  EXPECT_EQ(choose({{"s3-bucket-owner", {"123456789012"}}}).error().type, "Usage");
  for (const char* account : {"", "12345678901", "1234567890123", "12345678901x"}) {
    EXPECT_EQ(choose({{"s3-bucket", {"b"}}, {"s3-bucket-owner", {account}}}).error().type, "Usage")
        << account;
  }
}

// So that the plan's check refuses it, instead of a bucket that is left out unseen.
TEST_F(FunctionCode, OfAnImageKeepsABucketThatWasNamed) {
  const auto image = choose({{"repository", {"r"}}, {"s3-bucket", {"b"}}});
  ASSERT_TRUE(image.has_value()) << image.error().message;
  EXPECT_EQ(image->code.bucket, "b");
}

TEST_F(FunctionCode, IsRefusedWhereItWasNotBuilt) {
  document_.architectures[0].zip.clear();
  document_.architectures[0].digest.clear();
  EXPECT_EQ(choose({{"from", {"zip"}}}).error().type, "Deploy.NotBuilt");
  EXPECT_EQ(choose({{"from", {"image"}}}).error().type, "Deploy.NotBuilt");
}

}  // namespace
}  // namespace lambda::deploy
