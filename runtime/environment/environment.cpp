// One pass over the variables. The first of two equal names counts, as for getenv().
#include "runtime/environment/environment.h"

#include <array>
#include <charconv>
#include <string_view>
#include <system_error>

namespace lambda {
namespace {

struct Variable {
  std::string_view name;
  std::string Environment::* text;
};
constexpr std::array<Variable, 11> kVariables{{
    {"AWS_LAMBDA_RUNTIME_API", &Environment::runtime_api},
    {"_HANDLER", &Environment::handler},
    {"LAMBDA_TASK_ROOT", &Environment::task_root},
    {"AWS_REGION", &Environment::region},
    {"AWS_LAMBDA_FUNCTION_NAME", &Environment::function_name},
    {"AWS_LAMBDA_FUNCTION_VERSION", &Environment::function_version},
    {"AWS_LAMBDA_INITIALIZATION_TYPE", &Environment::initialization_type},
    {"AWS_LAMBDA_LOG_GROUP_NAME", &Environment::log_group_name},
    {"AWS_LAMBDA_LOG_STREAM_NAME", &Environment::log_stream_name},
    {"AWS_LAMBDA_LOG_FORMAT", &Environment::log_format},
    {"AWS_LAMBDA_LOG_LEVEL", &Environment::log_level},
}};

std::uint32_t number_or_zero(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failure == std::errc{} && end == text.data() + text.size() ? number : 0;
}

}  // namespace

Environment read_environment(const char* const* variables) {
  Environment environment;
  std::string memory;
  for (; *variables != nullptr; ++variables) {
    const std::string_view variable = *variables;
    const std::string_view name = variable.substr(0, variable.find('='));
    if (name.size() == variable.size()) {
      continue;
    }
    const std::string_view value = variable.substr(name.size() + 1);
    if (name == "AWS_LAMBDA_FUNCTION_MEMORY_SIZE" && memory.empty()) {
      memory = value;
    }
    for (const Variable& known : kVariables) {
      if (name == known.name && (environment.*known.text).empty()) {
        environment.*known.text = value;
      }
    }
  }
  environment.function_memory_mib = number_or_zero(memory);
  return environment;
}

}  // namespace lambda
