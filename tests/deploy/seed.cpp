// Printed to standard output, which Bazel shows of a test that fails.
#include "tests/deploy/seed.h"

#include <cstdlib>
#include <iostream>
#include <random>

namespace lambda::deploy_test {

uint32_t test_seed() {
  const char* said = std::getenv("LAMBDA_TEST_SEED");
  const uint32_t seed = said == nullptr ? std::random_device()()
                                        : static_cast<uint32_t>(std::strtoul(said, nullptr, 10));
  std::cout << "seed " << seed << ": --test_env=LAMBDA_TEST_SEED=" << seed << " repeats it"
            << std::endl;
  return seed;
}

}  // namespace lambda::deploy_test
