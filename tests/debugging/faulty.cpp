// A function that fails in the way that its event names, at lines that the test knows.
#include <stdexcept>
#include <string>

#include "runtime/lambda.h"

namespace shop {

[[gnu::noinline]] void charge(int amount) {
  if (amount > 1) {
    throw std::runtime_error("too much");  // Line 11.
  }
}

[[gnu::noinline]] void ship(volatile int* parcel) {
  *parcel = 1;  // Line 16.
}

std::string handle(std::string_view event) {
  if (event == "\"throw\"") {
    charge(2);
  }
  if (event == "\"segv\"") {
    ship(nullptr);
  }
  const std::string greeting = "\"whole\"";
  return greeting;  // Line 27.
}

}  // namespace shop

int main() {
  return lambda::run([](std::string_view event) { return shop::handle(event); });
}
