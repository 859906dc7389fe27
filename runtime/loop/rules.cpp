// The rules, one line each.
#include "runtime/loop/rules.h"

#include <string>
#include <utility>

namespace lambda::loop {
namespace {

std::unexpected<Error> failure(Remedy remedy, const char* type, int status, const char* meaning) {
  std::string message = "the Runtime API answered " + std::to_string(status) + ": ";
  return std::unexpected(Error{.remedy = remedy, .type = type, .message = message + meaning});
}

}  // namespace

std::expected<void, Error> judge_next(int status) {
  if (status == 200) {
    return {};
  }
  const char* const meaning =
      status == 403   ? "it does not expect a request for the next event now"
      : status >= 500 ? "the execution environment cannot recover, and has no more events to give"
                      : "no Runtime API gives this answer to a request for the next event; is it "
                        "one that AWS_LAMBDA_RUNTIME_API names?";
  return failure(Remedy::kReportAndExit, "Runtime.NextFailed", status, meaning);
}

std::expected<void, Error> judge_post(int status, bool is_resent) {
  if (status >= 200 && status < 300) {
    return {};
  }
  if (is_resent && (status == 400 || status == 403)) {
    return {};
  }
  if (status >= 500) {
    return failure(Remedy::kReportAndExit, "Runtime.PostFailed", status,
                   "the execution environment cannot recover");
  }
  if (status == 410) {
    return failure(Remedy::kReportAndContinue, "Runtime.InvocationGone", status,
                   "the invocation is over, most likely by its timeout");
  }
  if (status == 413) {
    return failure(Remedy::kReportAndContinue, "Function.ResponseSizeTooLarge", status,
                   "the response is larger than the 6 MB Lambda takes; the caller was told");
  }
  return failure(Remedy::kReportAndContinue, "Runtime.PostRefused", status,
                 "it did not take what it was sent");
}

}  // namespace lambda::loop
