// GoogleTest's main for tests that start containers and daemons: all of them run in one private
// machine, and no process, mount or address of theirs outlives it. PRIVATE_MACHINE_NETWORK=shared
// in the target's `env` leaves them the network of the machine outside.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <string_view>

#include "tests/peers/private_machine.h"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (testing::GTEST_FLAG(list_tests)) return RUN_ALL_TESTS();
  const char* wanted = std::getenv("PRIVATE_MACHINE_NETWORK");
  const bool is_shared = wanted != nullptr && std::string_view(wanted) == "shared";
  const auto status = lambda::peers::in_private_machine(
      is_shared ? lambda::peers::Network::kShared : lambda::peers::Network::kOwn,
      [] { return RUN_ALL_TESTS(); });
  if (status) return *status;
  std::cerr << status.error().type << ": " << status.error().message << std::endl;
  return 1;
}
