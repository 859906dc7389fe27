// A role of somebody else's is used, but never changed.
#include "deploy/plan/role_plan.h"

#include <Poco/JSON/Array.h>

#include "core/digest/sha256.h"
#include "core/lambda/quotas.h"
#include "deploy/plan/arn.h"

namespace lambda::deploy {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

// Lambda, and nobody else, may take the role.
constexpr const char* kTrust =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)"
    R"("Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]})";

Step create_role(const DesiredFunction& desired) {
  Object::Ptr tag = new Object;
  tag->set("Key", std::string(kMadeTag));
  tag->set("Value", desired.name);
  Array::Ptr tags = new Array;
  tags->add(tag);
  Object::Ptr input = new Object;
  input->set("RoleName", desired.role);
  input->set("AssumeRolePolicyDocument", std::string(kTrust));
  input->set("Description", "Runs the Lambda function " + desired.name);
  input->set("Tags", tags);
  return {.service = "iam",
          .operation = "create-role",
          .input = input,
          .lines = {"make the role " + desired.role + ", which Lambda may assume"}};
}

Step attach_policy(const DesiredFunction& desired, const Found& found) {
  Object::Ptr input = new Object;
  input->set("RoleName", desired.role);
  input->set("PolicyArn", service_policy_arn(found.role ? found.role->arn : "", kLogsPolicy));
  return {.service = "iam",
          .operation = "attach-role-policy",
          .input = input,
          .lines = {"let it write logs: " + std::string(kLogsPolicy)},
          .need = found.role ? StepNeed::kNothing : StepNeed::kPartition};
}

}  // namespace

std::string default_role_name(const std::string& function) {
  const std::string name = "lambda-" + function;
  if (name.size() <= quotas::kRoleNameMax) {
    return name;
  }
  constexpr std::size_t kDigits = 8;
  const std::string digest(digest_hex(sha256_digest(function)).substr(0, kDigits));
  return name.substr(0, quotas::kRoleNameMax - kDigits - 1) + "-" + digest;
}

bool is_role_ours(const FoundRole& role) { return role.tags.contains(kMadeTag); }

std::string service_policy_arn(const std::string& arn, const std::string& policy) {
  const std::string partition = arn_part(arn, ArnPart::kPartition);
  return "arn:" + (partition.empty() ? "aws" : partition) + ":iam::aws:policy/service-role/" +
         policy;
}

std::vector<Step> plan_role(const DesiredFunction& desired, const Found& found) {
  if (!desired.is_role_created || desired.role.starts_with("arn:")) {
    return {};
  }
  if (desired.is_role_default && found.function &&
      !found.function->role_arn.ends_with("/" + desired.role)) {
    return {};
  }
  if (!found.role) {
    return {create_role(desired), attach_policy(desired, found)};
  }
  if (!is_role_ours(*found.role) || found.role->policies.contains(kLogsPolicy)) {
    return {};
  }
  return {attach_policy(desired, found)};
}

}  // namespace lambda::deploy
