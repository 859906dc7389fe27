// The command line of the emulator, and the environment variables that stand for parts of it.
#include "emulator/options.h"

#include <algorithm>
#include <format>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "core/json/json_string.h"
#include "core/lambda/quotas.h"
#include "core/options/option_words.h"

namespace lambda::emulator {
namespace {

constexpr std::string_view kSessionToken = "AWS_SESSION_TOKEN";  // A user's own keys have none.

struct VariableRule {
  std::string_view variable;
  std::string_view option;
};

constexpr VariableRule kVariables[] = {
    {"LAMBDA_EMULATOR_ADDRESS", "address"},        {"LAMBDA_EMULATOR_ALLOW_HOST", "allow-host"},
    {"AWS_LAMBDA_FUNCTION_NAME", "function-name"}, {"AWS_LAMBDA_FUNCTION_TIMEOUT", "timeout"},
    {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "memory"}, {"LAMBDA_TASK_ROOT", "task-root"},
};

std::expected<void, Error> read_option(Options& options, std::string_view name,
                                       std::string_view value) {
  const auto found = std::ranges::find_if(
      emulator_options(), [&](const EmulatorOption& option) { return option.rule.name == name; });
  return found->read(options, value);
}

std::vector<OptionRule> option_rules() {
  std::vector<OptionRule> rules;
  for (const EmulatorOption& option : emulator_options()) {
    rules.push_back(option.rule);
    rules.back().is_repeatable = true;  // A function's own options come first; the last counts.
  }
  return rules;
}

std::expected<void, Error> read_variables(Options& options, const Lookup& variable) {
  for (const VariableRule& rule : kVariables) {
    const auto value = variable(std::string(rule.variable));
    if (!value || value->empty()) {
      continue;
    }
    if (auto read = read_option(options, rule.option, *value); !read) {
      return usage_error(
          std::format("The environment variable {}: {}", rule.variable, read.error().message));
    }
  }
  return {};
}

std::expected<void, Error> look_up_variables(Options& options, const Lookup& variable) {
  for (const std::string& name : std::exchange(options.passed_variables, {})) {
    auto value = variable(name);
    if (!value) {
      return usage_error(std::format(
          "--env {0} passes the variable {0} on, but it is not set here. Set it first, or type "
          "--env {0}=VALUE.",
          name));
    }
    options.environment.emplace_back(name, *std::move(value));
  }
  if (!options.passes_credentials) {
    return {};
  }
  for (const std::string_view name : kRoleCredentials) {
    auto value = variable(std::string(name));
    if (value) {
      options.credentials.emplace_back(name, *std::move(value));
    }
    if (value || name == kSessionToken) {
      continue;
    }
    return usage_error(std::format(
        "--credentials environment needs {}, which is not set here. Set it first: eval \"$(aws "
        "configure export-credentials --format env)\"",
        name));
  }
  return {};
}

std::expected<void, Error> check_size(const Options& options) {
  std::map<std::string_view, std::string_view> variables;  // The last of equal names counts.
  for (const auto& [name, value] : options.environment) {
    variables[name] = value;
  }
  std::size_t bytes = 1;  // Of '{'; each member has a ',' or the '}' behind it.
  for (const auto& [name, value] : variables) {
    bytes += json_string(name).size() + 1 + json_string(value).size() + 1;
  }
  if (bytes <= quotas::kEnvironmentBytesMax) {
    return {};
  }
  return usage_error(std::format(
      "The function's variables have {} bytes as JSON; Lambda takes {}. Put the rest into a file "
      "beside the program.",
      bytes, quotas::kEnvironmentBytesMax));
}

}  // namespace

std::expected<Options, Error> parse_options(std::span<const std::string> arguments,
                                            const Lookup& variable) {
  Options options;
  if (std::ranges::find(arguments, "--help") != arguments.end()) {
    options.wants_help = true;
    return options;
  }
  if (auto read = read_variables(options, variable); !read) {
    return std::unexpected(std::move(read.error()));
  }
  const auto words = read_option_words(option_rules(), arguments);
  if (!words) {
    return usage_error(words.error().message);
  }
  for (const GivenOption& option : words->options) {
    if (auto read = read_option(options, option.name, option.value); !read) {
      return std::unexpected(std::move(read.error()));
    }
  }
  if (words->operands.size() > 1) {
    return usage_error(
        std::format("There are two handlers: {} and {}. Name one; an event goes behind --invoke.",
                    words->operands[0], words->operands[1]));
  }
  if (!words->operands.empty()) {
    options.handler = words->operands[0];
  }
  if (auto found = look_up_variables(options, variable); !found) {
    return std::unexpected(std::move(found.error()));
  }
  if (auto checked = check_size(options); !checked) {
    return std::unexpected(std::move(checked.error()));
  }
  return options;
}

std::string help_text() {
  const std::string text =
      "Runs a Lambda function on this machine, as Lambda would.\n\n"
      "  lambda-entrypoint [OPTIONS] [HANDLER]\n\n"
      "It serves Lambda's invoke API until it is stopped:\n"
      "  curl -d '{\"name\": \"Ada\"}' "
      "http://127.0.0.1:8080/2015-03-31/functions/function/invocations\n"
      "or runs one invocation:\n"
      "  lambda-entrypoint --bootstrap ./bootstrap --invoke '{\"name\": \"Ada\"}'\n"
      "With AWS_LAMBDA_RUNTIME_API set, as in Lambda itself, it becomes the bootstrap instead.\n"
      "HANDLER becomes _HANDLER for programs that hold several.\n\nOptions:\n";
  return text + options_help(option_rules(), ' ') +
         "\nIt exits with 0 after success, 1 after a function error (--invoke), 2 when what was "
         "typed cannot work.\n";
}

}  // namespace lambda::emulator
