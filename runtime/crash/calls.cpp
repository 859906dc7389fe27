// Only direct calls can be followed; the C library, for which this is, makes hardly any other.
#include "runtime/crash/calls.h"

#include <cstring>

namespace lambda::crash {
namespace {

constexpr std::uintptr_t kFunctionBytesMax = 2048;
constexpr std::uintptr_t kOpeningBytes = 16;  // Of a function, in which it would make its frame.

template <typename Word>
Word code_at(std::uintptr_t address) {
  Word word;
  std::memcpy(&word, reinterpret_cast<const void*>(address), sizeof word);
  return word;
}

#if defined(__x86_64__)

constexpr std::uintptr_t kCallBytes = 5;  // 0xE8, and how far it is from behind the call.

/// 0 when no direct call stands there.
std::uintptr_t target_of_call(std::uintptr_t return_address) {
  const auto distance = code_at<std::int32_t>(return_address - 4);
  const bool is_call = code_at<std::uint8_t>(return_address - kCallBytes) == 0xE8;
  return is_call ? return_address + static_cast<std::uintptr_t>(std::int64_t{distance}) : 0;
}

bool keeps_frame(std::uintptr_t function) {
  constexpr std::uint32_t kEndBranch = 0xFA1E0FF3;
  constexpr std::uint32_t kPushAndMove = 0xE5894855;  // push %rbp; mov %rsp, %rbp
  if (code_at<std::uint32_t>(function) == kEndBranch) {
    function += sizeof kEndBranch;
  }
  return code_at<std::uint32_t>(function) == kPushAndMove;
}

#else

constexpr std::uintptr_t kCallBytes = 4;  // 100101, and how many instructions it is from here.

std::uintptr_t target_of_call(std::uintptr_t return_address) {
  const auto call = code_at<std::uint32_t>(return_address - kCallBytes);
  const std::int64_t distance = static_cast<std::int32_t>(call << 6) >> 4;
  const bool is_call = call >> 26 == 0b100101;
  return is_call ? return_address - kCallBytes + static_cast<std::uintptr_t>(distance) : 0;
}

bool keeps_frame(std::uintptr_t function) {
  for (std::uintptr_t offset = 0; offset < kOpeningBytes; offset += 4) {
    const auto instruction = code_at<std::uint32_t>(function + offset) & 0xFFC07FFF;
    if (instruction == 0xA9807BFD || instruction == 0xA9007BFD) {  // stp x29, x30, [sp, …]
      return true;
    }
  }
  return false;
}

#endif

}  // namespace

bool returns_from_frameless(const Program& program, std::uintptr_t return_address,
                            std::uintptr_t instruction) {
  if (!program.holds(return_address - kCallBytes) || !program.holds(return_address)) {
    return false;
  }
  const std::uintptr_t target = target_of_call(return_address);
  return program.holds(target) && program.holds(target + kOpeningBytes) && target <= instruction &&
         instruction - target < kFunctionBytesMax && !keeps_frame(target);
}

}  // namespace lambda::crash
