// Stacks as they are in this process, and stacks that are broken.
#include "runtime/crash/stack.h"

#include <signal.h>
#include <sys/mman.h>
#include <ucontext.h>

#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <regex>
#include <string>

#include <gtest/gtest.h>

namespace lambda::crash {
namespace {

constexpr std::uintptr_t kFunctionBytesMax = 256;

const Program& program() {
  static const Program found = Program::find();
  return found;
}

template <typename Function>
std::uintptr_t address_of(Function* function) {
  return reinterpret_cast<std::uintptr_t>(function);
}

/// Where in the stack one of the function's instructions stands; -1 when none does.
template <typename Function>
int index_of(const Stack& stack, Function* function) {
  const std::uintptr_t begin = program().offset_of(address_of(function));
  for (std::size_t i = 0; i < stack.count; ++i) {
    if (stack.offsets[i] >= begin && stack.offsets[i] < begin + kFunctionBytesMax) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

Stack seen;
const void* volatile reading_from = nullptr;

void take_stack(int, siginfo_t*, void* context) {
  seen = stack_of_signal(program(), context);
  // The instruction is not to be tried again: as if it had read something else.
  static char readable[64];
  auto& machine = static_cast<ucontext_t*>(context)->uc_mcontext;
#if defined(__x86_64__)
  for (const int name : std::initializer_list<int>{REG_RAX, REG_RCX, REG_RDX, REG_RSI, REG_RDI}) {
    if (machine.gregs[name] == reinterpret_cast<greg_t>(reading_from)) {
      machine.gregs[name] = reinterpret_cast<greg_t>(readable);
    }
  }
#else
  for (auto& value : machine.regs) {
    if (value == address_of(reading_from)) {
      value = address_of(readable);
    }
  }
#endif
}

[[gnu::noinline]] int read_it(const char* from) {
  const int value = *static_cast<const volatile char*>(from);
  asm volatile("" ::: "memory");
  return value + 1;
}

[[gnu::noinline]] int call_it(const char* from) {
  const int value = read_it(from);
  asm volatile("" ::: "memory");  // No tail call.
  return value + 1;
}

TEST(Stack, OfASignalBeginsWithTheInstructionThatFailed) {
  struct sigaction action{};
  struct sigaction before{};
  action.sa_sigaction = take_stack;
  action.sa_flags = SA_SIGINFO;
  ASSERT_EQ(sigaction(SIGSEGV, &action, &before), 0);
  reading_from = reinterpret_cast<const void*>(std::uintptr_t{0x1238});
  call_it(static_cast<const char*>(reading_from));
  sigaction(SIGSEGV, &before, nullptr);
  EXPECT_EQ(index_of(seen, &read_it), 0);
  EXPECT_EQ(index_of(seen, &call_it), 1);
  EXPECT_GT(seen.count, 3u);
}

[[gnu::noinline]] Stack here() {
  const Stack stack = stack_of_caller(program());
  asm volatile("" ::: "memory");
  return stack;
}

TEST(Stack, OfACallerBeginsWithItsCall) { EXPECT_EQ(index_of(here(), &here), 0); }

[[gnu::noinline]] Stack deeper(int depth) {
  const Stack stack = depth == 0 ? here() : deeper(depth - 1);
  asm volatile("" ::: "memory");
  return stack;
}

TEST(Stack, KeepsToItsMaximum) {
  EXPECT_EQ(deeper(Stack::kFramesMax * 2).count, Stack::kFramesMax);
}

/// A context whose instruction is `instruction`, with frames from `frame` on.
ucontext_t make_context(std::uintptr_t instruction, std::uintptr_t frame, std::uintptr_t stack) {
  ucontext_t context{};
#if defined(__x86_64__)
  context.uc_mcontext.gregs[REG_RIP] = static_cast<greg_t>(instruction);
  context.uc_mcontext.gregs[REG_RBP] = static_cast<greg_t>(frame);
  context.uc_mcontext.gregs[REG_RSP] = static_cast<greg_t>(stack);
#else
  context.uc_mcontext.pc = instruction;
  context.uc_mcontext.regs[29] = frame;
  context.uc_mcontext.sp = stack;
#endif
  return context;
}

TEST(Stack, EndsWhereItsFramesAreBroken) {
  const std::uintptr_t code = address_of(&call_it) + 8;
  std::uintptr_t frames[6] = {};
  const std::uintptr_t begin = address_of(&frames[0]);
  const auto frames_after = [&](std::uintptr_t frame) {
    const ucontext_t context = make_context(code, frame, 0);
    return stack_of_signal(program(), &context).count - 1;
  };
  EXPECT_EQ(frames_after(0), 0u);
  EXPECT_EQ(frames_after(1), 0u);                   // Not aligned.
  EXPECT_EQ(frames_after(8), 0u);                   // Not mapped.
  EXPECT_EQ(frames_after(~std::uintptr_t{7}), 0u);  // Nor is what lies behind it.
  EXPECT_EQ(frames_after(begin), 0u);               // It returns nowhere.
  frames[1] = code;
  EXPECT_EQ(frames_after(begin), 1u);  // The outermost.
  frames[0] = begin;
  EXPECT_EQ(frames_after(begin), 1u);  // Its own caller.
  frames[2] = begin;
  frames[3] = code;
  frames[0] = address_of(&frames[2]);
  EXPECT_EQ(frames_after(begin), 2u);  // Inwards again.
  frames[2] = begin + 9 * 1024 * 1024;
  EXPECT_EQ(frames_after(begin), 2u);  // Farther than any frame.
  frames[2] = 0x1000;
  EXPECT_EQ(frames_after(begin), 2u);
}

TEST(Stack, EndsAtAPageThatCannotBeRead) {
  constexpr std::size_t kPage = 64 * 1024;
  auto* const pages = static_cast<char*>(
      mmap(nullptr, 2 * kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  ASSERT_NE(pages, MAP_FAILED);
  ASSERT_EQ(mprotect(pages + kPage, kPage, PROT_NONE), 0);
  const std::uintptr_t code = address_of(&call_it) + 8;
  const std::uintptr_t frame = address_of(pages) + kPage - 2 * sizeof(std::uintptr_t);
  const std::uintptr_t words[2] = {address_of(pages) + kPage, code};
  std::memcpy(reinterpret_cast<void*>(frame), words, sizeof words);
  const ucontext_t context = make_context(code, frame, 0);
  EXPECT_EQ(stack_of_signal(program(), &context).count, 2u);
  // A frame of which only half can be read.
  const ucontext_t half = make_context(code, frame + sizeof(std::uintptr_t), 0);
  EXPECT_EQ(stack_of_signal(program(), &half).count, 1u);
  munmap(pages, 2 * kPage);
}

TEST(Stack, FoldsFramesOfOtherCode) {
  const std::uintptr_t code = address_of(&call_it) + 8;
  std::uintptr_t frames[8] = {};
  for (int i = 0; i < 6; i += 2) {
    frames[i] = address_of(&frames[i + 2]);
  }
  frames[1] = address_of(&frames);  // Of the stack, thus no code of the program.
  frames[3] = address_of(&frames);
  frames[5] = code;
  const ucontext_t context = make_context(code, address_of(&frames[0]), 0);
  const Stack stack = stack_of_signal(program(), &context);
  ASSERT_EQ(stack.count, 3u);
  EXPECT_EQ(stack.offsets[0], program().offset_of(code));
  EXPECT_EQ(stack.offsets[1], Stack::kOutside);
  EXPECT_EQ(stack.offsets[2], program().offset_of(code - 1));
}

TEST(Program, HoldsItsCodeOnly) {
  EXPECT_TRUE(program().holds(address_of(&call_it)));
  EXPECT_FALSE(program().holds(address_of(&seen)));
  EXPECT_FALSE(program().holds(0));
  EXPECT_FALSE(program().holds(~std::uintptr_t{0}));
}

TEST(Program, KnowsItsBuild) {
  const std::string line(program().build_line());
  EXPECT_TRUE(std::regex_match(line, std::regex("build-id [0-9a-f]{40}"))) << line;
}

}  // namespace
}  // namespace lambda::crash
