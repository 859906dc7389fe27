// The command line of the emulator, and the environment variables that stand for parts of it.
#include "emulator/options.h"

#include <algorithm>
#include <format>
#include <map>
#include <numeric>
#include <string_view>
#include <utility>
#include <vector>

#include "core/json/json_string.h"
#include "core/lambda/quotas.h"
#include "emulator/option_table.h"

namespace lambda::emulator {
namespace {

constexpr std::size_t kHelpColumn = 28;
constexpr std::string_view kSessionToken = "AWS_SESSION_TOKEN";  // A user's own keys have none.

struct VariableRule {
  std::string_view variable;
  std::string_view option;
};

constexpr VariableRule kVariables[] = {
    {"LAMBDA_EMULATOR_ADDRESS", "--address"},        {"LAMBDA_EMULATOR_ALLOW_HOST", "--allow-host"},
    {"AWS_LAMBDA_FUNCTION_NAME", "--function-name"}, {"AWS_LAMBDA_FUNCTION_TIMEOUT", "--timeout"},
    {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "--memory"}, {"LAMBDA_TASK_ROOT", "--task-root"},
};

const OptionRule* find_rule(std::string_view name) {
  const auto rules = option_rules();
  const auto found = std::ranges::find(rules, name, &OptionRule::name);
  return found == rules.end() ? nullptr : &*found;
}

/// How many letters must change to make `a` of `b` (Levenshtein).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row.back();
}

std::unexpected<Error> unknown_option(std::string_view name) {
  const auto nearest = std::ranges::min_element(option_rules(), {}, [&](const OptionRule& rule) {
    return edit_distance(name.substr(0, 64), rule.name);
  });
  return usage_error(std::format("There is no option {}. Did you mean {} {}? --help lists all.",
                                 name, nearest->name, nearest->placeholder));
}

std::expected<void, Error> read_variables(Options& options, const Lookup& variable) {
  for (const VariableRule& rule : kVariables) {
    const auto value = variable(std::string(rule.variable));
    if (!value || value->empty()) {
      continue;
    }
    if (auto read = find_rule(rule.option)->read(options, *value); !read) {
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
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (!argument.starts_with("--")) {
      if (!options.handler.empty()) {
        return usage_error(std::format(
            "There are two handlers: {} and {}. Name one; an event goes behind --invoke.",
            options.handler, argument));
      }
      options.handler = argument;
      continue;
    }
    const std::size_t equals = argument.find('=');
    const OptionRule* rule = find_rule(argument.substr(0, equals));
    if (rule == nullptr) {
      return unknown_option(argument.substr(0, equals));
    }
    if (equals == std::string_view::npos && i + 1 == arguments.size()) {
      return usage_error(std::format("{} lacks its value. Type {} {}.", rule->name, rule->name,
                                     rule->placeholder));
    }
    const std::string_view value =
        equals == std::string_view::npos ? arguments[++i] : argument.substr(equals + 1);
    if (auto read = rule->read(options, value); !read) {
      return std::unexpected(std::move(read.error()));
    }
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
  std::string text =
      "Runs a Lambda function on this machine, as Lambda would.\n\n"
      "  lambda-entrypoint [OPTIONS] [HANDLER]\n\n"
      "It serves Lambda's invoke API until it is stopped:\n"
      "  curl -d '{\"name\": \"Ada\"}' "
      "http://127.0.0.1:8080/2015-03-31/functions/function/invocations\n"
      "or runs one invocation:\n"
      "  lambda-entrypoint --bootstrap ./bootstrap --invoke '{\"name\": \"Ada\"}'\n"
      "With AWS_LAMBDA_RUNTIME_API set, as in Lambda itself, it becomes the bootstrap instead.\n"
      "HANDLER becomes _HANDLER for programs that hold several.\n\nOptions:\n";
  for (const OptionRule& rule : option_rules()) {
    std::string column = std::format("  {} {}", rule.name, rule.placeholder);
    std::string_view help = rule.help;
    while (!help.empty()) {
      const std::string_view line = help.substr(0, help.find('\n'));
      help.remove_prefix(std::min(help.size(), line.size() + 1));
      text += std::format("{:<{}} {}\n", column, kHelpColumn, line);
      column.clear();
    }
  }
  return text +
         "\nIt exits with 0 after success, 1 after a function error (--invoke), 2 when what was "
         "typed cannot work.\n";
}

}  // namespace lambda::emulator
