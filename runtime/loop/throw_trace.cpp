// A frame whose personality routine only looks. C++ cannot name a personality, so the frame is
// written in assembly; it keeps the trace in a callee-saved register, where the routine finds it.
#include "runtime/loop/throw_trace.h"

#include <cxxabi.h>
#include <link.h>
#include <unwind.h>

#include <charconv>
#include <string_view>
#include <utility>

#include "runtime/crash/program.h"

using lambda::loop::ThrowTrace;

extern "C" {
void lambda_call_traced(void (*function)(void*), void* argument, ThrowTrace* trace);
_Unwind_Reason_Code lambda_trace_personality(int version, _Unwind_Action actions,
                                             _Unwind_Exception_Class exception_class,
                                             _Unwind_Exception* exception,
                                             _Unwind_Context* context);
// Position-independent code reaches its personality through a word of data.
__attribute__((used, visibility("hidden"))) extern const decltype(&lambda_trace_personality)
    lambda_trace_personality_pointer = &lambda_trace_personality;
}

#if defined(__x86_64__)
constexpr int kTraceRegister = 3;  // rbx, in DWARF's numbering.
__asm__(R"(
  .text
  .p2align 4
  .type lambda_call_traced, @function
  .globl lambda_call_traced
  .hidden lambda_call_traced
lambda_call_traced:
  .cfi_startproc
  .cfi_personality 0x9b, lambda_trace_personality_pointer
  pushq %rbx
  .cfi_def_cfa_offset 16
  .cfi_offset %rbx, -16
  movq %rdx, %rbx
  movq %rdi, %rax
  movq %rsi, %rdi
  callq *%rax
  popq %rbx
  .cfi_def_cfa_offset 8
  retq
  .cfi_endproc
  .size lambda_call_traced, .-lambda_call_traced
)");
#elif defined(__aarch64__)
constexpr int kTraceRegister = 19;  // x19, in DWARF's numbering.
__asm__(R"(
  .text
  .p2align 2
  .type lambda_call_traced, @function
  .globl lambda_call_traced
  .hidden lambda_call_traced
lambda_call_traced:
  .cfi_startproc
  .cfi_personality 0x9b, lambda_trace_personality_pointer
  stp x29, x30, [sp, #-32]!
  .cfi_def_cfa_offset 32
  .cfi_offset x29, -32
  .cfi_offset x30, -24
  str x19, [sp, #16]
  .cfi_offset x19, -16
  mov x29, sp
  mov x19, x2
  mov x8, x0
  mov x0, x1
  blr x8
  ldr x19, [sp, #16]
  ldp x29, x30, [sp], #32
  .cfi_def_cfa_offset 0
  .cfi_restore x19
  .cfi_restore x29
  .cfi_restore x30
  ret
  .cfi_endproc
  .size lambda_call_traced, .-lambda_call_traced
)");
#else
#error "Lambda runs on x86_64 and arm64 only."
#endif

namespace {

bool is_in(_Unwind_Context* context, void (*function)()) {
  return _Unwind_GetRegionStart(context) == reinterpret_cast<std::uintptr_t>(function);
}

template <typename Function>
void (*erase(Function* function))() {
  return reinterpret_cast<void (*)()>(function);
}

/// Takes one frame. What lies inside of the throw is the unwinder's own, and is dropped again.
_Unwind_Reason_Code take_frame(_Unwind_Context* context, void* argument) {
  auto& trace = *static_cast<ThrowTrace*>(argument);
  if (is_in(context, erase(&lambda_call_traced))) {
    return _URC_END_OF_STACK;
  }
  if (is_in(context, erase(&abi::__cxa_throw)) || is_in(context, erase(&abi::__cxa_rethrow))) {
    trace.count = 0;
    return _URC_NO_REASON;
  }
  if (trace.count < trace.addresses.size()) {
    trace.addresses[trace.count++] = _Unwind_GetIP(context);
  }
  return _URC_NO_REASON;
}

}  // namespace

extern "C" _Unwind_Reason_Code lambda_trace_personality(int, _Unwind_Action actions,
                                                        _Unwind_Exception_Class, _Unwind_Exception*,
                                                        _Unwind_Context* context) {
  if ((actions & _UA_SEARCH_PHASE) != 0) {
    auto* const trace = reinterpret_cast<ThrowTrace*>(_Unwind_GetGR(context, kTraceRegister));
    trace->count = 0;
    _Unwind_Backtrace(&take_frame, trace);
  }
  return _URC_CONTINUE_UNWIND;
}

namespace lambda::loop {
namespace {

struct Place {
  std::uintptr_t address;
  std::string text;
  bool is_program = true;  // The first file is the program, whatever the C library calls it.
};

/// Called for each loaded file; stops at the one that holds the address.
int find_file(dl_phdr_info* file, std::size_t, void* argument) {
  auto& place = *static_cast<Place*>(argument);
  const bool is_program = std::exchange(place.is_program, false);
  for (int i = 0; i < file->dlpi_phnum; ++i) {
    const auto& segment = file->dlpi_phdr[i];
    const std::uintptr_t begin = file->dlpi_addr + segment.p_vaddr;
    if (segment.p_type != PT_LOAD || place.address < begin ||
        place.address >= begin + segment.p_memsz) {
      continue;
    }
    const std::string_view path = is_program ? "bootstrap" : file->dlpi_name;
    place.text = path.substr(path.rfind('/') + 1);
    std::array<char, 16> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(),
                                   place.address - file->dlpi_addr, 16);
    place.text.append("+0x").append(digits.data(), end.ptr);
    return 1;
  }
  return 0;
}

}  // namespace

void call_traced(void (*function)(void*), void* argument, ThrowTrace& trace) {
  lambda_call_traced(function, argument, &trace);
}

std::vector<std::string> format_trace(const ThrowTrace& trace) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < trace.count; ++i) {
    // One less than the return address lies within the call, also where the call ends its function.
    Place place{.address = trace.addresses[i] - 1, .text = {}};
    if (dl_iterate_phdr(&find_file, &place) != 0) {
      lines.push_back(std::move(place.text));
    }
  }
  static const crash::Program program = crash::Program::find();
  if (!lines.empty() && !program.build_line().empty()) {
    lines.emplace_back(program.build_line());
  }
  return lines;
}

}  // namespace lambda::loop
