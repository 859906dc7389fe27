// Runs one invocation from the command line.
#include "emulator/invoke_once.h"

#include <cstdio>
#include <format>
#include <fstream>
#include <optional>
#include <thread>
#include <utility>

#include "core/json/json_check.h"
#include "emulator/invoke/invoke_request.h"
#include "emulator/process/wake_signal.h"
#include "emulator/sandbox/invocation.h"

namespace lambda::emulator {
namespace {

constexpr int kExitFunctionError = 1;
constexpr int kExitSignalBase = 128;

std::unexpected<Error> event_error(std::string message) {
  return std::unexpected(Error{"Emulator.Event", std::move(message)});
}

/// At most one byte more than Lambda takes.
std::string read_bounded(std::istream& stream) {
  std::string text(kEventBytesMax + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

}  // namespace

std::expected<std::string, Error> read_event(const std::string& argument,
                                             std::istream& standard_input, const std::string& how) {
  std::string event = argument;
  std::string name = "The event";
  if (argument == "-") {
    name = "The event on standard input";
    event = read_bounded(standard_input);
  } else if (argument.starts_with('@')) {
    const std::string path = argument.substr(1);
    name = std::format("The event in {}", path);
    std::ifstream file(path, std::ios::binary);
    if (!file) {
      return event_error(std::format(
          "The event's file {} cannot be read. Name one that can: {} @FILE.", path, how));
    }
    event = read_bounded(file);
  }
  if (event.size() > kEventBytesMax) {
    return event_error(
        std::format("{} is larger than {} bytes, which is all that Lambda takes. "
                    "Pass a reference to it, such as an S3 key.",
                    name, kEventBytesMax));
  }
  if (const auto fault = find_json_fault(event)) {
    return event_error(std::format(
        "{} is not JSON: {}. Type JSON text, quoted for the shell: {} '{{\"name\": \"Ada\"}}'; a "
        "plain text is '\"text\"'; a file is @FILE.",
        name, describe(*fault), how));
  }
  return event;
}

int invoke_once(EnvironmentPool& pool, std::string event, StopSignals& signals) {
  InvokeRequest request;
  request.function.name = pool.config().name;
  request.payload = std::move(event);
  FunctionInvocation invocation = new_invocation(std::move(request), pool.config());

  WakeSignal done;
  std::optional<FunctionResult> outcome;
  std::thread worker([&] {
    outcome = pool.invoke_now(std::move(invocation));
    done.raise();
  });
  const auto signal = signals.wait(done.fd());
  if (signal) {
    pool.stop();
  }
  worker.join();
  if (signal) {
    return kExitSignalBase + *signal;
  }

  pool.stop();
  signals.release();  // Nobody may read what follows.
  if (!outcome) {
    std::fputs(
        "No thread can be started for the function. Raise the limits of processes and open "
        "files (ulimit -u, ulimit -n).\n",
        stderr);
    return kExitFunctionError;
  }
  if (!outcome->payload.ends_with('\n')) {
    outcome->payload += '\n';
  }
  std::fwrite(outcome->payload.data(), 1, outcome->payload.size(), stdout);
  if (std::fflush(stdout) != 0) {
    std::fputs("The answer could not be written to standard output.\n", stderr);
    return kExitFunctionError;
  }
  return outcome->is_function_error ? kExitFunctionError : 0;
}

}  // namespace lambda::emulator
