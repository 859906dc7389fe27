// Ten thousand events of 1 B to 6 MB at a function of 256 MB: each comes back whole, and memory
// stays within the function's.
// Source: AWS Lambda Developer Guide, "Lambda quotas" (6 MB an event).
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

#include "tests/bench/event_source.h"
#include "tests/bench/program.h"
#include "tests/peers/runfile.h"

namespace lambda::lisp_test {
namespace {

constexpr int kEvents = 10'000;
constexpr double kBytesMax = 6e6;
constexpr std::size_t kMemoryBytes = std::size_t{256} << 20;

/// Of every order of magnitude as many, in an order that mixes them.
std::size_t event_bytes(int index) {
  const int mixed = index * 7919 % kEvents;  // A prime: each comes once.
  return static_cast<std::size_t>(std::pow(kBytesMax, (mixed + 1.0) / kEvents));
}

// Not of ASCII alone, so that what is counted in characters is not what is counted in bytes.
std::string event_of(std::size_t bytes) {
  std::string event;
  event.reserve(bytes);
  while (event.size() + 5 <= bytes) {
    event += event.size() % 50 == 0 ? "\u00E9\u20AC" : "abcde";
  }
  return event.append(bytes - event.size(), 'x');
}

std::size_t largest_resident(const std::vector<std::string>& variables) {
  bench::EventSource source;
  const bench::Program program(peers::runfile("LISP_BOOTSTRAP"), source.address(), variables);
  source.await_runtime();
  std::size_t largest = 0;
  for (int i = 0; i < kEvents; ++i) {
    source.invoke(event_of(event_bytes(i)));  // Ends the test unless the event comes back.
    if (i % 50 == 0) {
      largest = std::max(largest, program.resident_bytes());
    }
  }
  return largest;
}

TEST(LispMemory, IsEnoughForManyLargeStrings) {
  const std::size_t resident = largest_resident(
      {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256",
       "_HANDLER=(lambda (body headers) (declare (ignore headers)) (copy-seq body))"});
  RecordProperty("resident_mib", static_cast<int>(resident >> 20));
  EXPECT_GT(resident, 0u);
  EXPECT_LT(resident, kMemoryBytes);
}

TEST(LispMemory, IsEnoughForManyLargeOctetVectors) {
  const std::size_t resident =
      largest_resident({"AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256", "_HANDLER='copy-seq",
                        "LAMBDA_LISP_CONVENTION=octets"});
  RecordProperty("resident_mib", static_cast<int>(resident >> 20));
  EXPECT_GT(resident, 0u);
  EXPECT_LT(resident, kMemoryBytes);
}

}  // namespace
}  // namespace lambda::lisp_test
