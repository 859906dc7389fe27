// Both take the function's settings from the environment; each has its own words for the rest.
#include "tests/peers/emulator.h"

#include "tests/peers/runfile.h"

namespace lambda::peers {
namespace {

std::string local(uint16_t port) { return "127.0.0.1:" + std::to_string(port); }

std::vector<std::string> our_arguments(const EmulatorOptions& options, uint16_t port) {
  std::vector<std::string> arguments = {runfile("ENTRYPOINT"), "--address", local(port),
                                        "--bootstrap", options.bootstrap};
  for (const auto& [name, value] : options.environment) {
    arguments.insert(arguments.end(), {"--env", name + "=" + value});
  }
  arguments.insert(arguments.end(), {"--timeout", std::to_string(options.timeout.count())});
  if (!options.task_root.empty()) {
    arguments.insert(arguments.end(), {"--task-root", options.task_root});
  }
  if (options.memory_mb > 0) {
    arguments.insert(arguments.end(), {"--memory", std::to_string(options.memory_mb)});
  }
  if (!options.handler.empty()) {
    arguments.push_back(options.handler);
  }
  return arguments;
}

std::vector<std::string> aws_arguments(const EmulatorOptions& options, uint16_t port) {
  std::vector<std::string> arguments = {runfile("AWS_EMULATOR"),
                                        "--runtime-interface-emulator-address",
                                        local(port),
                                        "--runtime-api-address",
                                        local(free_port()),
                                        options.bootstrap};
  if (!options.handler.empty()) {
    arguments.push_back(options.handler);
  }
  return arguments;
}

}  // namespace

std::expected<std::unique_ptr<Server>, Error> start_emulator(const EmulatorOptions& options) {
  const uint16_t port = free_port();
  if (options.emulator == Emulator::kOurs) {
    return Server::start({our_arguments(options, port), {}, {}, {}}, port);
  }
  std::map<std::string, std::string> environment = options.environment;
  environment["AWS_LAMBDA_FUNCTION_TIMEOUT"] = std::to_string(options.timeout.count());
  if (!options.task_root.empty()) {
    environment["LAMBDA_TASK_ROOT"] = options.task_root;
  }
  if (options.memory_mb > 0) {
    environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = std::to_string(options.memory_mb);
  }
  return Server::start({aws_arguments(options, port), environment, {}, {}}, port);
}

}  // namespace lambda::peers
