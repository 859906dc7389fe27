// Prints the address of a line in a function that is inlined, counted from where the program is
// loaded, then that of one that is not: what a crash report would have.
#include <link.h>

#include <cstdint>
#include <cstdio>

extern "C" int main_address(dl_phdr_info* file, std::size_t, void* base) {
  *static_cast<std::uintptr_t*>(base) = file->dlpi_addr;
  return 1;  // The first is the program.
}

[[gnu::always_inline]] inline std::uintptr_t inlined_place() {
  std::uintptr_t address = 0;
#if defined(__x86_64__)
  asm volatile("leaq 0f(%%rip), %0\n0:" : "=r"(address));  // Line 16.
#else
  asm volatile("adr %0, 0f\n0:" : "=r"(address));
#endif
  return address;
}

namespace shop {
[[gnu::noinline]] std::uintptr_t charge() { return inlined_place() + 0; }  // Line 24.
}  // namespace shop

int main() {
  std::uintptr_t base = 0;
  ::dl_iterate_phdr(main_address, &base);
  std::printf("bootstrap+0x%zx\n", static_cast<std::size_t>(shop::charge() - base));
  return 0;
}
