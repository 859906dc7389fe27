// Reads a launch plan and makes the command of it. Source: launch_plan.h.
#include "images/tools/launch/launch_plan.h"

#include <algorithm>

#include "core/errors/error.h"

namespace lambda::images {
namespace {

constexpr std::size_t kFieldsMax = 10'000;
constexpr const char* kEventByDefault = "{}";
const std::string kRun = "tools/bazel run ";

std::unexpected<Error> malformed(const std::string& why) {
  return failure("Launch.Malformed", "The launch plan beside this program " + why +
                                         ". Build the target again; do not move its files.");
}

bool read_target_field(LaunchTarget& target, std::string_view field, const std::string& value) {
  if (field == "entrypoint") {
    target.entrypoint = value;
  } else if (field == "task") {
    target.task = value;
  } else if (field == "layer") {
    target.layer = value;
  } else if (field == "digest") {
    target.digest = value;
  } else {
    return false;
  }
  return true;
}

bool read_field(LaunchPlan& plan, std::string_view field, const std::string& value) {
  if (field == "verb") {
    plan.is_invoke = value == "invoke";
    return plan.is_invoke || value == "serve";
  }
  if (field == "function") {
    plan.function = value;
  } else if (field == "label") {
    plan.label = value;
  } else if (field == "handler") {
    plan.handler = value;
  } else if (field == "option") {
    plan.options.push_back(value);
  } else if (field == "note") {
    plan.notes.push_back(value);
  } else if (field == "architecture") {
    plan.targets.push_back({.architecture = value});
  } else {
    return !plan.targets.empty() && read_target_field(plan.targets.back(), field, value);
  }
  return true;
}

std::string machine_of(const std::string& architecture) {
  return architecture == "arm64" ? "aarch64" : architecture;
}

// Every option of the entry point takes a value, in the same word or in the next one.
bool takes_next_word(const std::string& word) {
  return word.starts_with("--") && word.size() > 2 && word.find('=') == std::string::npos;
}

}  // namespace

std::expected<LaunchPlan, Error> parse_launch_plan(std::string_view text) {
  LaunchPlan plan;
  std::size_t fields = 0;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string_view line = text.substr(start, end - start);
    start = end + 1;
    const std::size_t tab = line.find('\t');
    if (++fields > kFieldsMax) {
      return malformed("is too long");
    }
    if (tab == line.npos ||
        !read_field(plan, line.substr(0, tab), std::string(line.substr(tab + 1)))) {
      return malformed("has the line '" + std::string(line.substr(0, 80)) + "', which is no field");
    }
  }
  for (const LaunchTarget& target : plan.targets) {
    if (target.entrypoint.empty() || target.task.empty()) {
      return malformed("lacks a file for " + target.architecture);
    }
  }
  if (plan.targets.empty() || plan.function.empty()) {
    return malformed("names no function");
  }
  return plan;
}

std::expected<LaunchTarget, Error> choose_target(
    const LaunchPlan& plan, std::string_view machine,
    const std::function<bool(const LaunchTarget&)>& runs) {
  std::string built_for;
  for (const LaunchTarget& target : plan.targets) {
    if (machine_of(target.architecture) == machine) {
      return target;
    }
    built_for += (built_for.empty() ? "" : ", ") + target.architecture;
  }
  const auto emulated = std::ranges::find_if(plan.targets, runs);
  if (emulated != plan.targets.end()) {
    return *emulated;
  }
  const std::string wanted = machine == "aarch64" ? "arm64" : std::string(machine);
  return failure("Launch.WrongMachine",
                 plan.function + " is built for " + built_for + ", but this machine is " + wanted +
                     " and cannot run it. Add it: architectures = [\"" + wanted +
                     "\", ...]; the image and the zip for " + built_for +
                     " are built all the same. Or install an emulator of "
                     "processors (Debian: qemu-user-static, "
                     "binfmt-support).");
}

std::expected<std::vector<std::string>, Error> launch_command(
    const LaunchPlan& plan, const LaunchTarget& target, const std::vector<std::string>& words,
    const std::function<std::string(const std::string&)>& find) {
  const std::string task = find(target.task);
  const std::string program = target.layer.empty() ? "--bootstrap=" + task + "/bootstrap"
                                                   : "--layer-root=" + find(target.layer);
  std::vector<std::string> command = {find(target.entrypoint), program, "--task-root=" + task,
                                      "--function-name=" + plan.function};
  if (!plan.label.empty()) {
    command.push_back("--typed-as=" + kRun + plan.label);
  }
  command.insert(command.end(), plan.options.begin(), plan.options.end());
  if (!target.digest.empty()) {
    command.push_back("--note-file=image digest: =" + find(target.digest));
  }
  for (const std::string& note : plan.notes) {
    command.push_back("--note=" + note);
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
  if (operands.size() > (plan.is_invoke ? 1 : 0)) {
    return failure("Usage", "'" + operands.back() + "' is not expected" +
                                (plan.is_invoke ? " after the event. Quote the event as one word: "
                                                  "-- '{\"name\": \"Ada\"}'."
                                                : ". A server takes options only: -- --help."));
  }
  if (!plan.handler.empty()) {
    command.push_back(plan.handler);
  }
  if (plan.is_invoke) {
    command.push_back("--invoke=" + (operands.empty() ? kEventByDefault : operands.front()));
  }
  return command;
}

std::string launch_help(const LaunchPlan& plan) {
  const std::string run = kRun + plan.label + " -- ";
  const std::string options =
      "\nOptions are the emulator's and stand before or after the event, for example\n"
      "  --timeout SECONDS    --memory MB    --env NAME=VALUE    --credentials environment\n";
  if (plan.is_invoke) {
    return "Runs " + plan.function + " once, as Lambda would, and prints its answer.\n\n  " + run +
           "'{\"name\": \"Ada\"}'    the event, as JSON\n  " + run +
           "@event.json          the event in a file, seen from your folder\n  " + run +
           "-                    the event from standard input\nWithout an event it is {}.\n" +
           options;
  }
  return "Serves " + plan.function + " as Lambda would, until you stop it with Ctrl-C.\n\n  " +
         run +
         "--address 127.0.0.1:9000\n\nInvoke it from another terminal:\n"
         "  curl -d '{}' http://127.0.0.1:9000/2015-03-31/functions/" +
         plan.function + "/invocations\n" + options +
         "  --address HOST:PORT  --port-file FILE  --max-concurrency N\n";
}

}  // namespace lambda::images
