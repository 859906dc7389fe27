// The seed of a test's random numbers.
#pragma once

#include <cstdint>

namespace lambda::deploy_test {

/// LAMBDA_TEST_SEED, else a new one each time; either is printed, for who wants to see it again.
uint32_t test_seed();

}  // namespace lambda::deploy_test
