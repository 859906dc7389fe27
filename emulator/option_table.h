// What the emulator's command line says, as a value, and the table of options that fills it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/errors/error.h"
#include "core/options/option_words.h"

namespace lambda::emulator {

/// As typed; parse_options() then looks variables up.
struct Options {
  bool wants_help = false;
  std::string handler;
  std::optional<std::string> bootstrap;
  std::string address = "127.0.0.1:8080";
  std::vector<std::string> allowed_hosts;  // "*" stands for all.
  std::string function_name = "function";
  std::chrono::milliseconds timeout{3'000};
  std::uint64_t memory_mb = 128;
  std::vector<std::pair<std::string, std::string>> environment;
  std::vector<std::string> passed_variables;  // Names; parse_options() moves them to environment.
  bool passes_credentials = false;
  std::vector<std::pair<std::string, std::string>> credentials;  // Of the caller, if wanted.
  std::size_t concurrency_max = 100;
  std::string layer_root = "/opt";
  std::string task_root;  // Empty: /var/task, or the bootstrap's own folder.
  std::string port_file;
  std::optional<std::string> event;  // JSON text, "@FILE" or "-".
  std::vector<std::string> notes;    // Lines to print; those of files are read already.
  std::string typed_as;              // The command that started us, for hints; may be empty.
};

/// One option. `read` stores the value, or says what is wrong with it.
struct EmulatorOption {
  OptionRule rule;
  std::expected<void, Error> (*read)(Options& options, std::string_view value);
};

/// What a role's credentials are in; the last may be absent.
inline constexpr std::string_view kRoleCredentials[] = {
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"};

/// In the order in which --help shows them.
std::span<const EmulatorOption> emulator_options();

/// Error: Emulator.Usage.
std::unexpected<Error> usage_error(std::string message);

}  // namespace lambda::emulator
