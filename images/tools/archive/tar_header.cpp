// ustar where it suffices; a pax record before it for longer names and larger files.
#include "images/tools/archive/tar_header.h"

#include <algorithm>

namespace lambda::images {
namespace {

// Offsets and lengths of the ustar block's fields.
constexpr std::size_t kNameBytes = 100;
constexpr std::size_t kPrefixBytes = 155;
constexpr std::size_t kLinkNameBytes = 100;
constexpr std::uint64_t kOctalSizeMax = 077777777777;

struct NameFields {
  std::string_view prefix;
  std::string_view name;
  bool fits = true;
};

// Splits a path at a slash so that both fields can hold it; `fits` is false when no slash does.
NameFields split_path(std::string_view path) {
  if (path.size() <= kNameBytes) {
    return {"", path};
  }
  const std::size_t earliest = path.size() - kNameBytes - 1;
  const std::size_t slash = path.find('/', earliest);
  if (slash != path.npos && slash > 0 && slash <= kPrefixBytes && slash + 1 < path.size()) {
    return {path.substr(0, slash), path.substr(slash + 1)};
  }
  return {"", path.substr(0, kNameBytes), false};
}

void put_text(std::string& block, std::size_t offset, std::string_view text) {
  std::ranges::copy(text, block.begin() + static_cast<std::ptrdiff_t>(offset));
}

// `digits` octal digits and a NUL.
void put_octal(std::string& block, std::size_t offset, std::size_t digits, std::uint64_t value) {
  for (std::size_t i = digits; i > 0; --i, value >>= 3) {
    block[offset + i - 1] = static_cast<char>('0' + (value & 7));
  }
}

std::string ustar_block(const TarMember& member, const NameFields& fields) {
  std::string block(kTarBlockBytes, '\0');
  put_text(block, 0, fields.name);
  put_octal(block, 100, 7, static_cast<std::uint64_t>(member.mode));
  put_octal(block, 108, 7, 0);  // Owner.
  put_octal(block, 116, 7, 0);  // Group.
  put_octal(block, 124, 11, std::min(member.size, kOctalSizeMax));
  put_octal(block, 136, 11, 0);  // Time.
  block[156] = member.type;
  put_text(block, 157, member.target.substr(0, kLinkNameBytes));
  put_text(block, 257,
           std::string_view("ustar\0"
                            "00",
                            8));
  put_octal(block, 329, 7, 0);  // Device numbers, of which there are none.
  put_octal(block, 337, 7, 0);
  put_text(block, 345, fields.prefix);
  put_text(block, 148, "        ");  // The sum is taken with spaces in its own field.
  std::uint64_t sum = 0;
  for (const unsigned char byte : block) {
    sum += byte;
  }
  put_octal(block, 148, 6, sum);
  block[154] = '\0';
  return block;
}

// "LENGTH KEY=VALUE\n", where LENGTH counts itself.
std::string pax_record(std::string_view key, std::string_view value) {
  const std::size_t rest = key.size() + value.size() + 3;
  std::size_t length = rest + 1;
  while (std::to_string(length).size() + rest != length) {
    ++length;
  }
  return std::to_string(length) + " " + std::string(key) + "=" + std::string(value) + "\n";
}

}  // namespace

std::string tar_header(const TarMember& member) {
  const NameFields fields = split_path(member.path);
  std::string records;
  if (!fields.fits) {
    records += pax_record("path", member.path);
  }
  if (member.target.size() > kLinkNameBytes) {
    records += pax_record("linkpath", member.target);
  }
  if (member.size > kOctalSizeMax) {
    records += pax_record("size", std::to_string(member.size));
  }
  std::string header;
  if (!records.empty()) {
    header = ustar_block({.type = 'x', .mode = 0644, .size = records.size()}, {"", "PaxHeader"});
    header += records;
    header.resize((header.size() + kTarBlockBytes - 1) / kTarBlockBytes * kTarBlockBytes, '\0');
  }
  return header + ustar_block(member, fields);
}

}  // namespace lambda::images
