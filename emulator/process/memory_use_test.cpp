// The kernel's figures are read, each from its own line.
#include "emulator/process/memory_use.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstring>

#include <gtest/gtest.h>

namespace lambda::emulator {
namespace {

constexpr const char* kStatus =
    "Name:\tVmHWM: 9 kB\nVmPeak:\t    5000 kB\nVmHWM:\t    1234 kB\nVmRSS:\t    1000 kB\n"
    "RssAnon:\t     300 kB\nRssFile:\t     600 kB\nRssShmem:\t     100 kB\nThreads:\t7\n";

TEST(MemoryUse, IsReadFromItsLines) {
  const MemoryUse use = parse_memory_use(kStatus);
  EXPECT_EQ(use.peak, 1234u);
  EXPECT_EQ(use.file, 600u);
  EXPECT_EQ(use.own, 400u);
}

TEST(MemoryUse, IsZeroOfAProcessThatHasEnded) {
  for (const char* status :
       {"", "Name:\tsh\nState:\tZ (zombie)\n", "VmHWM:", "VmHWM:\nRssFile:\t"}) {
    const MemoryUse use = parse_memory_use(status);
    EXPECT_EQ(use.peak + use.file + use.own, 0u) << status;
  }
}

TEST(MemoryUse, GrowsWithTheProcess) {
  constexpr std::size_t kBytes = 32 << 20;
  const MemoryUse before = memory_use_of(::getpid());
  void* block = ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(block, MAP_FAILED);
  std::memset(block, 1, kBytes);
  const MemoryUse during = memory_use_of(::getpid());
  ::munmap(block, kBytes);
  EXPECT_GE(during.own, before.own + kBytes / 1024);
  EXPECT_GE(during.peak, before.own + kBytes / 1024);
  EXPECT_LT(memory_use_of(::getpid()).own, during.own);
}

}  // namespace
}  // namespace lambda::emulator
