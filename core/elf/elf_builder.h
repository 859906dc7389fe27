// Builds small ELF files for tests: a header, a few segments, a dynamic table, version records.
// Source: System V ABI, "Object Files"; Linux Standard Base 5.0, "Symbol Versioning".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lambda {

/// What the file is to say. Defaults make a static x86_64 program.
struct ElfPlan {
  std::uint16_t type = 2;      // 1 object, 2 program, 3 shared or position-independent.
  std::uint16_t machine = 62;  // 62 x86_64, 183 arm64.
  std::string loader;          // Empty: no PT_INTERP.
  bool is_pie = false;
  std::vector<std::string> versions;   // Names in one Verneed record; empty: no record.
  std::vector<std::string> libraries;  // DT_NEEDED.
};

/// The file's bytes. Addresses equal offsets, in one PT_LOAD over the whole file.
inline std::string build_elf(const ElfPlan& plan) {
  std::string out;
  const auto put = [&out](std::uint64_t value, int width) {
    for (int i = 0; i < width; ++i) {
      out += static_cast<char>(value >> (8 * i));
    }
  };
  const bool has_dynamic = plan.is_pie || !plan.versions.empty() || !plan.libraries.empty();
  const std::uint64_t segments = 1u + !plan.loader.empty() + has_dynamic;
  const std::uint64_t loader_at = 64 + 56 * segments;
  const std::uint64_t strings_at = loader_at + plan.loader.size() + 1;
  std::string strings(1, '\0');
  std::vector<std::uint64_t> names;
  for (const std::string& version : plan.versions) {
    names.push_back(strings.size());
    strings += version + '\0';
  }
  std::vector<std::uint64_t> needed;
  for (const std::string& library : plan.libraries) {
    needed.push_back(strings.size());
    strings += library + '\0';
  }
  const std::uint64_t versions_at = strings_at + strings.size();
  const std::uint64_t versions_size = plan.versions.empty() ? 0 : 16 * (1 + names.size());
  const std::uint64_t dynamic_at = versions_at + versions_size;
  const std::uint64_t dynamic_size = has_dynamic ? (5 + needed.size()) * 16 : 0;
  const std::uint64_t size = dynamic_at + dynamic_size;

  out = std::string(
            "\x7f"
            "ELF\x02\x01\x01",
            7) +
        std::string(9, '\0');
  put(plan.type, 2), put(plan.machine, 2), put(1, 4), put(0x78, 8), put(64, 8), put(0, 8);
  put(0, 4), put(64, 2), put(56, 2), put(segments, 2), put(64, 2), put(0, 2), put(0, 2);
  const auto segment = [&put](std::uint64_t type, std::uint64_t at, std::uint64_t bytes) {
    put(type, 4), put(4, 4), put(at, 8), put(at, 8), put(at, 8), put(bytes, 8), put(bytes, 8);
    put(8, 8);
  };
  segment(1, 0, size);
  if (!plan.loader.empty()) {
    segment(3, loader_at, plan.loader.size() + 1);
  }
  if (has_dynamic) {
    segment(2, dynamic_at, dynamic_size);
  }
  out += plan.loader + '\0' + strings;
  if (!plan.versions.empty()) {
    put(1, 2), put(names.size(), 2), put(0, 4), put(16, 4), put(0, 4);
    for (const std::uint64_t name : names) {
      put(0, 4), put(0, 4), put(name, 4), put(16, 4);
    }
  }
  if (has_dynamic) {
    for (const std::uint64_t library : needed) {
      put(1, 8), put(library, 8);
    }
    put(5, 8), put(strings_at, 8);
    put(0x6ffffffe, 8), put(plan.versions.empty() ? 0 : versions_at, 8);
    put(0x6fffffff, 8), put(plan.versions.empty() ? 0 : 1, 8);
    put(0x6ffffffb, 8), put(plan.is_pie ? 0x08000000 : 0, 8);
    put(0, 8), put(0, 8);
  }
  return out;
}

}  // namespace lambda
