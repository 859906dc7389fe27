// In its steady state the loop allocates nothing: every operator new of the loop's thread is
// counted.
#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/connection/endpoint.h"
#include "runtime/environment/environment.h"
#include "runtime/loop/invoke.h"
#include "runtime/loop/loop.h"
#include "runtime/loop/process_services.h"
#include "tests/bench/event_source.h"

namespace {

thread_local std::size_t allocations = 0;

void* allocate(std::size_t size) {
  ++allocations;
  if (void* const bytes = std::malloc(size == 0 ? 1 : size)) {
    return bytes;
  }
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
void operator delete(void* bytes) noexcept { std::free(bytes); }
void operator delete[](void* bytes) noexcept { std::free(bytes); }
void operator delete(void* bytes, std::size_t) noexcept { std::free(bytes); }
void operator delete[](void* bytes, std::size_t) noexcept { std::free(bytes); }

namespace lambda::bench {
namespace {

constexpr int kEvents = 20;

/// How many allocations were made before each of the handler's calls, for events of one size.
std::vector<std::size_t> allocations_before_each_call(std::size_t event_bytes) {
  std::vector<std::size_t> counts;
  counts.reserve(kEvents);
  auto handler = [&](std::string_view event) {
    counts.push_back(allocations);
    return Borrowed{event};
  };
  auto source = std::make_unique<EventSource>();
  const std::string address = source->address();
  std::thread runtime([&] {
    loop::ProcessServices process{Environment()};
    loop::Loop loop(process, *connection::parse_endpoint(address),
                    {.attempts = 1, .first_wait = {}});
    EXPECT_NE(loop.serve(loop::refer_to(handler)), 0);
  });
  const std::string event(event_bytes, 'e');
  source->await_runtime();
  for (int i = 0; i < kEvents; ++i) {
    source->invoke(event);
  }
  source.reset();
  runtime.join();
  return counts;
}

class SteadyState : public testing::TestWithParam<std::size_t> {};

TEST_P(SteadyState, AllocatesNothing) {
  const auto counts = allocations_before_each_call(GetParam());
  ASSERT_EQ(counts.size(), static_cast<std::size_t>(kEvents));
  EXPECT_GT(counts.front(), 0u);  // The counter works: starting does allocate.
  EXPECT_EQ(counts.back(), counts.front());
}

INSTANTIATE_TEST_SUITE_P(EventBytes, SteadyState, testing::Values(0, 200, 100'000, 6'000'000));

}  // namespace
}  // namespace lambda::bench
