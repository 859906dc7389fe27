// The sanitizers are on where they should be: each fault ends its process, and only there.
#include <cstdlib>
#include <thread>

#include <gtest/gtest.h>

namespace {

#if defined(__SANITIZE_ADDRESS__)
TEST(SanitizerDeathTest, AddressSanitizerSeesAReadPastTheEnd) {
  volatile int index = 4;
  EXPECT_DEATH(
      {
        auto* volatile values = new int[4]();
        std::exit(values[index]);
      },
      "heap-buffer-overflow");
}
#elif defined(__SANITIZE_THREAD__)
TEST(SanitizerDeathTest, ThreadSanitizerSeesARace) {
  EXPECT_DEATH(
      {
        int value = 0;
        std::thread other([&value] {
          for (int i = 0; i < 1000; ++i) {
            ++value;
          }
        });
        for (int i = 0; i < 1000; ++i) {
          ++value;
        }
        other.join();
        std::exit(0);
      },
      "data race");
}
#else
TEST(SanitizerDeathTest, UndefinedBehaviourSanitizerSeesAnOverflow) {
#if defined(__GNUC__) && !defined(__clang__)  // The host's compiler: here it is g++ under ubsan.
  volatile int value = 2147483647;
  EXPECT_DEATH({ value = value + 1; }, "signed integer overflow");
#else
  SUCCEED() << "the shipping toolchain has no sanitizer";
#endif
}
#endif

}  // namespace
