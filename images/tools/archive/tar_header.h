// Encodes the header of one tar member, as ustar, with a pax record where ustar is too small.
// Source: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Header Block".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lambda::images {

inline constexpr std::size_t kTarBlockBytes = 512;

/// The header fields of a member. Owner, group and time are always 0.
struct TarMember {
  std::string_view path;  // A folder's ends in a slash.
  char type = '0';        // '0' file, '2' link, '5' folder.
  int mode = 0;
  std::uint64_t size = 0;
  std::string_view target;  // Links only.
};

/// The blocks that precede the member's bytes: a multiple of 512 bytes.
std::string tar_header(const TarMember& member);

}  // namespace lambda::images
