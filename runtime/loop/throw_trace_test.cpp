// The places of a throw are taken before the stack unwinds, and the exception passes unharmed.
#include "runtime/loop/throw_trace.h"

#include <cstdint>
#include <format>
#include <regex>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "runtime/crash/program.h"

namespace lambda::loop {
namespace {

volatile bool is_throwing = true;

[[gnu::noinline]] void throw_it() {
  if (is_throwing) {
    throw std::runtime_error("thrown");
  }
}

[[gnu::noinline]] void call_it(void*) {
  throw_it();
  asm volatile("" ::: "memory");  // No tail call.
}

[[gnu::noinline]] int recurse(int depth) {
  if (depth == 0) {
    throw_it();
    return 0;
  }
  const int below = recurse(depth - 1);
  asm volatile("" ::: "memory");
  return below + 1;
}

TEST(ThrowTrace, HoldsTheCallersOfTheThrow) {
  ThrowTrace trace;
  EXPECT_THROW(call_traced(&call_it, nullptr, trace), std::runtime_error);
  ASSERT_GE(trace.count, 2u);
  const auto function = reinterpret_cast<std::uintptr_t>(&call_it);
  bool is_found = false;
  for (std::size_t i = 0; i < trace.count; ++i) {
    is_found = is_found || (trace.addresses[i] > function && trace.addresses[i] < function + 256);
  }
  EXPECT_TRUE(is_found);
}

// Whoever has the file with the build id finds the places in it, wherever it was loaded.
[[gnu::noinline]] void throw_it_again(void*) {
  try {
    throw_it();
  } catch (const std::runtime_error&) {
    throw;
  }
}

TEST(ThrowTrace, BeginsWhereItWasThrownLast) {
  ThrowTrace trace;
  EXPECT_THROW(call_traced(&call_it, nullptr, trace), std::runtime_error);
  const auto thrower = reinterpret_cast<std::uintptr_t>(&throw_it);
  EXPECT_GT(trace.addresses[0], thrower);
  EXPECT_LT(trace.addresses[0], thrower + 256);
  EXPECT_THROW(call_traced(&throw_it_again, nullptr, trace), std::runtime_error);
  const auto again = reinterpret_cast<std::uintptr_t>(&throw_it_again);
  EXPECT_GT(trace.addresses[0], again);
  EXPECT_LT(trace.addresses[0], again + 256);
}

TEST(ThrowTrace, IsWrittenFromWhereTheProgramWasLoaded) {
  ThrowTrace trace;
  EXPECT_THROW(call_traced(&call_it, nullptr, trace), std::runtime_error);
  const auto lines = format_trace(trace);
  ASSERT_EQ(lines.size(), trace.count + 1);
  const auto program = crash::Program::find();
  EXPECT_EQ(lines.back(), program.build_line());
  EXPECT_TRUE(std::regex_match(lines.back(), std::regex("build-id [0-9a-f]{40}")));
  for (std::size_t i = 0; i < trace.count; ++i) {
    EXPECT_EQ(lines[i], std::format("bootstrap+0x{:x}", program.offset_of(trace.addresses[i]) - 1));
  }
}

TEST(ThrowTrace, IsEmptyWithoutAThrow) {
  ThrowTrace trace;
  int calls = 0;
  call_traced([](void* argument) { ++*static_cast<int*>(argument); }, &calls, trace);
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(trace.count, 0u);
  EXPECT_TRUE(format_trace(trace).empty());
}

TEST(ThrowTrace, KeepsToItsMaximum) {
  ThrowTrace trace;
  EXPECT_THROW(call_traced([](void*) { recurse(500); }, nullptr, trace), std::runtime_error);
  EXPECT_EQ(trace.count, trace.addresses.size());
}

}  // namespace
}  // namespace lambda::loop
