// Makes each step's call, with the results of earlier steps.
#include "deploy/lambda/apply_steps.h"

#include <thread>

#include "core/json/json_object.h"
#include "deploy/lambda/step_error.h"
#include "deploy/plan/arn.h"
#include "deploy/plan/role_plan.h"

namespace lambda::deploy {
namespace {

using Poco::JSON::Object;

constexpr int kTriesMax = 12;    // A minute, with the usual patience.
constexpr int kPinTriesMax = 3;  // Lambda itself changes revisions, too.

std::string text(const Object& object, const char* name) {
  return string_member(object, name).value_or("");
}

class Application {
 public:
  Application(const AwsCommand& aws, const Subject& subject, const Patience& patience,
              std::ostream& log)
      : aws_(aws), subject_(subject), patience_(patience), log_(log), latest_(subject.found) {}

  std::expected<Applied, Error> apply(const std::vector<Step>& steps) {
    for (const Step& step : steps) {
      if (auto applied = apply(filled(step)); !applied) {
        return std::unexpected(applied.error());
      }
    }
    return std::move(applied_);
  }

 private:
  std::expected<void, Error> apply(const Step& step);
  Step filled(Step step) const;
  std::expected<Object::Ptr, Error> call_until_done(const Step& step);
  std::expected<Object::Ptr, Error> publish(Step step);
  std::expected<void, Error> look();
  std::expected<FoundFunction, Error> wait(const std::string& version);
  std::expected<void, Error> settle(const Step& step, const Object& answer);
  void keep(const Step& step, const Object& answer);
  void sleep_a_while(int number) const;

