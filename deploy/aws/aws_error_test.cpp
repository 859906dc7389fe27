// What both versions of `aws` say becomes a stable type and a remedy.
#include "deploy/aws/aws_error.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda::deploy {
namespace {

struct Case {
  std::string name;
  std::string said;
  std::string type;
  std::string advice;
};

// What `aws` says of an error with that code.
std::string said(const std::string& code) {
  return "An error occurred (" + code + ") when calling the X operation: it says why";
}

class AwsError : public testing::TestWithParam<Case> {};

TEST_P(AwsError, HasATypeAndSaysWhatToDo) {
  const Error error = aws_error("lambda get-function", GetParam().said);
  EXPECT_EQ(error.type, GetParam().type);
  EXPECT_TRUE(error.message.starts_with("aws lambda get-function: ")) << error.message;
  EXPECT_NE(error.message.find(GetParam().advice), std::string::npos) << error.message;
}

INSTANTIATE_TEST_SUITE_P(
    Cases, AwsError,
    testing::Values(
        Case{"NotFound",
             "\nAn error occurred (ResourceNotFoundException) when calling the GetFunction "
             "operation: Function not found: arn:x\n",
             "Aws.ResourceNotFoundException", "get-function: Function not found: arn:x (Resource"},
        Case{"NotFoundTwo",
             "\naws: [ERROR]: An error occurred (ResourceNotFoundException) when calling the "
             "GetFunction operation: Function not found: arn:x\n",
             "Aws.ResourceNotFoundException", "get-function: Function not found: arn:x (Resource"},
        Case{"NoCredentials",
             "Unable to locate credentials. You can configure credentials by running \"aws "
             "configure\".",
             "Aws.NoCredentials", "--profile"},
        Case{"NoCredentialsTwo",
             "aws: [ERROR]: An error occurred (NoCredentials): Unable to locate credentials. You "
             "can configure credentials by running \"aws login\".",
             "Aws.NoCredentials", "--profile"},
        Case{"NoRegion", "You must specify a region.", "Aws.NoRegion", "--region"},
        Case{"NoRegionTwo",
             "aws: [ERROR]: An error occurred (NoRegion): You must specify a region.",
             "Aws.NoRegion", "--region"},
        Case{"NoProfile", "aws: [ERROR]: The config profile (nope) could not be found",
             "Aws.NoProfile", "list-profiles"},
        Case{"NoAnswer", "Could not connect to the endpoint URL: \"http://127.0.0.1:1/\"",
             "Aws.NoAnswer", "--endpoint-url"},
        Case{"Expired",
             "An error occurred (ExpiredTokenException) when calling the GetFunction operation: "
             "The security token included in the request is expired",
             "Aws.Expired", "sso login"},
        Case{"ExpiredLogin",
             "Error when retrieving token from sso: Token has expired and refresh failed",
             "Aws.Expired", "sso login"},
        Case{"Denied",
             "An error occurred (AccessDeniedException) when calling the GetFunction operation: "
             "User: arn:u is not authorized",
             "Aws.AccessDeniedException", "permission"},
        Case{"Conflict",
             "An error occurred (ResourceConflictException) when calling the UpdateFunctionCode "
             "operation: An update is in progress",
             "Aws.ResourceConflictException", "under way"},
        Case{"Throttled",
             "An error occurred (ThrottlingException) when calling the X operation (reached max "
             "retries: 4): Rate exceeded",
             "Aws.ThrottlingException", "Rate exceeded"},
        Case{"TooOld",
             "Parameter validation failed:\nUnknown parameter in input: \"LoggingConfig\", must be "
             "one of: FunctionName",
             "Aws.TooOld", "newest version 2"},
        Case{"Strange", "An error occurred (", "Aws.Failed", "An error occurred ("}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Codes, AwsError,
    testing::Values(
        Case{"UnrecognizedClient", said("UnrecognizedClientException"),
             "Aws.UnrecognizedClientException", "aws sts get-caller-identity"},
        Case{"InvalidToken", said("InvalidClientTokenId"), "Aws.InvalidClientTokenId",
             "aws configure list"},
        Case{"TooManyRequests", said("TooManyRequestsException"), "Aws.TooManyRequestsException",
             "in a minute"},
        Case{"InUse", said("ResourceInUseException"), "Aws.ResourceInUseException", "under way"},
        Case{"Precondition", said("PreconditionFailedException"), "Aws.PreconditionFailedException",
             "Somebody else has changed it"},
        Case{"ServiceFailed", said("ServiceException"), "Aws.ServiceException", "not you"},
        Case{"InternalFailure", said("InternalFailure"), "Aws.InternalFailure", "not you"},
        Case{"PartialCredentials",
             "Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY",
             "Aws.NoCredentials", "--profile"},
        Case{"ExpiredSession", "Token has expired and refresh failed", "Aws.Expired", "sso login"},
        Case{"NoSession", "Error loading SSO Token: Token for x does not exist", "Aws.Expired",
             "sso login"},
        Case{"NoSessionNow", "Error when retrieving token from sso: no", "Aws.Expired",
             "sso login"},
        Case{"Late", "Read timeout on endpoint URL: \"https://lambda.x/\"", "Aws.NoAnswer",
             "Is the network up? Run it again"},
        Case{"InvalidChoice", "aws: error: argument operation: Invalid choice, valid choices are:",
             "Aws.TooOld", "too old for that. Install"},
        Case{"Silent", "", "Aws.Failed", "without a word"}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace lambda::deploy
