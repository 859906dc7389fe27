// Makes each step's call, with what earlier ones gave. Source: apply_steps.h.
#include "deploy/lambda/apply_steps.h"

#include <thread>

#include "deploy/plan/found_function.h"
#include "deploy/plan/role_plan.h"
#include "images/tools/oci/json_text.h"

namespace lambda::deploy {
namespace {

using Poco::JSON::Object;

constexpr int kTriesMax = 12;  // A minute, with the usual patience.

struct Context {
  const AwsCommand& aws;
  const std::string& function;
  const Patience& patience;
  std::ostream& log;
};

void sleep_a_while(const Context& context, int number) {
  const auto time = pause(context.patience, number);
  if (context.patience.sleep) context.patience.sleep(time);
  else std::this_thread::sleep_for(time);
}

// The step with what it needs of earlier ones, in an input of its own.
Step filled(Step step, const Applied& applied) {
  step.input = new Object(*step.input);
  if (step.need == StepNeed::kRole) step.input->set("Role", applied.role_arn);
  if (step.need == StepNeed::kVersion) step.input->set("FunctionVersion", applied.version);
  if (step.need == StepNeed::kPartition) {
    step.input->set("PolicyArn", service_policy_arn(applied.role_arn, kLogsPolicy));
  }
  return step;
}

// IAM tells of a new role some seconds before Lambda knows it.
bool is_role_too_new(const Error& error) {
  return error.type == "Aws.InvalidParameterValueException" &&
         error.message.contains("cannot be assumed");
}

// Not when it is created: then the conflict is that it is there.
bool is_change_under_way(const Step& step, const Error& error) {
  return step.is_function_changed && step.operation != "create-function" &&
         error.type == "Aws.ResourceConflictException";
}

std::expected<Object::Ptr, Error> call_until_done(const Context& context, const Step& step) {
  for (int number = 0;; ++number) {
    auto answer = context.aws.call(step.service, step.operation, *step.input, step.words);
    if (answer) return answer;
    const Error& error = answer.error();
    if (!step.done_error.empty() && error.type == step.done_error) return Object::Ptr(new Object);
    const bool waits_for_role = step.is_role_ours && is_role_too_new(error);
    const bool waits_for_change = is_change_under_way(step, error);
    if (number == kTriesMax || (!waits_for_role && !waits_for_change)) {
      return std::unexpected(error);
    }
    if (waits_for_role) context.log << "waiting until Lambda knows the role ..." << std::endl;
    sleep_a_while(context, number);
    if (!waits_for_change) continue;
    const auto settled =
        wait_until_settled(context.aws, context.function, context.patience, context.log);
    if (!settled) return std::unexpected(settled.error());
  }
}

void keep(Applied& applied, const Step& step, const Object& answer) {
  const auto text = [&](const char* name) {
    return images::string_member(answer, name).value_or("");
  };
  if (step.operation == "create-role" && !answer.getObject("Role").isNull()) {
    applied.role_arn = images::string_member(*answer.getObject("Role"), "Arn").value_or("");
  }
  if (step.operation == "create-function") applied.function_arn = text("FunctionArn");
  if (step.operation == "publish-version") applied.version = text("Version");
  if (const std::string url = text("FunctionUrl"); !url.empty()) applied.url = url;
}

// Waits where Lambda's answer says that it is at work, so not at all where it was at once.
std::expected<void, Error> settle(const Context& context, const Object& answer) {
  auto function = read_function(answer);
  if (!function) return std::unexpected(function.error());
  if (!is_settled(*function)) {
    function = wait_until_settled(context.aws, context.function, context.patience, context.log);
    if (!function) return std::unexpected(function.error());
  }
  return check_ready(*function);
}

}  // namespace

std::expected<Applied, Error> apply_steps(const AwsCommand& aws, const std::vector<Step>& steps,
                                          const std::string& function, const Patience& patience,
                                          std::ostream& log) {
  const Context context{aws, function, patience, log};
  Applied applied;
  for (const Step& planned : steps) {
    const Step step = filled(planned, applied);
    if (!step.unless_version.empty() && step.unless_version == applied.version) continue;
    log << step.lines.at(0) << std::endl;
    const auto answer = call_until_done(context, step);
    if (!answer) return std::unexpected(answer.error());
    keep(applied, step, **answer);
    if (!step.is_function_changed || !(*answer)->has("FunctionArn")) continue;
    if (auto settled = settle(context, **answer); !settled) {
      return std::unexpected(settled.error());
    }
  }
  return applied;
}

}  // namespace lambda::deploy
