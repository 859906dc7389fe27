// The running program, as the lines of a stack name it: addresses from where it was loaded, and the
// id of its build. Whoever has the file with that id finds functions and lines by them.
// Source: ELF gABI, program headers and notes; GNU ld's manual, --build-id.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lambda::crash {

/// Found once: nothing in it changes while the process lives.
class Program {
 public:
  /// Of the running one. Not for a signal handler.
  static Program find();

  /// Whether `address` is one of the program's own code; not of a shared library's.
  bool holds(std::uintptr_t address) const { return address >= code_begin_ && address < code_end_; }

  /// From where the program was loaded; the same in each process of one build.
  std::uintptr_t offset_of(std::uintptr_t address) const { return address - base_; }

  /// `build-id` and its digits, two for each byte; empty when the program has none.
  std::string_view build_line() const { return {build_line_.data(), build_line_size_}; }

 private:
  static constexpr std::size_t kLineBytesMax = 9 + 2 * 64;

  void take_notes(const unsigned char* notes, std::size_t bytes);
  friend struct ProgramFinder;

  std::uintptr_t base_ = 0;
  std::uintptr_t code_begin_ = 0;
  std::uintptr_t code_end_ = 0;
  std::array<char, kLineBytesMax> build_line_{};
  std::size_t build_line_size_ = 0;
};

}  // namespace lambda::crash
