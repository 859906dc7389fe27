// The tests' own bootstrap as a function of the emulator.
#include "emulator/testing/test_function.h"

#include <filesystem>
#include <utility>

#include "emulator/invoke/invoke_request.h"

namespace lambda::emulator::testing {

std::string data_path(std::string_view path) {
  // Bazel runs a test in the root of its data.
  return std::filesystem::absolute(path).string();
}

FunctionConfig test_function(std::string_view handler) {
  FunctionConfig config;
  config.handler = handler;
  config.bootstrap = data_path("emulator/testing/bootstrap");
  config.task_root = std::filesystem::path(config.bootstrap).parent_path().string();
  config.timeout = std::chrono::seconds(20);
  config.memory_mb = 1024;  // Sanitizers take a multiple of what a program takes.
  return config;
}

FunctionInvocation test_invocation(std::string payload) {
  InvokeRequest request;
  request.function.name = "function";
  request.payload = std::move(payload);
  return new_invocation(std::move(request), {});
}

}  // namespace lambda::emulator::testing
