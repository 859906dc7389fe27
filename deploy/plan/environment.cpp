// No message shows a value: values may be secrets.
#include "deploy/plan/environment.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "core/errors/error.h"
#include "core/json/json_object.h"
#include "core/lambda/quotas.h"
#include "core/text/utf8.h"

namespace lambda::deploy {
namespace {

using lambda::failure;

bool is_reserved(std::string_view name) {
  return std::ranges::contains(quotas::kRuntimeVariables, name) ||
         std::ranges::contains(quotas::kCredentialVariables, name);
}

bool is_name(std::string_view name) {
  const auto is_letter = [](unsigned char c) { return std::isalpha(c) != 0; };
  const auto is_part = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
  return name.size() >= 2 && is_letter(name.front()) && std::ranges::all_of(name, is_part);
}

std::size_t measured(const Variables& variables) {
  Poco::JSON::Object object;
  for (const auto& [name, value] : variables) {
    object.set(name, value);
  }
  return json_text(object).size();
}

const char* what_happens(const Variables& found, const std::string& name,
                         const std::string& value) {
  const auto before = found.find(name);
  if (before == found.end()) {
    return " (added)";
  }
  return before->second == value ? " (kept)" : " (changed)";
}

}  // namespace

EnvironmentChange merge_environment(const Variables& found, const EnvironmentWish& wish) {
  EnvironmentChange change{.variables = wish.given};
  change.variables.insert(wish.built.begin(), wish.built.end());
  change.variables.insert(found.begin(), found.end());
  for (const std::string& name : wish.unset) {
    change.variables.erase(name);
  }
  for (const auto& [name, value] : change.variables) {
    change.lines.push_back(name + what_happens(found, name, value));
  }
  for (const auto& [name, value] : found) {
    if (!change.variables.contains(name)) {
      change.lines.push_back(name + " (removed)");
    }
  }
  change.is_changed = change.variables != found;
  return change;
}

std::expected<void, Error> check_environment(const Variables& variables) {
  for (const auto& [name, value] : variables) {
    if (is_reserved(name)) {
      return failure("Deploy.Environment", "The environment variable " + name +
                                               " is Lambda's own and cannot be set. Take another "
                                               "name.");
    }
    if (!is_name(name)) {
      return failure("Deploy.Environment",
                     "'" + name +
                         "' is not a valid name for an environment variable: two characters or "
                         "more of A-Z, a-z, 0-9 and _, a letter first.");
    }
    if (text::measure_utf8(value).valid_bytes != value.size()) {
      return failure("Deploy.Environment",
                     "The value of " + name + " is not UTF-8. Encode it, for example as base64.");
    }
  }
  const std::size_t bytes = measured(variables);
  constexpr std::size_t kMost = quotas::kEnvironmentBytesMax;
  if (bytes > kMost) {
    return failure("Deploy.Environment",
                   "The environment has " + std::to_string(bytes) +
                       " bytes as JSON; Lambda takes " + std::to_string(kMost) +
                       ". Put long values into a file of the function, or into Secrets Manager "
                       "or Parameter Store, and their names into the environment.");
  }
  return {};
}

}  // namespace lambda::deploy
