// Both versions of the aws command against moto, which is empty again after a reset; and what a
// proxy between them has seen.
#include "tests/peers/aws/aws_cli.h"

#include <gtest/gtest.h>

#include "tests/peers/aws/moto.h"
#include "tests/peers/recording_proxy.h"

namespace lambda::peers {
namespace {

class Aws : public testing::TestWithParam<AwsVersion> {
 protected:
  static void SetUpTestSuite() {
    auto moto = start_moto();
    ASSERT_TRUE(moto.has_value()) << moto.error().message;
    moto_ = std::move(*moto);
  }

  static void TearDownTestSuite() { moto_.reset(); }

  void SetUp() override { ASSERT_NE(nullptr, moto_) << "moto did not start"; }

  static std::unique_ptr<Server> moto_;
};

std::unique_ptr<Server> Aws::moto_;

TEST_P(Aws, IsTheVersionThatItIsCalled) {
  const Outcome outcome = AwsCli(GetParam(), moto_->port()).run({"--version"});
  EXPECT_EQ(0, outcome.status) << outcome;
  const std::string begin = GetParam() == AwsVersion::kV1 ? "aws-cli/1." : "aws-cli/2.";
  EXPECT_TRUE(outcome.output.starts_with(begin)) << outcome;
}

TEST_P(Aws, CreatesARepositoryInMoto) {
  const AwsCli aws(GetParam(), moto_->port());
  const auto made = aws.object({"ecr", "create-repository", "--repository-name", "hello"});
  ASSERT_TRUE(made.has_value()) << made.error().message;
  EXPECT_EQ("123456789012.dkr.ecr.us-east-1.amazonaws.com/hello",
            (*made)->getObject("repository")->getValue<std::string>("repositoryUri"));
  const Outcome again = aws.run({"ecr", "create-repository", "--repository-name", "hello"});
  EXPECT_NE(0, again.status);
  EXPECT_TRUE(again.errors.contains("RepositoryAlreadyExistsException")) << again;
  const auto reset = reset_moto(moto_->port());
  ASSERT_TRUE(reset.has_value()) << reset.error().message;
  const Outcome gone = aws.run({"ecr", "describe-repositories", "--repository-names", "hello"});
  EXPECT_TRUE(gone.errors.contains("RepositoryNotFoundException")) << gone;
}

TEST_P(Aws, IsSeenByAProxy) {
  RecordingProxy proxy(moto_->port());
  const AwsCli aws(GetParam(), proxy.port());
  const auto identity = aws.object({"sts", "get-caller-identity"});
  ASSERT_TRUE(identity.has_value()) << identity.error().message;
  EXPECT_EQ(kAwsAccount, (*identity)->getValue<std::string>("Account"));
  const auto exchanges = proxy.exchanges();
  ASSERT_EQ(1u, exchanges.size());
  EXPECT_TRUE(exchanges[0].request.body.contains("GetCallerIdentity")) << exchanges[0].request.body;
  EXPECT_EQ(200, exchanges[0].answer.status);
  proxy.forget();
  EXPECT_TRUE(proxy.exchanges().empty());
}

TEST_P(Aws, HearsWhatAProxySaysInMotosPlace) {
  RecordingProxy proxy(moto_->port(), [](const HttpRequest&) {
    return HttpResponse{403,
                        {{"content-type", "application/x-amz-json-1.1"}},
                        R"({"__type": "ExpiredTokenException", "message": "expired"})"};
  });
  const Outcome outcome = AwsCli(GetParam(), proxy.port()).run({"ecr", "describe-repositories"});
  EXPECT_NE(0, outcome.status);
  EXPECT_TRUE(outcome.errors.contains("ExpiredTokenException")) << outcome;
}

INSTANTIATE_TEST_SUITE_P(Versions, Aws, testing::Values(AwsVersion::kV1, AwsVersion::kV2),
                         [](const auto& info) {
                           return info.param == AwsVersion::kV1 ? "One" : "Two";
                         });

}  // namespace
}  // namespace lambda::peers
