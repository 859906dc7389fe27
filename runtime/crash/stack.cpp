// Asks the kernel before it reads memory, since a corrupt stack may point anywhere.
// Source of the instructions read here: Intel 64 SDM, volume 2, CALL; Arm A-profile A64 instruction
// set, BL and STP. Only direct calls can be followed; the C library, for which this is, makes
// hardly any other.
#include "runtime/crash/stack.h"

#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <cerrno>
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

/// Whether what stands before `return_address` calls a function without a frame, which begins
/// shortly before `instruction`. Both may be any number.
bool returns_from_frameless(const Program& program, std::uintptr_t return_address,
                            std::uintptr_t instruction) {
  if (!program.holds(return_address - kCallBytes) || !program.holds(return_address)) {
    return false;
  }
  const std::uintptr_t target = target_of_call(return_address);
  return program.holds(target) && program.holds(target + kOpeningBytes) && target <= instruction &&
         instruction - target < kFunctionBytesMax && !keeps_frame(target);
}

constexpr std::uintptr_t kWordBytes = sizeof(std::uintptr_t);
constexpr std::uintptr_t kFrameBytesMax = 8 * 1024 * 1024;  // A whole stack, as it is by default.
constexpr std::uintptr_t kSearchBytesMax = 4096;
constexpr std::uintptr_t kPageBytes = 4096;
constexpr int kStepsMax = 512;

struct Registers {
  std::uintptr_t instruction;
  std::uintptr_t stack;
  std::uintptr_t frame;
  std::uintptr_t link;  // Where the latest call returns to; arm64 only.
};

Registers registers_of(const ucontext_t& context) {
#if defined(__x86_64__)
  const auto& registers = context.uc_mcontext.gregs;
  return {.instruction = static_cast<std::uintptr_t>(registers[REG_RIP]),
          .stack = static_cast<std::uintptr_t>(registers[REG_RSP]),
          .frame = static_cast<std::uintptr_t>(registers[REG_RBP]),
          .link = 0};
#else
  const auto& machine = context.uc_mcontext;
  return {.instruction = machine.pc,
          .stack = machine.sp,
          .frame = machine.regs[29],
          .link = machine.regs[30]};
#endif
}

/// Whether a word can be read. The kernel copies it as a signal mask, then refuses the rest.
bool is_readable(std::uintptr_t address) {
  constexpr int kNoSuchWay = -1;
  constexpr std::size_t kMaskBytes = 8;
  return ::syscall(SYS_rt_sigprocmask, kNoSuchWay, address, nullptr, kMaskBytes) != 0 &&
         errno != EFAULT;
}

[[gnu::no_sanitize_address]] std::uintptr_t word_at(std::uintptr_t address) {
  return *reinterpret_cast<const volatile std::uintptr_t*>(address);
}

void add(Stack& stack, const Program& program, std::uintptr_t instruction) {
  const bool is_ours = program.holds(instruction);
  const std::uintptr_t offset = is_ours ? program.offset_of(instruction) : Stack::kOutside;
  const bool is_more_of_others =
      !is_ours && stack.count > 0 && stack.offsets[stack.count - 1] == Stack::kOutside;
  if (!is_more_of_others && stack.count < Stack::kFramesMax) {
    stack.offsets[stack.count++] = offset;
  }
}

/// Functions without a frame of their own, such as the C library's, are not in the chain of frames:
/// their return addresses stand somewhere between two. Each is known by its call, which must be one
/// of the function that `instruction` is in.
void add_frameless(Stack& stack, const Program& program, std::uintptr_t instruction,
                   std::uintptr_t begin, std::uintptr_t end) {
  for (std::uintptr_t address = begin; address < end; address += kWordBytes) {
    const bool is_new_page = address == begin || address % kPageBytes == 0;
    if (is_new_page && !is_readable(address)) {
      return;
    }
    const std::uintptr_t return_address = word_at(address);
    if (returns_from_frameless(program, return_address, instruction)) {
      instruction = return_address - 1;
      add(stack, program, instruction);
    }
  }
}

/// Where to stop looking between a place of the stack and the next frame, which may be broken.
std::uintptr_t end_of_search(std::uintptr_t begin, std::uintptr_t frame) {
  const std::uintptr_t end_max = begin + kSearchBytesMax;
  return frame > begin && frame < end_max ? frame : end_max;
}

void walk(Stack& stack, const Program& program, std::uintptr_t frame) {
  for (int step = 0; step < kStepsMax && stack.count < Stack::kFramesMax; ++step) {
    if (frame == 0 || frame % kWordBytes != 0 || !is_readable(frame) ||
        !is_readable(frame + kWordBytes)) {
      return;
    }
    const std::uintptr_t outer = word_at(frame);
    const std::uintptr_t return_address = word_at(frame + kWordBytes);
    if (return_address == 0) {
      return;
    }
    // One less lies within the call, also where the call ends its function.
    add(stack, program, return_address - 1);
    if (outer <= frame || outer - frame > kFrameBytesMax) {
      return;
    }
    const std::uintptr_t begin = frame + 2 * kWordBytes;
    add_frameless(stack, program, return_address - 1, begin, end_of_search(begin, outer));
    frame = outer;
  }
}

void add_callers_before_the_first_frame(Stack& stack, const Program& program,
                                        const Registers& registers) {
  const std::uintptr_t top =
      registers.link == 0 && is_readable(registers.stack) ? word_at(registers.stack) : 0;
  const std::uintptr_t caller = registers.link == 0 ? top : registers.link;
  const bool is_no_code = !is_readable(registers.instruction & ~(kWordBytes - 1));
  if (is_no_code) {  // A call of an address without code: nothing else is on the stack.
    if (program.holds(caller)) {
      add(stack, program, caller - 1);
    }
    return;
  }
  std::uintptr_t instruction = registers.instruction;
  if (registers.link != 0 && returns_from_frameless(program, registers.link, instruction)) {
    instruction = registers.link - 1;
    add(stack, program, instruction);
  }
  if (registers.stack % kWordBytes == 0) {
    add_frameless(stack, program, instruction, registers.stack,
                  end_of_search(registers.stack, registers.frame));
  }
}

}  // namespace

Stack stack_of_signal(const Program& program, const void* context) {
  const Registers registers = registers_of(*static_cast<const ucontext_t*>(context));
  Stack stack;
  add(stack, program, registers.instruction);
  add_callers_before_the_first_frame(stack, program, registers);
  walk(stack, program, registers.frame);
  return stack;
}

[[gnu::noinline]] Stack stack_of_caller(const Program& program) {
  Stack stack;
  walk(stack, program, reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)));
  return stack;
}

}  // namespace lambda::crash
