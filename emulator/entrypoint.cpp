// The program that starts a function: its emulator on a laptop, its bootstrap in Lambda.
// Source: AWS Lambda Developer Guide, "Create a Lambda function using a container image".
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "core/errors/error.h"
#include "emulator/become_bootstrap.h"
#include "emulator/invoke/event_queue.h"
#include "emulator/invoke/invoke_api.h"
#include "emulator/invoke/invoke_server.h"
#include "emulator/invoke_once.h"
#include "emulator/options.h"
#include "emulator/process/bootstrap_file.h"
#include "emulator/process/function_config.h"
#include "emulator/sandbox/environment_pool.h"
#include "emulator/sandbox/log_sink.h"
#include "emulator/sandbox/stream_sink.h"
#include "emulator/stop_signals.h"

namespace {

namespace emulator = lambda::emulator;

constexpr int kExitUsage = 2;
constexpr const char* kImageTaskRoot = "/var/task";
constexpr std::size_t kEventWorkersMax = 16;
constexpr std::size_t kConnectionsMin = 64;
constexpr std::size_t kConnectionsMax = 4'096;

int fail(const lambda::Error& error) {
  std::fprintf(stderr, "%s\n", error.message.c_str());
  return kExitUsage;
}

std::optional<std::string> variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr || *value == '\0') {
    return std::nullopt;
  }
  return value;
}

std::vector<std::string> all_variables() {
  std::vector<std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    variables.emplace_back(*entry);
  }
  return variables;
}

std::expected<emulator::FunctionConfig, lambda::Error> configure(const emulator::Options& options) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  std::string task_root = options.task_root;
  if (task_root.empty() && !options.bootstrap) {
    task_root = kImageTaskRoot;
  }

  emulator::FunctionConfig config;
  config.layer_root = fs::absolute(options.layer_root, ignored).string();
  if (options.bootstrap) {
    config.bootstrap = fs::absolute(*options.bootstrap, ignored).string();
  } else {
    auto found =
        emulator::find_bootstrap(emulator::bootstrap_candidates(task_root, config.layer_root));
    if (!found) {
      return std::unexpected(std::move(found.error()));
    }
    config.bootstrap = *std::move(found);
  }
  if (auto checked = emulator::check_bootstrap(config.bootstrap); !checked) {
    return std::unexpected(std::move(checked.error()));
  }
  if (task_root.empty()) {
    task_root = fs::path(config.bootstrap).parent_path().string();
  }
  config.task_root = fs::absolute(task_root, ignored).string();
  if (!fs::is_directory(config.task_root, ignored)) {
    return std::unexpected(lambda::Error{
        "Runtime.InvalidWorkingDir",
        std::format(
            "The task root {} is not a folder. Name the function's folder: --task-root DIR.",
            config.task_root)});
  }
  config.name = options.function_name;
  config.handler = options.handler.empty() ? variable("_HANDLER").value_or("") : options.handler;
  config.region =
      variable("AWS_REGION").value_or(variable("AWS_DEFAULT_REGION").value_or(config.region));
  config.timeout = options.timeout;
  config.memory_mb = options.memory_mb;
  config.environment = options.environment;
  config.credentials = options.credentials;
  // What lies where only an image has it is run with the image's variables, which are ours.
  config.is_image = !options.bootstrap && task_root == kImageTaskRoot &&
                    config.layer_root == emulator::kLayerRoot;
  return config;
}

/// Each environment costs about ten descriptors, and most systems grant 1,024 until asked.
void allow_many_descriptors() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
    return;
  }
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// A quarter of all descriptors: the environments need the rest.
std::size_t connections_max() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
    return kConnectionsMin;
  }
  return std::clamp<std::size_t>(limit.rlim_cur / 4, kConnectionsMin, kConnectionsMax);
}

void print_notes(const emulator::Options& options, emulator::LogSink& log) {
  for (const std::string& note : options.notes) {
    log.write(note + "\n");
  }
}

/// How to invoke it, and what to do when it changes.
std::string welcome(const emulator::Options& options, const std::string& address) {
  std::string text = std::format(
      "{0} waits at http://{1}. Invoke it:\n"
      "  curl -d '{{}}' http://{1}/2015-03-31/functions/{0}/invocations\n",
      options.function_name, address);
  const bool reloads =
      std::ranges::find(options.environment, "LAMBDA_RELOAD",
                        &std::pair<std::string, std::string>::first) != options.environment.end();
  if (reloads) {
    return text;
  }
  return text + std::format(
                    "It runs the program as it is now. After a change of its code stop it with "
                    "Ctrl-C and start it again{}\n",
                    options.typed_as.empty() ? "." : ":\n  " + options.typed_as);
}

/// Whole or not at all: a script may read it as soon as it is there.
bool write_port_file(const std::string& path, std::uint16_t port) {
  const std::string partial = path + ".partial";
  std::ofstream file(partial);
  file << port << '\n';
  file.close();
  return file && std::rename(partial.c_str(), path.c_str()) == 0;
}

int serve(const emulator::Options& options, emulator::EnvironmentPool& pool,
          emulator::StopSignals& signals, emulator::LogSink& log) {
  emulator::EventQueue events(pool, std::min(options.concurrency_max, kEventWorkersMax));
  emulator::InvokeApi api(pool, events, options.allowed_hosts);
  emulator::ServerOptions server_options;
  server_options.connections_max = connections_max();
  auto server = emulator::InvokeServer::start(options.address, api, server_options);
  if (!server) {
    return fail(server.error());
  }
  if (!options.port_file.empty() && !write_port_file(options.port_file, (*server)->port())) {
    std::fprintf(stderr, "The port cannot be written to %s. Name a file that can: --port-file.\n",
                 options.port_file.c_str());
    return kExitUsage;
  }
  log.write(welcome(options, (*server)->address()));
  print_notes(options, log);
  signals.wait(-1);
  pool.stop();
  if (const std::size_t forgotten = events.stop(); forgotten > 0) {
    log.write(std::format("{} events were still waiting and are lost.\n", forgotten));
  }
  (*server)->stop();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (const auto runtime_api = variable("AWS_LAMBDA_RUNTIME_API")) {
    return emulator::become_bootstrap(arguments.empty() ? "" : arguments[0], *runtime_api);
  }
  const auto options = emulator::parse_options(arguments, variable);
  if (!options) {
    return fail(options.error());
  }
  if (options->wants_help) {
    std::fputs(emulator::help_text().c_str(), stdout);
    return 0;
  }
  auto config = configure(*options);
  if (!config) {
    return fail(config.error());
  }

  std::string event;
  if (options->event) {
    const std::string how = options->typed_as.empty() ? "--invoke" : options->typed_as + " --";
    auto read = emulator::read_event(*options->event, std::cin, how);
    if (!read) {
      return fail(read.error());
    }
    event = *std::move(read);
  }
  emulator::StopSignals signals;
  allow_many_descriptors();
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);  // What a function leaves behind comes to us, to be ended.
  // As process 1 of a container it is the parent of others' orphans too: the kernel reaps them.
  if (::getpid() == 1) {
    ::signal(SIGCHLD, SIG_IGN);
  }
  emulator::StreamSink log(STDERR_FILENO);
  emulator::EnvironmentPool pool(*std::move(config), all_variables(), log,
                                 options->concurrency_max);
  if (!options->event) {
    return serve(*options, pool, signals, log);
  }
  const int status = emulator::invoke_once(pool, std::move(event), signals);
  print_notes(*options, log);
  return status;
}
