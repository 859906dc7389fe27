// What the emulator's command line says, as a value.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lambda::emulator {

/// All as typed; nothing is looked up yet.
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

}  // namespace lambda::emulator
