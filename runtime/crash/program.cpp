// The dynamic loader's list, or the C library's stand-in for it, begins with the program.
#include "runtime/crash/program.h"

#include <elf.h>
#include <link.h>

#include <algorithm>
#include <cstring>

namespace lambda::crash {

struct ProgramFinder {
  static int take(dl_phdr_info* file, std::size_t, void* argument) {
    auto& program = *static_cast<Program*>(argument);
    program.base_ = file->dlpi_addr;
    program.code_begin_ = UINTPTR_MAX;
    for (int i = 0; i < file->dlpi_phnum; ++i) {
      const auto& segment = file->dlpi_phdr[i];
      const std::uintptr_t begin = file->dlpi_addr + segment.p_vaddr;
      if (segment.p_type == PT_LOAD && (segment.p_flags & PF_X) != 0) {
        program.code_begin_ = std::min(program.code_begin_, begin);
        program.code_end_ = std::max(program.code_end_, begin + segment.p_memsz);
      } else if (segment.p_type == PT_NOTE) {
        program.take_notes(reinterpret_cast<const unsigned char*>(begin), segment.p_memsz);
      }
    }
    return 1;  // No more files.
  }
};

void Program::take_notes(const unsigned char* notes, std::size_t bytes) {
  constexpr std::string_view kBuildId = "build-id ";
  constexpr std::string_view kDigits = "0123456789abcdef";
  constexpr std::size_t kWord = 4;  // What names and descriptors are padded to.
  ElfW(Nhdr) note;
  while (bytes >= sizeof note) {
    std::memcpy(&note, notes, sizeof note);
    const std::size_t name_bytes = (note.n_namesz + std::size_t{kWord - 1}) / kWord * kWord;
    const std::size_t id_bytes = (note.n_descsz + std::size_t{kWord - 1}) / kWord * kWord;
    if (name_bytes > bytes - sizeof note || id_bytes > bytes - sizeof note - name_bytes) {
      return;
    }
    const unsigned char* const id = notes + sizeof note + name_bytes;
    const bool is_gnu =
        note.n_namesz == 4 && std::memcmp(notes + sizeof note, ELF_NOTE_GNU, 4) == 0;
    if (is_gnu && note.n_type == NT_GNU_BUILD_ID &&
        kBuildId.size() + 2 * std::size_t{note.n_descsz} <= kLineBytesMax) {
      build_line_size_ = kBuildId.copy(build_line_.data(), kBuildId.size());
      for (std::size_t i = 0; i < note.n_descsz; ++i) {
        build_line_[build_line_size_++] = kDigits[id[i] >> 4];
        build_line_[build_line_size_++] = kDigits[id[i] & 0xF];
      }
      return;
    }
    notes = id + id_bytes;
    bytes -= sizeof note + name_bytes + id_bytes;
  }
}

Program Program::find() {
  Program program;
  dl_iterate_phdr(&ProgramFinder::take, &program);
  return program;
}

}  // namespace lambda::crash
