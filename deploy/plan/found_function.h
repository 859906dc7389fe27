// The state before a deployment: a function, its URL, its policy, an alias, its role.
// Source: AWS Lambda API Reference: GetFunction, GetFunctionUrlConfig, GetPolicy, GetAlias; AWS IAM
// API Reference: GetRole, ListAttachedRolePolicies.
#pragma once

#include <expected>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <Poco/JSON/Object.h>

#include "core/errors/error.h"

namespace lambda::deploy {

/// Texts are empty, numbers 0, where AWS said nothing.
struct FoundFunction {
  std::string arn;
  std::string package_type;  // "Image" or "Zip".
  std::string architecture;
  std::string code_sha256;  // Base64, of a zip; of an image as Lambda tells it.
  std::string image_uri;
  std::string role_arn;
  std::string runtime;
  std::string handler;  // Of a zip; of an image, the command that stands for it.
  std::string log_format;
  Poco::JSON::Object::Ptr image_config;  // "ImageConfig", whole; null where there is none.
  Poco::JSON::Object::Ptr logging;       // "LoggingConfig", whole; null where there is none.
  std::uint64_t memory_mb = 0;
  std::uint64_t timeout_seconds = 0;
  std::map<std::string, std::string> environment;
  bool is_environment_hidden = false;  // The caller may not use its KMS key.
  std::map<std::string, std::string> tags;
  std::vector<std::string> layers;
  std::string state;
  std::string update_status;
  std::string reason;
  std::string revision;
};

struct FoundUrl {
  std::string url;
  std::string auth_type;  // "NONE" or "AWS_IAM".
};

struct FoundAlias {
  std::string version;  // Where it points.
  std::string revision;
  std::map<std::string, double> weights;  // Other versions, and their share of the calls.
};

struct FoundRole {
  std::string arn;
  std::map<std::string, std::string> tags;
  std::set<std::string> policies;  // The names of those attached.
};

/// Only the parts that were asked about are filled.
struct Found {
  std::optional<FoundFunction> function;
  std::optional<FoundUrl> url;
  std::set<std::string> statements;  // Of the policy, by their ids.
  std::optional<FoundAlias> alias;
  std::optional<FoundRole> role;
};

/// Reads the answer of get-function, or of what makes and changes a function, whose members are
/// those of its "Configuration". Error: Aws.Unexpected when a member that is always there is not.
std::expected<FoundFunction, Error> read_function(const Poco::JSON::Object& answer);

/// Reads the answer of get-alias.
FoundAlias read_alias(const Poco::JSON::Object& answer);

/// The ids of a policy's statements. Error: Json.Malformed.
std::expected<std::set<std::string>, Error> read_statements(std::string_view policy);

/// IAM's list of tags, [{"Key": K, "Value": V}].
std::map<std::string, std::string> read_tag_list(const Poco::JSON::Object& parent);

/// True when no change is under way: the function can be invoked and changed.
bool is_settled(const FoundFunction& function);

}  // namespace lambda::deploy
