// Memory is asked for before it is read, since a broken stack may point anywhere.
#include "runtime/crash/stack.h"

#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <cerrno>

#include "runtime/crash/calls.h"

namespace lambda::crash {
namespace {

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
  if (is_no_code) {  // A call of an address that is no function: nothing is on the stack but this.
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
