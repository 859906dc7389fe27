// All of AWS that a deployment meets, on this machine: moto with Lambda's manners, and ECR's
// look-alike; and the program `deploy`, as a user starts it, with the real aws command behind it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/deploy/function_files.h"
#include "tests/peers/aws/aws_cli.h"
#include "tests/peers/aws/ecr.h"
#include "tests/peers/aws/lambda_manners.h"
#include "tests/peers/aws/moto.h"
#include "tests/peers/recording_proxy.h"
#include "tests/peers/run.h"
#include "tests/peers/server.h"

namespace lambda::deploy_test {

using Environment = std::map<std::string, std::string>;
using Words = std::vector<std::string>;

/// One for all tests of a program, which start with it empty. What was asked is kept from the end
/// of SetUp.
class Cloud : public testing::Test {
 public:
  static void SetUpTestSuite() { start({}); }
  static void TearDownTestSuite();

 protected:
  static void start(const peers::MotoOptions& options);

  void SetUp() override;

  /// The command `deploy VERB --function DOCUMENT WORDS`, with endpoint, trust and credentials.
  /// Variables in `added` are set last.
  static peers::Command command(const FunctionFiles& function, const std::string& verb,
                                const Words& words = {}, const Environment& added = {},
                                peers::AwsVersion version = peers::AwsVersion::kV2);

  /// The command that `bazel run` makes of the target whose program the variable names.
  static peers::Command target(const std::string& variable, const Words& words);

  static peers::Outcome deploy(const FunctionFiles& function, const std::string& verb,
                               const Words& words = {}, const Environment& added = {});

  /// The variables by which a push to `in_ecr(...)` has ECR's password, and needs no aws command,
  /// which takes longer than all the rest.
  static Environment ecr_password();

  /// `deploy push` to a repository of ECR, without the aws command.
  static peers::Outcome push(const FunctionFiles& function, const std::string& repository,
                             const Words& words = {});

  /// What moto says to `aws WORDS`, which tests read what was done by; not seen by `control`.
  static Poco::JSON::Object::Ptr asked(const Words& words);

  /// A client of the registry, crane or skopeo, trusting it and logged in.
  static peers::Outcome client(const Words& words);

  /// Makes a repository in ECR.
  static void make_repository(const std::string& name);

  static peers::Server& moto() { return *moto_; }
  static peers::Ecr& ecr() { return *ecr_; }
  static peers::LambdaManners& lambda_manners() { return *manners_; }

  /// What `deploy` asked of AWS, but for the registry.
  static peers::RecordingProxy& control() { return *control_; }

  /// The ARN of a role that is there at the start of each test.
  static const std::string& role() { return role_; }

  /// HOST/NAME of ECR.
  static std::string in_ecr(const std::string& name);

 private:
  static peers::Command in_cloud(Words words, const Environment& added, peers::AwsVersion version);

  static std::unique_ptr<peers::Server> moto_;
  static std::unique_ptr<peers::Ecr> ecr_;
  static std::unique_ptr<peers::LambdaManners> manners_;
  static std::unique_ptr<peers::RecordingProxy> control_;
  static std::string role_;
};

/// The requests that change something at AWS: of Lambda and IAM, and creations of ECR's, each as
/// "METHOD PATH" or "ACTION".
std::vector<std::string> changes(const std::vector<peers::Exchange>& exchanges);

}  // namespace lambda::deploy_test
