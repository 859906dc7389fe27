// A program that leaves processes behind, as the variable TREE says, then says "ready".
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>

#include "emulator/testing/descendants.h"

namespace {

namespace testing = lambda::emulator::testing;

const std::map<std::string, std::function<void()>>& trees() {
  static const std::map<std::string, std::function<void()>> all = {
      {"alone", [] {}},
      {"sessions", [] { testing::leave_sessions(500); }},
      {"daemon", [] { testing::leave_daemon(); }},
      {"ended", [] { testing::leave_ended(200); }},
      {"rabbit", [] { testing::leave_rabbit(); }},
      {"exit",
       [] {
         testing::leave_daemon();
         std::exit(3);
       }},
      {"kill-keeper",
       [] {
         testing::leave_daemon();
         testing::leave_sessions(3);
         ::kill(::getppid(), SIGKILL);
       }},
      {"stop-keeper",
       [] {
         testing::leave_daemon();
         ::kill(::getppid(), SIGSTOP);
       }},
  };
  return all;
}

}  // namespace

int main() {
  testing::take_name();
  trees().at(std::getenv("TREE"))();
  if (::write(STDOUT_FILENO, "ready\n", 6) != 6) {
    return 1;
  }
  testing::sleep_forever();
}
