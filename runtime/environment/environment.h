// The environment variables Lambda sets, each read once.
// Source: AWS Lambda Developer Guide, "Working with Lambda environment variables", defined
// variables.
#pragma once

#include <cstdint>
#include <string>

namespace lambda {

/// Owns its texts; each is empty when its variable is not set.
struct Environment {
  std::string runtime_api;       // AWS_LAMBDA_RUNTIME_API, host:port.
  std::string handler;           // _HANDLER: what the user configured as handler.
  std::string task_root;         // LAMBDA_TASK_ROOT
  std::string region;            // AWS_REGION
  std::string function_name;     // AWS_LAMBDA_FUNCTION_NAME
  std::string function_version;  // AWS_LAMBDA_FUNCTION_VERSION
  std::uint32_t function_memory_mib =
      0;                            // AWS_LAMBDA_FUNCTION_MEMORY_SIZE; 0 when absent or malformed.
  std::string initialization_type;  // AWS_LAMBDA_INITIALIZATION_TYPE
  std::string log_group_name;       // AWS_LAMBDA_LOG_GROUP_NAME
  std::string log_stream_name;      // AWS_LAMBDA_LOG_STREAM_NAME
  std::string log_format;           // AWS_LAMBDA_LOG_FORMAT: `JSON` or `Text`.
  std::string log_level;            // AWS_LAMBDA_LOG_LEVEL: `TRACE` to `FATAL`.
};

/// `variables`: `NAME=value` texts, ended by a null pointer, as the C library's environ is.
Environment read_environment(const char* const* variables);

}  // namespace lambda
