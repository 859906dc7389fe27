// Functions that keep the rules, some of which want much.
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <format>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "emulator/testing/behaviours.h"
#include "emulator/testing/descendants.h"

namespace lambda::emulator::testing {
namespace {

std::string headers_as_json(const RawAnswer& event) {
  std::string text = "{";
  for (const auto& [name, value] : event.headers) {
    std::string escaped;
    for (const char c : value) {
      escaped += c == '"' ? std::string("\\\"") : std::string(1, c);
    }
    text += std::format(R"({}"{}":"{}")", text.size() > 1 ? "," : "", name, escaped);
  }
  return text + "}";
}

std::string environment_as_json() {
  std::string text = "{";
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view variable = *entry;
    const std::size_t equals = variable.find('=');
    text += std::format(R"({}"{}":"{}")", text.size() > 1 ? "," : "", variable.substr(0, equals),
                        variable.substr(equals + 1));
  }
  char folder[4096];
  return text + std::format(R"(,"cwd":"{}"}})", ::getcwd(folder, sizeof folder));
}

/// Touches as many megabytes as the event says, for as long as the result lives.
std::vector<char> take_memory(const RawAnswer& event) {
  std::vector<char> memory(std::strtoull(event.body.c_str(), nullptr, 10) << 20, 'm');
  asm volatile("" : : "r"(memory.data()) : "memory");  // Somebody may look at it.
  return memory;
}

/// Leaves processes behind in a way that depends on the event, a number, then answers, exits or
/// crashes.
std::string leave_something(const RawAnswer& event) {
  const int kind = std::atoi(event.body.c_str()) % 5;
  leave_ended(1);
  leave_daemon();
  leave_sessions(1);
  if (kind == 2) {
    std::abort();
  }
  if (kind == 3) {
    std::exit(3);
  }
  if (kind == 4) {
    ::raise(SIGKILL);
  }
  return event.body;
}

}  // namespace

Behaviours honest_behaviours() {
  return {
      {"echo", serve([](const RawAnswer& event) { return event.body; })},
      {"headers", serve(headers_as_json)},
      {"environment", serve([](const RawAnswer&) { return environment_as_json(); })},
      {"pid", serve([](const RawAnswer&) { return std::to_string(::getpid()); })},
      {"slow", serve([](const RawAnswer& event) {
         std::this_thread::sleep_for(std::chrono::milliseconds(200));
         return event.body;
       })},
      {"log", serve([](const RawAnswer& event) {
         std::printf("to standard output\nwithout end");
         std::fflush(stdout);
         std::fprintf(stderr, "to standard error\n");
         return event.body;
       })},
      {"flood", serve([](const RawAnswer& event) {
         for (int i = 0; i < 20'000; ++i) {
           std::printf("line %d\n", i);
         }
         std::fflush(stdout);
         return event.body;
       })},
  };
}

Behaviours greedy_behaviours() {
  return {
      {"leaves", serve(leave_something)},
      {"holds-memory", serve([](const RawAnswer& event) {
         const std::vector<char> memory = take_memory(event);
         std::this_thread::sleep_for(std::chrono::seconds(1));
         return event.body;
       })},
      {"touches-memory", serve([](const RawAnswer& event) {
         take_memory(event);
         return event.body;
       })},
      {"holds-memory-in-init",
       [](RuntimeClient&) {
         const RawAnswer event{.status = 200, .headers = {}, .body = "300"};
         const std::vector<char> memory = take_memory(event);
         sleep_forever();
       }},
  };
}

}  // namespace lambda::emulator::testing