  const AwsCommand& aws_;
  const Subject& subject_;
  const Patience& patience_;
  std::ostream& log_;
  Applied applied_;
  std::optional<FoundFunction> latest_;  // As last seen, settled; absent: it must be looked at.
};

void Application::sleep_a_while(int number) const {
  const auto time = pause(patience_, number);
  if (patience_.sleep) {
    patience_.sleep(time);
  } else {
    std::this_thread::sleep_for(time);
  }
}

// The step with the results that it needs of earlier ones, in an input of its own.
Step Application::filled(Step step) const {
  step.input = new Object(*step.input);
  if (step.need == StepNeed::kRole) {
    step.input->set("Role", applied_.role_arn);
  }
  if (step.need == StepNeed::kVersion) {
    step.input->set("FunctionVersion", applied_.version);
  }
  if (step.need == StepNeed::kPartition) {
    step.input->set("PolicyArn", service_policy_arn(applied_.role_arn, kLogsPolicy));
  }
  const std::string account = arn_part(applied_.role_arn, ArnPart::kAccount);
  if (step.need == StepNeed::kOwner && !account.empty()) {
    step.input->set("ExpectedBucketOwner", account);
  }
  if (step.is_pinned && latest_ && !latest_->revision.empty()) {
    step.input->set("RevisionId", latest_->revision);
  }
  return step;
}

std::expected<Object::Ptr, Error> Application::call_until_done(const Step& step) {
  for (int number = 0;; ++number) {
    auto answer = aws_.call(step.service, step.operation, *step.input, step.words);
    if (answer) {
      return answer;
    }
    const Error& error = answer.error();
    if (!step.done_error.empty() && error.type == step.done_error) {
      return Object::Ptr(new Object);
    }
    const bool waits_for_role = step.is_role_ours && is_role_too_new(error);
    const bool waits_for_change = step.service == "lambda" && is_change_under_way(error);
    if (number == kTriesMax || (!waits_for_role && !waits_for_change)) {
      return std::unexpected(error);
    }
    if (waits_for_role) {
      log_ << "waiting until Lambda knows the role ..." << std::endl;
    }
    sleep_a_while(number);
    if (!waits_for_change) {
      continue;
    }
    if (const auto settled = wait(""); !settled) {
      return std::unexpected(settled.error());
    }
  }
}

std::expected<FoundFunction, Error> Application::wait(const std::string& version) {
  return wait_until_settled(aws_, {subject_.function, version}, patience_, log_);
}

// Reads the function's present state, unless a complete one was just read.
std::expected<void, Error> Application::look() {
  const bool is_zip = latest_ && latest_->package_type != "Image";
  if (is_zip || (latest_ && !latest_->image_uri.empty())) {
    return {};
  }
  auto seen = wait("");
  if (!seen) {
    return std::unexpected(seen.error());
  }
  latest_ = *std::move(seen);
  return check_ready(*latest_);
}

// Makes a version of what was desired, and of nothing else: Lambda compares code and revision with
// those of the function that was found to be as desired.
std::expected<Object::Ptr, Error> Application::publish(Step step) {
  for (int number = 0;; ++number) {
    if (auto seen = look(); !seen) {
      return std::unexpected(seen.error());
    }
    if (subject_.is_as_wanted && !subject_.is_as_wanted(*latest_)) {
      return function_conflict(subject_.function);
    }
    if (!latest_->code_sha256.empty()) {
      step.input->set("CodeSha256", latest_->code_sha256);
    }
    if (!latest_->revision.empty()) {
      step.input->set("RevisionId", latest_->revision);
    }
    const std::string pinned = latest_->code_sha256;
    auto answer = call_until_done(step);
    latest_.reset();  // Publishing changes the revision.
    if (answer && text(**answer, "CodeSha256") != pinned) {
      return other_version(text(**answer, "Version"));
    }
    if (answer || !is_outdated(answer.error())) {
      return answer;
    }
    if (number == kPinTriesMax) {
      return function_conflict(subject_.function);
    }
  }
}

void Application::keep(const Step& step, const Object& answer) {
  if (step.operation == "create-role" && !answer.getObject("Role").isNull()) {
    applied_.role_arn = text(*answer.getObject("Role"), "Arn");
  }
  if (step.operation == "create-function") {
    applied_.function_arn = text(answer, "FunctionArn");
  }
  if (step.operation == "publish-version") {
    applied_.version = text(answer, "Version");
  }
  if (const std::string url = text(answer, "FunctionUrl"); !url.empty()) {
    applied_.url = url;
  }
}

// Waits only where Lambda's answer says that it is at work. A version's state is always asked for,
// since an alias may move to it next.
std::expected<void, Error> Application::settle(const Step& step, const Object& answer) {
  auto function = read_function(answer);
  if (!function) {
    return std::unexpected(function.error());
  }
  const std::string code_sha256 = function->code_sha256;
  const bool is_version = step.operation == "publish-version";
  if (is_version || !is_settled(*function)) {
    function = wait(is_version ? applied_.version : "");
    if (!function) {
      return std::unexpected(function.error());
    }
  }
  if (auto ready = check_ready(*function); !ready) {
    return ready;
  }
  if (is_version) {
    if (function->code_sha256 == code_sha256) {
      return {};
    }
    return other_version(applied_.version);
  }
  latest_ = *std::move(function);
  return {};
}

std::expected<void, Error> Application::apply(const Step& step) {
  if (!step.unless_version.empty() && step.unless_version == applied_.version) {
    return {};
  }
  log_ << step.lines.at(0) << std::endl;
  const auto answer = step.need == StepNeed::kPin ? publish(step) : call_until_done(step);
  if (!answer) {
    return std::unexpected(step_error(step, subject_.function, answer.error()));
  }
  if (auto checked = check_code(step, text(**answer, "CodeSha256")); !checked) {
    return checked;
  }
  keep(step, **answer);
  if (!step.is_function_changed || !(*answer)->has("FunctionArn")) {
    return {};
  }
  return settle(step, **answer);
}

}  // namespace

std::expected<Applied, Error> apply_steps(const AwsCommand& aws, const std::vector<Step>& steps,
                                          const Subject& subject, const Patience& patience,
                                          std::ostream& log) {
  return Application(aws, subject, patience, log).apply(steps);
}

}  // namespace lambda::deploy
