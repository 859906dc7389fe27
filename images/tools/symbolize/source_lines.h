// From an address of a program to the functions, files and lines it stands for.
// Source: libbacktrace, which reads DWARF.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "core/errors/error.h"

struct backtrace_state;

namespace lambda::images {

/// One function at an address. Several stand there where calls were inlined.
struct SourceLine {
  std::string function;  // As C++ writes it; empty where the symbols do not tell.
  std::string file;      // As the compiler was given it; empty likewise.
  int line = 0;          // 0 likewise.
};

/// The symbols of one program, of any processor. Serves one thread at a time.
class SourceLines {
 public:
  /// Reads nothing yet. Error: File.Unreadable.
  static std::expected<SourceLines, Error> open(const std::filesystem::path& symbols);

  /// The functions at `address`, counted from where the program is loaded, the innermost first.
  /// Empty: no function is known there.
  std::vector<SourceLine> at(std::uint64_t address) const;

 private:
  explicit SourceLines(backtrace_state* state) : state_(state) {}

  backtrace_state*
      state_;  // The library keeps it until the process ends, and has no way to free it.
};

}  // namespace lambda::images
