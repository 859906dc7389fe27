// The options of the emulator: name, value, what it does, and how it is read.
#include "emulator/option_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <format>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "core/lambda/quotas.h"
#include "emulator/invoke/function_name.h"
#include "emulator/process/function_environment.h"

namespace lambda::emulator {
namespace {

constexpr std::uint64_t kConcurrencyMax = 1'000;
constexpr std::size_t kNoteBytesMax = 64 * 1024;

template <typename T>
std::optional<T> number(std::string_view text) {
  T value{};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc() || stop != end) {
    return std::nullopt;
  }
  return value;
}

std::expected<void, Error> read_timeout(Options& options, std::string_view value) {
  // libc++ has no from_chars for floating point on every platform we build for.
  const std::string_view whole = value.substr(0, value.find('.'));
  const std::string_view fraction =
      whole.size() == value.size() ? "0" : value.substr(whole.size() + 1);
  const auto seconds = number<std::uint64_t>(whole);
  const auto part = number<std::uint64_t>(fraction);
  const double total =
      seconds && part && fraction.size() <= 3
          ? static_cast<double>(*seconds) +
                static_cast<double>(*part) / std::pow(10.0, static_cast<double>(fraction.size()))
          : 0;
  if (total <= 0 || total > static_cast<double>(quotas::kTimeoutSecondsMax)) {
    return usage_error(std::format(
        "The timeout \"{}\" is not a number of seconds from 0.001 to {}. Type --timeout 30, say.",
        value, quotas::kTimeoutSecondsMax));
  }
  options.timeout = std::chrono::milliseconds(std::llround(total * 1000));
  return {};
}

std::expected<void, Error> read_memory(Options& options, std::string_view value) {
  const auto memory = number<std::uint64_t>(value);
  if (!memory || *memory < quotas::kMemoryMbMin || *memory > quotas::kMemoryMbMax) {
    return usage_error(std::format(
        "The memory \"{}\" is not a number of megabytes from {} to {}. Type --memory 512, say.",
        value, quotas::kMemoryMbMin, quotas::kMemoryMbMax));
  }
  options.memory_mb = *memory;
  return {};
}

std::expected<void, Error> read_concurrency(Options& options, std::string_view value) {
  const auto count = number<std::uint64_t>(value);
  if (!count || *count == 0 || *count > kConcurrencyMax) {
    return usage_error(std::format(
        "The concurrency \"{}\" is not a number from 1 to {}. Type --max-concurrency 10, say.",
        value, kConcurrencyMax));
  }
  options.concurrency_max = *count;
  return {};
}

std::expected<void, Error> read_function_name(Options& options, std::string_view value) {
  const auto name = parse_function_name(value);
  if (!name || name->name != value) {
    return usage_error(
        std::format("\"{}\" is not a function name: up to 64 letters, digits, '-' and '_'. Type "
                    "--function-name "
                    "hello, say.",
                    value));
  }
  options.function_name = value;
  return {};
}

bool is_credential(std::string_view name) { return std::ranges::contains(kRoleCredentials, name); }

std::expected<void, Error> read_credentials(Options& options, std::string_view value) {
  if (value != "environment") {
    return usage_error(
        std::format("\"{}\" is not where credentials are. Type --credentials environment.", value));
  }
  options.passes_credentials = true;
  return {};
}

std::expected<void, Error> read_variable(Options& options, std::string_view value) {
  const std::size_t equals = value.find('=');
  const std::string_view name = value.substr(0, equals);
  if (is_reserved_variable(name)) {
    return usage_error(std::format(
        "{} is reserved: Lambda sets it and refuses functions that set it. Choose another name{}.",
        name, is_credential(name) ? ", or type --credentials environment" : ""));
  }
  if (!is_variable_name(name)) {
    return usage_error(std::format(
        "\"{}\" is not a name that Lambda takes: a letter, then letters, digits and '_'. Type "
        "--env NAME=VALUE, or --env NAME for the value that it has here.",
        name));
  }
  if (equals == std::string_view::npos) {
    options.passed_variables.emplace_back(name);
    return {};
  }
  options.environment.emplace_back(name, value.substr(equals + 1));
  return {};
}

std::expected<void, Error> read_note_file(Options& options, std::string_view value) {
  const std::size_t equals = value.find('=');
  if (equals == std::string_view::npos) {
    return usage_error(
        std::format("\"{}\" does not name a file. Type --note-file LABEL=FILE.", value));
  }
  const std::string path(value.substr(equals + 1));
  std::ifstream file(path);
  if (!file) {
    return usage_error(std::format("The note's file {} cannot be read. Name one that can.", path));
  }
  std::string text(kNoteBytesMax, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  while (text.ends_with('\n')) {
    text.pop_back();
  }
  options.notes.push_back(std::format("{}{}", value.substr(0, equals), text));
  return {};
}

std::expected<void, Error> read_bootstrap(Options& options, std::string_view value) {
  options.bootstrap = value;
  return {};
}
std::expected<void, Error> read_address(Options& options, std::string_view value) {
  options.address = value;
  return {};
}
std::expected<void, Error> read_allowed_host(Options& options, std::string_view value) {
  while (!value.empty()) {
    const std::string_view host = value.substr(0, value.find(','));
    value.remove_prefix(std::min(value.size(), host.size() + 1));
    if (host.empty() || host.find_first_of("/: ") != std::string_view::npos) {
      return usage_error(std::format(
          "\"{}\" is not the name of a host. Type --allow-host lambda.example.com, say, without "
          "scheme and port.",
          host));
    }
    options.allowed_hosts.emplace_back(host);
  }
  return {};
}
std::expected<void, Error> read_task_root(Options& options, std::string_view value) {
  options.task_root = value;
  return {};
}
std::expected<void, Error> read_layer_root(Options& options, std::string_view value) {
  options.layer_root = value;
  return {};
}
std::expected<void, Error> read_port_file(Options& options, std::string_view value) {
  options.port_file = value;
  return {};
}
std::expected<void, Error> read_event(Options& options, std::string_view value) {
  options.event = value;
  return {};
}
std::expected<void, Error> read_typed_as(Options& options, std::string_view value) {
  options.typed_as = value;
  return {};
}
std::expected<void, Error> read_note(Options& options, std::string_view value) {
  options.notes.emplace_back(value);
  return {};
}

const EmulatorOption kOptions[] = {
    {{"invoke", "EVENT",
      "run one invocation and exit: EVENT is JSON text, @FILE, or - for standard\n"
      "input. The answer goes to standard output, all else to standard error"},
     read_event},
    {{"address", "HOST:PORT",
      "where to listen; port 0 lets the kernel choose (127.0.0.1:8080, or\n"
      "LAMBDA_EMULATOR_ADDRESS). 0.0.0.0:8080 lets other machines in"},
     read_address},
    {{"allow-host", "NAME",
      "let callers and web pages use this name of the machine beside its addresses,\n"
      "localhost, short names and *.internal; repeat for more, * allows all\n"
      "(LAMBDA_EMULATOR_ALLOW_HOST, separated by commas)"},
     read_allowed_host},
    {{"bootstrap", "PATH",
      "the function's program (bootstrap in the task root, then in the layer root,\n"
      "then in /var/runtime)"},
     read_bootstrap},
    {{"layer-root", "DIR",
      "what the function's layers hold; stands for /opt, also on its PATH and\n"
      "LD_LIBRARY_PATH (/opt)"},
     read_layer_root},
    {{"task-root", "DIR",
      "the function's folder, where it starts (LAMBDA_TASK_ROOT, else /var/task,\n"
      "else the bootstrap's folder)"},
     read_task_root},
    {{"function-name", "NAME", "its name (AWS_LAMBDA_FUNCTION_NAME, else function)"},
     read_function_name},
    {{"timeout", "SECONDS",
      "kill an invocation that takes longer (AWS_LAMBDA_FUNCTION_TIMEOUT, else 3)"},
     read_timeout},
    {{"memory", "MB",
      "what the function has: one that uses more is killed\n"
      "(AWS_LAMBDA_FUNCTION_MEMORY_SIZE, else 128)"},
     read_memory},
    {{"env", "NAME=VALUE",
      "a variable of the function, NAME alone for the value that it has here;\n"
      "repeat for more. All else in the environment stays here, but in an image"},
     read_variable},
    {{"credentials", "environment",
      "let the function have AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and\n"
      "AWS_SESSION_TOKEN as they are here (it has none)"},
     read_credentials},
    {{"max-concurrency", "N",
      "how many invocations may overlap, each in a process of its own (100);\n"
      "more are answered 429, as Lambda does"},
     read_concurrency},
    {{"port-file", "FILE", "write the port that was bound to FILE, for scripts"}, read_port_file},
    {{"note", "LINE", "print LINE at start, or after --invoke; repeat for more"}, read_note},
    {{"note-file", "LABEL=FILE", "the same, with LABEL and what FILE holds"}, read_note_file},
    {{"typed-as", "COMMAND", "what was typed to start this, for hints"}, read_typed_as},
};

}  // namespace

std::span<const EmulatorOption> emulator_options() { return kOptions; }

std::unexpected<Error> usage_error(std::string message) {
  return std::unexpected(Error{"Emulator.Usage", std::move(message)});
}

}  // namespace lambda::emulator
