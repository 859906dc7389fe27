// A function's program for the emulator's tests, well behaved or not: _HANDLER names the behaviour.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "emulator/testing/behaviours.h"
#include "emulator/testing/descendants.h"

namespace {

constexpr int kNoBehaviour = 69;

lambda::emulator::testing::Behaviours all_behaviours() {
  using namespace lambda::emulator::testing;
  Behaviours all = honest_behaviours();
  all.merge(greedy_behaviours());
  all.merge(behaviours_that_break_outside());
  all.merge(behaviours_that_break_inside());
  return all;
}

}  // namespace

int main() {
  lambda::emulator::testing::take_name();
  const std::string handler = std::getenv("_HANDLER");
  const auto behaviours = all_behaviours();
  const auto behaviour = behaviours.find(handler);
  if (behaviour == behaviours.end()) {
    std::fprintf(stderr, "There is no behaviour \"%s\".\n", handler.c_str());
    return kNoBehaviour;
  }
  lambda::emulator::testing::RuntimeClient runtime;
  behaviour->second(runtime);
  return 0;
}
