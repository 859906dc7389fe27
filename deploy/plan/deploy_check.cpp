// What is refused before anything is sent. Source: deploy_plan.h.
#include <algorithm>

#include "deploy/plan/deploy_plan.h"
#include "deploy/plan/runtimes.h"
#include "images/tools/files/failure.h"

namespace lambda::deploy {
namespace {

using images::failure;

constexpr std::uint64_t kMemoryMin = 128;
constexpr std::size_t kNameMax = 64;
constexpr std::size_t kLayersMax = 5;

std::unexpected<Error> refused(const std::string& why) { return failure("Deploy.Refused", why); }

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

bool is_plain_name(const std::string& name) {
  return !name.empty() && name.size() <= kNameMax &&
         std::ranges::all_of(name, [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '-' || c == '_';
         });
}

std::expected<void, Error> check_words(const DesiredFunction& desired) {
  if (!is_plain_name(desired.name)) {
    return refused("'" + desired.name + "' is no name for a function: up to 64 letters, digits, - "
                                        "and _. Add --name NAME.");
  }
  if (!desired.alias.empty() &&
      (!is_plain_name(desired.alias) || std::ranges::all_of(desired.alias, ::isdigit))) {
    return refused("'" + desired.alias + "' is no name for an alias: letters, digits, - and _, not "
                                         "digits alone.");
  }
  if (desired.memory_mb != 0 && desired.memory_mb < kMemoryMin) {
    return refused("Lambda gives at least 128 MB. Write --memory 128 or more.");
  }
  if (desired.layers && desired.layers->size() > kLayersMax) {
    return refused("A function takes at most 5 layers.");
  }
  for (const std::string& layer : desired.layers.value_or(std::vector<std::string>())) {
    if (!layer.starts_with("arn:") || std::ranges::count(layer, ':') != 7) {
      return refused("'" + layer +
                     "' is no layer version's ARN. Write it whole, with its version: "
                     "arn:aws:lambda:REGION:ACCOUNT:layer:NAME:1; NAME.publish prints it.");
    }
  }
  return {};
}

std::expected<void, Error> check_kind(const DesiredFunction& desired, const FoundFunction& found) {
  const std::string wanted = desired.is_image ? "Image" : "Zip";
  if (found.package_type != wanted) {
    const std::string other = desired.is_image ? "zip" : "image";
    return refused("The function " + desired.name + " was made from " +
                   (desired.is_image ? "a zip" : "an image") +
                   ", and Lambda never changes that. Add --from " + other +
                   ", take another --name, or delete the function first: `delete`.");
  }
  if (found.state == "Failed") {
    return refused("The function " + desired.name + " could not be made (" + found.reason +
                   "), and Lambda does not mend that. Type `delete`, then deploy again.");
  }
  return {};
}

std::expected<void, Error> check_role(const DesiredFunction& desired, const Found& found) {
  if (!desired.role.empty()) {
    const bool is_arn = desired.role.starts_with("arn:");
    if (is_arn || found.role || desired.is_role_created) return {};
    return refused("There is no role " + desired.role +
                   ". Add --create-role to make it, with permission to write logs, or name "
                   "another with --role.");
  }
  if (found.function) return {};
  return refused("A new function needs a role, what it may do. Add --role NAME (or its ARN), or "
                 "--create-role to make one that may write logs.");
}

std::expected<void, Error> check_zip(const DesiredFunction& desired, const Found& found,
                                     std::chrono::year_month_day today) {
  const bool is_straight = desired.code.bucket.empty();
  if (is_straight && desired.code.zip_bytes > kZipBytesMax) {
    return refused("The zip has " + std::to_string(desired.code.zip_bytes) +
                   " bytes; Lambda takes 50 MB straight. Add --s3-bucket NAME, a bucket in the "
                   "function's Region, or deploy --from image, which may have 10 GB.");
  }
  std::string runtime = desired.runtime;
  if (runtime.empty() && found.function) runtime = found.function->runtime;
  return check_runtime(runtime.empty() ? kNewestRuntime : runtime, today);
}

std::expected<void, Error> check_variables(const DesiredFunction& desired, const Found& found) {
  const Variables before = found.function ? found.function->environment : Variables();
  const EnvironmentChange change = merge_environment(before, desired.environment);
  const EnvironmentWish& wish = desired.environment;
  const bool is_touched = !wish.built.empty() || !wish.given.empty() || !wish.unset.empty();
  if (found.function && found.function->is_environment_hidden && is_touched) {
    return failure("Deploy.Environment",
                   "The environment of " + desired.name +
                       " cannot be read, so merging would lose it: its KMS key may not be used. "
                       "Ask for kms:Decrypt, or leave the environment as it is.");
  }
  if (found.function && !change.is_changed) return {};
  return check_environment(change.variables);
}

}  // namespace

std::expected<std::string, Error> choose_architecture(const std::vector<std::string>& built,
                                                      const std::string& said, const Found& found) {
  const std::string own = found.function ? found.function->architecture : "";
  if (!said.empty()) {
    if (std::ranges::contains(built, said)) return said;
    if (said != "x86_64" && said != "arm64") {
      return failure("Usage", "--architecture=" + said + " is neither x86_64 nor arm64.");
    }
    return failure("Deploy.Architecture",
                   "The target is built for " + joined(built) + ", not for " + said +
                       ". Add it: architectures = [\"" + said + "\", ...].");
  }
  if (!own.empty()) {
    if (std::ranges::contains(built, own)) return own;
    return failure("Deploy.Architecture",
                   "The function is " + own + ", the target is built for " + joined(built) +
                       ". Add --architecture " + built.front() +
                       " to move the function there, or build for its own: architectures = [\"" +
                       own + "\", ...].");
  }
  return std::ranges::contains(built, "x86_64") ? "x86_64" : built.front();
}

std::expected<void, Error> check_deployment(const DesiredFunction& desired, const Found& found,
                                            std::chrono::year_month_day today) {
  if (auto checked = check_words(desired); !checked) return checked;
  if (found.function) {
    if (auto checked = check_kind(desired, *found.function); !checked) return checked;
  }
  if (auto checked = check_role(desired, found); !checked) return checked;
  if (!desired.is_image) {
    if (auto checked = check_zip(desired, found, today); !checked) return checked;
  } else if (!desired.runtime.empty() || desired.layers || !desired.code.bucket.empty()) {
    return refused("An image has its own runtime and layers, and goes to no bucket. Leave out "
                   "--runtime, --layer and --s3-bucket, or deploy --from zip.");
  }
  return check_variables(desired, found);
}

}  // namespace lambda::deploy
