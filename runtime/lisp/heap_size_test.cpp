// The heap at the ends of the range that Lambda offers, and where the memory is unknown.
#include "runtime/lisp/heap_size.h"

#include <gtest/gtest.h>

namespace lambda::lisp {
namespace {

TEST(HeapSize, IsThreeQuartersOfTheFunctionsMemory) {
  EXPECT_EQ(heap_mib(128), 96u);
  EXPECT_EQ(heap_mib(256), 192u);
  EXPECT_EQ(heap_mib(10'240), 7'680u);
}

TEST(HeapSize, HoldsACoreWhateverTheVariableSays) {
  EXPECT_EQ(heap_mib(1), kHeapMibMin);
  EXPECT_EQ(heap_mib(0), kMemoryMibUnknown * 3 / 4);
  EXPECT_EQ(heap_mib(4'294'967'295), 3'221'225'472u);
}

}  // namespace
}  // namespace lambda::lisp
