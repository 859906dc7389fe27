// Reads numbers and texts out of a file's bytes, each offset checked against its size.
// Source: System V ABI, "Object Files".
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "core/errors/error.h"

namespace lambda {

/// Thrown when a table lies outside the file or exceeds a maximum. Never leaves this folder's
/// functions: each catches it and returns an Error.
struct MalformedElf {};

/// That Error.
inline std::unexpected<Error> malformed_elf() {
  return failure("Elf.Malformed",
                 "A table of its headers lies outside the file, or is larger than any linker "
                 "writes. Link it again: the file is damaged.");
}

/// Little-endian, as all files are that Lambda runs. The bytes must outlive the reader.
class ElfReader {
 public:
  explicit ElfReader(std::string_view bytes) : bytes_(bytes) {}

  std::size_t size() const { return bytes_.size(); }

  /// The unsigned number of `width` bytes, at most 8, at `offset`.
  std::uint64_t number(std::uint64_t offset, std::size_t width) const {
    const std::string_view digits = slice(offset, width);
    std::uint64_t value = 0;
    for (std::size_t i = width; i > 0; --i) {
      value = (value << 8) | static_cast<unsigned char>(digits[i - 1]);
    }
    return value;
  }

  /// The text at `offset` up to its NUL, which must come within `bytes_max`.
  std::string text(std::uint64_t offset, std::size_t bytes_max) const {
    if (offset >= bytes_.size()) {
      throw MalformedElf{};
    }
    const std::string_view rest = bytes_.substr(offset, bytes_max);
    const std::size_t end = rest.find('\0');
    if (end == rest.npos) {
      throw MalformedElf{};
    }
    return std::string(rest.substr(0, end));
  }

  std::string_view slice(std::uint64_t offset, std::uint64_t size) const {
    if (offset > bytes_.size() || size > bytes_.size() - offset) {
      throw MalformedElf{};
    }
    return bytes_.substr(offset, size);
  }

 private:
  std::string_view bytes_;
};

}  // namespace lambda
