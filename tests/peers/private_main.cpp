// GoogleTest's main for tests that start containers and daemons: all of them run in one private
// machine, and no process, mount or address of theirs outlives it.
#include <iostream>

#include <gtest/gtest.h>

#include "tests/peers/private_machine.h"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (testing::GTEST_FLAG(list_tests)) {
    return RUN_ALL_TESTS();
  }
  const auto status = lambda::peers::in_private_machine([] { return RUN_ALL_TESTS(); });
  if (status) {
    return *status;
  }
  std::cerr << status.error().type << ": " << status.error().message << std::endl;
  return 1;
}
