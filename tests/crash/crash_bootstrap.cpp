// A C++ handler that leaves in the way its event names.
#include <signal.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

#include "runtime/lambda.h"

namespace {

volatile std::uintptr_t eight = 8;

[[gnu::noinline]] void fault() { *reinterpret_cast<volatile int*>(eight) = 1; }

[[gnu::noinline]] int recurse(int depth) {
  volatile char room[4096];
  room[depth % 4096] = static_cast<char>(depth);
  return recurse(depth + 1) + room[0];
}

void throw_error(const char* text) { throw std::runtime_error(text); }

/// A program that this handler starts, and that ends in its own way.
void leave_a_child_behind() {
  if (fork() == 0) {
    std::exit(9);
  }
}

using Way = void (*)();
const std::map<std::string_view, Way> kWays = {
    {"\"segv\"", [] { fault(); }},
    {"\"bus\"", [] { raise(SIGBUS); }},
    {"\"full stack\"", [] { eight = static_cast<std::uintptr_t>(recurse(0)); }},
    {"\"abort\"", [] { std::abort(); }},
    {"\"exit\"", [] { std::exit(0); }},
    {"\"terminate\"", []() noexcept { throw_error("no way out"); }},
    {"\"throw\"", [] { throw_error("thrown"); }},
    {"\"child\"", [] { leave_a_child_behind(); }},
};

}  // namespace

int main() {
  if (std::getenv("EXIT_AT_ONCE") != nullptr) {
    return lambda::run([]() -> std::string (*)(std::string_view) { std::exit(0); });
  }
  return lambda::run([](std::string_view event, const lambda::Context& context) {
    const auto way = kWays.find(event);
    context.log().info("the event is {}", event);
    if (way != kWays.end()) {
      way->second();
    }
    return std::to_string(getpid());
  });
}
