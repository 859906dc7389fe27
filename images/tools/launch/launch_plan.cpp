// Turns a function's document and the user's words into the entry point's command.
#include "images/tools/launch/launch_plan.h"

#include <algorithm>
#include <iterator>

namespace lambda::images {
namespace {

constexpr const char* kEventByDefault = "{}";
const std::string kRun = "tools/bazel run ";

std::unexpected<Error> malformed(const std::string& why) {
  return failure("Launch.Malformed", "The function's document beside this program " + why +
                                         ". Build the target again; do not move its files.");
}

bool is_invoke(const FunctionDocument& function) { return function.verb == "invoke"; }

// The function's configuration as the entry point's options.
std::vector<std::string> configuration(const FunctionDocument& function) {
  std::vector<std::string> options;
  if (!is_invoke(function) && !function.handler.empty()) {
    // A server that loads code by its name loads it anew after a build: runtime/lisp does.
    options.emplace_back("--env=LAMBDA_RELOAD=1");
  }
  for (const auto& [name, value] : function.environment) {
    options.push_back("--env=" + name + "=" + value);
  }
  if (function.timeout_seconds != 0) {
    options.push_back("--timeout=" + std::to_string(function.timeout_seconds));
  }
  if (function.memory_mb != 0) {
    options.push_back("--memory=" + std::to_string(function.memory_mb));
  }
  return options;
}

std::string machine_of(const std::string& architecture) {
  return architecture == "arm64" ? "aarch64" : architecture;
}

// Every option of the entry point takes a value, in the same word or in the next one.
bool takes_next_word(const std::string& word) {
  return word.starts_with("--") && word.size() > 2 && word.find('=') == std::string::npos;
}

}  // namespace

std::expected<void, Error> check_launch(const FunctionDocument& function) {
  if (!is_invoke(function) && function.verb != "serve") {
    return malformed("is for '" + function.verb + "', not for invoke or serve");
  }
  for (const FunctionArchitecture& target : function.architectures) {
    if (target.entrypoint.empty() || target.task.empty()) {
      return malformed("lacks a file for " + target.architecture);
    }
  }
  return {};
}

std::expected<FunctionArchitecture, Error> choose_target(
    const FunctionDocument& function, std::string_view machine,
    const std::function<bool(const FunctionArchitecture&)>& runs) {
  std::string built_for;
  for (const FunctionArchitecture& target : function.architectures) {
    if (machine_of(target.architecture) == machine) {
      return target;
    }
    built_for += (built_for.empty() ? "" : ", ") + target.architecture;
  }
  const auto emulated = std::ranges::find_if(function.architectures, runs);
  if (emulated != function.architectures.end()) {
    return *emulated;
  }
  const std::string wanted = machine == "aarch64" ? "arm64" : std::string(machine);
  return failure("Launch.WrongMachine",
                 function.name + " is built for " + built_for + ", but this machine is " + wanted +
                     " and cannot run it. Add it: architectures = [\"" + wanted +
                     "\", ...]; the image and the zip for " + built_for +
                     " are built all the same. Or install an emulator of "
                     "processors (Debian: qemu-user-static, "
                     "binfmt-support).");
}

std::expected<std::vector<std::string>, Error> launch_command(
    const FunctionDocument& function, const FunctionArchitecture& target,
    const std::vector<std::string>& words) {
  const std::string task = target.task.string();
  const std::string program = target.layer_folder.empty()
                                  ? "--bootstrap=" + task + "/bootstrap"
                                  : "--layer-root=" + target.layer_folder.string();
  std::vector<std::string> command = {target.entrypoint.string(), program, "--task-root=" + task,
                                      "--function-name=" + function.name};
  if (!function.label.empty()) {
    command.push_back("--typed-as=" + kRun + function.label);
  }
  std::ranges::move(configuration(function), std::back_inserter(command));
  if (!target.digest.empty()) {
    command.push_back("--note-file=image digest: =" + target.digest.string());
  }
  for (const std::string& output : function.outputs) {
    command.push_back("--note=" + output);
  }
  std::vector<std::string> operands;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!words[i].starts_with("--")) {
      operands.push_back(words[i]);
      continue;
    }
    command.push_back(words[i]);
    if (takes_next_word(words[i]) && i + 1 < words.size()) {
      command.push_back(words[++i]);
    }
  }
  if (operands.size() > (is_invoke(function) ? 1 : 0)) {
    return failure("Usage",
                   "'" + operands.back() + "' is not expected" +
                       (is_invoke(function) ? " after the event. Quote the event as one word: "
                                              "-- '{\"name\": \"Ada\"}'."
                                            : ". A server takes options only: -- --help."));
  }
  if (!function.handler.empty()) {
    command.push_back(function.handler);
  }
  if (is_invoke(function)) {
    command.push_back("--invoke=" + (operands.empty() ? kEventByDefault : operands.front()));
  }
  return command;
}

std::string launch_help(const FunctionDocument& function) {
  const std::string run = kRun + function.label + " -- ";
  const std::string options =
      "\nOptions are the emulator's and stand before or after the event, for example\n"
      "  --timeout SECONDS    --memory MB    --env NAME=VALUE    --credentials environment\n";
  if (is_invoke(function)) {
    return "Runs " + function.name + " once, as Lambda would, and prints its answer.\n\n  " + run +
           "'{\"name\": \"Ada\"}'    the event, as JSON\n  " + run +
           "@event.json          the event in a file, seen from your folder\n  " + run +
           "-                    the event from standard input\nWithout an event it is {}.\n" +
           options;
  }
  return "Serves " + function.name + " as Lambda would, until you stop it with Ctrl-C.\n\n  " +
         run +
         "--address 127.0.0.1:9000\n\nInvoke it from another terminal:\n"
         "  curl -d '{}' http://127.0.0.1:9000/2015-03-31/functions/" +
         function.name + "/invocations\n" + options +
         "  --address HOST:PORT  --port-file FILE  --max-concurrency N\n";
}

}  // namespace lambda::images
