// The rules, one line each.
#include "runtime/loop/rules.h"

#include <algorithm>
#include <array>
#include <string>

#include "runtime/connection/connection.h"

namespace lambda::loop {
namespace {

constexpr std::string_view kNextFailed = "Runtime.NextFailed";
constexpr std::string_view kPostFailed = "Runtime.PostFailed";
constexpr std::string_view kInvocationGone = "Runtime.InvocationGone";
constexpr std::string_view kPostRefused = "Runtime.PostRefused";
constexpr std::string_view kResponseTooLarge = "Function.ResponseSizeTooLarge";

struct Rule {
  std::string_view type;
  Consequence consequence;
};
constexpr std::array<Rule, 6> kRules{{
    {connection::kConnectionLost, Consequence::kRetry},
    {connection::kUnreadableBody, Consequence::kServeNext},
    {kInvalidHeader, Consequence::kServeNext},
    {kInvocationGone, Consequence::kServeNext},
    {kResponseTooLarge, Consequence::kServeNext},
    {kPostRefused, Consequence::kServeNext},
}};

std::unexpected<Error> answered(std::string_view type, int status, const char* meaning) {
  return failure(std::string(type),
                 "the Runtime API answered " + std::to_string(status) + ": " + meaning);
}

}  // namespace

Consequence consequence_of(const Error& error) {
  const auto rule = std::ranges::find(kRules, error.type, &Rule::type);
  return rule == kRules.end() ? Consequence::kExit : rule->consequence;
}

std::expected<void, Error> judge_next(int status) {
  if (status == 200) {
    return {};
  }
  const char* const meaning =
      status == 403   ? "it does not expect a request for the next event now"
      : status >= 500 ? "the execution environment cannot recover, and has no more events to give"
                      : "no Runtime API gives this answer to a request for the next event; is it "
                        "one that AWS_LAMBDA_RUNTIME_API names?";
  return answered(kNextFailed, status, meaning);
}

std::expected<void, Error> judge_post(int status, bool is_resent) {
  if (status >= 200 && status < 300) {
    return {};
  }
  if (is_resent && (status == 400 || status == 403)) {
    return {};
  }
  if (status >= 500) {
    return answered(kPostFailed, status, "the execution environment cannot recover");
  }
  if (status == 410) {
    return answered(kInvocationGone, status, "the invocation is over, most likely by its timeout");
  }
  if (status == 413) {
    return answered(kResponseTooLarge, status,
                    "the response is larger than the 6 MB Lambda takes; the caller was told");
  }
  return answered(kPostRefused, status, "it did not take what it was sent");
}

}  // namespace lambda::loop
