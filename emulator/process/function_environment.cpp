// The environment variables a function's process starts with.
#include "emulator/process/function_environment.h"

#include <algorithm>
#include <format>
#include <iterator>
#include <map>

#include "core/lambda/quotas.h"

namespace lambda::emulator {
namespace {

// Set when a machine's own emulator session or another runtime left them behind.
constexpr std::string_view kNeverInherited[] = {
    "AWS_LAMBDA_MAX_CONCURRENCY", "AWS_LAMBDA_METADATA_API", "AWS_LAMBDA_METADATA_TOKEN"};

using Variables = std::map<std::string, std::string, std::less<>>;

void add_defaults(Variables& variables, const FunctionConfig& config) {
  variables["AWS_ACCOUNT_ID"] = config.account;
  variables["AWS_XRAY_CONTEXT_MISSING"] = "LOG_ERROR";
  variables["AWS_XRAY_DAEMON_ADDRESS"] = "127.0.0.1:2000";
  variables["LAMBDA_RUNTIME_DIR"] = "/var/runtime";
}

/// An image says these itself.
void add_defaults_of_zip(Variables& variables) {
  variables["LANG"] = "en_US.UTF-8";
  variables["TZ"] = ":UTC";
  variables["PATH"] = "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin";
  variables["LD_LIBRARY_PATH"] =
      "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:"
      "/opt/lib";
}

void add_inherited(Variables& variables, const std::vector<std::string>& inherited) {
  for (const std::string& variable : inherited) {
    const std::size_t equals = variable.find('=');
    if (equals == std::string::npos || equals == 0 || variable[0] == '_') {
      continue;
    }
    const std::string name = variable.substr(0, equals);
    if (std::ranges::find(kNeverInherited, name) != std::end(kNeverInherited)) {
      continue;
    }
    variables[name] = variable.substr(equals + 1);
  }
}

/// A layer that lies elsewhere than in Lambda is found all the same, behind all else.
void add_layer(Variables& variables, const std::string& layer_root) {
  if (layer_root == kLayerRoot) {
    return;
  }
  variables["PATH"] += ":" + layer_root + "/bin";
  variables["LD_LIBRARY_PATH"] += ":" + layer_root + "/lib";
}

void add_reserved(Variables& variables, const FunctionConfig& config) {
  variables["AWS_REGION"] = config.region;
  variables["AWS_DEFAULT_REGION"] = config.region;
  variables["AWS_LAMBDA_FUNCTION_NAME"] = config.name;
  variables["AWS_LAMBDA_FUNCTION_VERSION"] = config.version;
  variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = std::format("{}", config.memory_mb);
  variables["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand";
  variables["AWS_LAMBDA_LOG_GROUP_NAME"] = std::format("/aws/lambda/{}", config.name);
  variables["LAMBDA_TASK_ROOT"] = config.task_root;
  if (config.is_image) {
    variables["AWS_EXECUTION_ENV"] = "AWS_Lambda_Image";
  }
  // An image has none unless its command, which the entry point hands on, says so.
  if (!config.is_image || !config.handler.empty()) {
    variables["_HANDLER"] = config.handler;
  }
}

}  // namespace

bool is_reserved_variable(std::string_view name) {
  return std::ranges::contains(quotas::kRuntimeVariables, name) ||
         std::ranges::contains(quotas::kCredentialVariables, name);
}

bool is_variable_name(std::string_view name) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return name.size() >= 2 && is_letter(name[0]) && std::ranges::all_of(name, [&](char c) {
           return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
         });
}

std::vector<std::string> function_environment(const FunctionConfig& config,
                                              const std::vector<std::string>& inherited,
                                              std::string_view runtime_api,
                                              std::string_view log_stream) {
  Variables variables;
  add_defaults(variables, config);
  if (config.is_image) {
    add_inherited(variables, inherited);
  } else {
    add_defaults_of_zip(variables);
    add_layer(variables, config.layer_root);
  }
  for (const auto& [name, value] : config.environment) {
    variables[name] = value;
  }
  for (const auto& [name, value] : config.credentials) {
    variables[name] = value;
  }
  add_reserved(variables, config);
  variables["AWS_LAMBDA_RUNTIME_API"] = runtime_api;
  variables["AWS_LAMBDA_LOG_STREAM_NAME"] = log_stream;

  std::vector<std::string> result;
  for (const auto& [name, value] : variables) {
    result.push_back(name + "=" + value);
  }
  return result;
}

}  // namespace lambda::emulator
