// Polls a function's state.
#include "deploy/lambda/function_waiter.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <thread>

#include "core/errors/error.h"

namespace lambda::deploy {
namespace {

using lambda::failure;

struct Advice {
  std::string_view reason;  // A part of Lambda's own.
  std::string_view advice;
};

constexpr std::array<Advice, 5> kAdvice = {{
    {"does not have permission to access the ECR image",
     "Its repository must let Lambda read: allow lambda.amazonaws.com ecr:BatchGetImage and "
     "ecr:GetDownloadUrlForLayer in the repository's policy."},
    {"image", "Push the image again: `push`, then deploy."},
    {"KMS", "The role needs kms:Decrypt for that key."},
    {"role", "See what the role may do: `aws iam list-attached-role-policies`."},
    {"subnet", "The function's network has no address left, or is gone."},
}};

}  // namespace

std::chrono::milliseconds pause(const Patience& patience, int number) {
  const auto doubled = patience.first * (1 << std::min(number, 10));
  return std::min(doubled, patience.longest);
}

std::expected<FoundFunction, Error> wait_until_settled(const AwsCommand& aws,
                                                       const Awaited& awaited,
                                                       const Patience& patience,
                                                       std::ostream& log) {
  Poco::JSON::Object input;
  input.set("FunctionName", awaited.function);
  if (!awaited.version.empty()) {
    input.set("Qualifier", awaited.version);
  }
  const std::string name =
      awaited.function + (awaited.version.empty() ? "" : ":" + awaited.version);
  std::chrono::milliseconds waited{0};
  for (int number = 0;; ++number) {
    const auto answer = aws.call("lambda", "get-function", input);
    if (!answer) {
      return std::unexpected(answer.error());
    }
    auto function = read_function(**answer);
    if (!function || is_settled(*function)) {
      return function;
    }
    if (number == 0) {
      log << "waiting until Lambda is done with " << name << " ..." << std::endl;
    }
    if (waited >= patience.limit) {
      return failure("Deploy.NotReady",
                     "Lambda is still at work on " + name + " after " +
                         std::to_string(patience.limit.count()) +
                         " s. Run the same command again: it continues from there.");
    }
    const auto time = pause(patience, number);
    if (patience.sleep) {
      patience.sleep(time);
    } else {
      std::this_thread::sleep_for(time);
    }
    waited += time;
  }
}

std::expected<void, Error> check_ready(const FoundFunction& function) {
  if (function.state != "Failed" && function.update_status != "Failed") {
    return {};
  }
  std::string message = "Lambda could not do it: " +
                        (function.reason.empty() ? "it says no reason" : function.reason);
  for (const Advice& known : kAdvice) {
    if (!function.reason.contains(known.reason)) {
      continue;
    }
    message += "\n  " + std::string(known.advice);
    break;
  }
  return failure("Deploy.Failed", message);
}

}  // namespace lambda::deploy
