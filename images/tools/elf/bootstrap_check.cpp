// Decides if a program can be a bootstrap.
#include "images/tools/elf/bootstrap_check.h"

#include <algorithm>
#include <array>

#include "core/errors/error.h"

namespace lambda::images {
namespace {

struct Architecture {
  std::string_view name;
  std::uint16_t machine;
  std::string_view loader;  // Amazon Linux's, by the psABI of the architecture.
};

constexpr std::array<Architecture, 2> kArchitectures = {{
    {"x86_64", kMachineX86_64, "/lib64/ld-linux-x86-64.so.2"},
    {"arm64", kMachineArm64, "/lib/ld-linux-aarch64.so.1"},
}};

const Architecture* find_architecture(std::string_view name) {
  for (const Architecture& one : kArchitectures) {
    if (one.name == name) {
      return &one;
    }
  }
  return nullptr;
}

std::string machine_name(std::uint16_t machine) {
  for (const Architecture& one : kArchitectures) {
    if (one.machine == machine) {
      return std::string(one.name);
    }
  }
  return "ELF machine " + std::to_string(machine);
}

// Guesses what a file is that is not an ELF program.
std::string guess(std::string_view bytes) {
  if (bytes.empty()) {
    return "It is empty.";
  }
  if (bytes.starts_with("#!")) {
    return "It is a script. Lambda would need its interpreter in the image.";
  }
  if (bytes.starts_with("!<arch>\n")) {
    return "It is a static library, which a cc_library makes.";
  }
  if (bytes.starts_with("\xcf\xfa\xed\xfe")) {
    return "It is a program for macOS.";
  }
  if (bytes.starts_with("MZ")) {
    return "It is a program for Windows.";
  }
  return "It is not an ELF file.";
}

std::unexpected<Error> refuse(std::string type, std::string_view name, const std::string& why) {
  return failure(std::move(type), "bootstrap " + std::string(name) + ": " + why);
}

std::expected<void, Error> check_loader(std::string_view name, const ElfFile& elf,
                                        const Architecture& architecture) {
  if (*elf.loader == architecture.loader) {
    return {};
  }
  return refuse("Bootstrap.WrongLoader", name,
                "It asks for the loader " + *elf.loader +
                    ", which Amazon Linux does not have (it has " +
                    std::string(architecture.loader) +
                    "). Write libc = \"musl\", which links statically and needs no loader, or "
                    "libc = \"glibc\".");
}

std::expected<void, Error> check_glibc(std::string_view name, const ElfFile& elf,
                                       const BootstrapDemand& demand) {
  if (!demand.glibc_offered) {
    return refuse("Bootstrap.NeedsGlibc", name,
                  "It is dynamic, needs " + *elf.loader +
                      ", and the base is empty: nothing there can load it. Write libc = \"musl\", "
                      "or a base that has glibc (the base is empty under --config=offline).");
  }
  if (elf.needs_private_glibc) {
    return refuse("Bootstrap.GlibcTooNew", name,
                  "It names GLIBC_PRIVATE, which fits one build of glibc only. Link it with this "
                  "project's toolchain: libc = \"glibc\".");
  }
  if (elf.glibc_needed && *elf.glibc_needed > *demand.glibc_offered) {
    return refuse("Bootstrap.GlibcTooNew", name,
                  "It needs glibc " + glibc_version_text(*elf.glibc_needed) +
                      ", but the base has " + glibc_version_text(*demand.glibc_offered) +
                      ". Write libc = \"musl\", or link it against the base's glibc.");
  }
  return {};
}

// glibc's own, and the unwinder that glibc itself loads: Amazon Linux has these everywhere. Not
// libstdc++, which has no promised version, and is not promised at all outside the full image.
constexpr std::array<std::string_view, 13> kBaseLibraries = {"ld-linux-aarch64.so.1",
                                                             "ld-linux-x86-64.so.2",
                                                             "libanl.so.1",
                                                             "libc.so.6",
                                                             "libdl.so.2",
                                                             "libgcc_s.so.1",
                                                             "libm.so.6",
                                                             "libmvec.so.1",
                                                             "libpthread.so.0",
                                                             "libresolv.so.2",
                                                             "librt.so.1",
                                                             "libthread_db.so.1",
                                                             "libutil.so.1"};

std::expected<void, Error> check_libraries(std::string_view name, const ElfFile& elf,
                                           const BootstrapDemand& demand) {
  for (const std::string& library : elf.libraries) {
    if (std::ranges::contains(kBaseLibraries, library)) {
      continue;
    }
    if (std::ranges::contains(demand.libraries_packed, library)) {
      continue;
    }
    return refuse("Bootstrap.LibraryMissing", name,
                  "It needs " + library +
                      ", which is not among the libraries of glibc, so Lambda "
                      "may not have it. Link it in: a cc_binary with libc = "
                      "\"musl\" or \"glibc\" has its C++ library inside. Or "
                      "pack it where the loader looks: files = {\"//x:" +
                      library + "\": \"lib/\"}.");
  }
  return {};
}

}  // namespace

bool is_on_library_path(std::string_view path) {
  if (path.starts_with("lib/")) {
    path.remove_prefix(4);
  }
  return !path.contains('/');
}

std::expected<BootstrapFacts, Error> check_bootstrap(std::string_view name, std::string_view bytes,
                                                     const BootstrapDemand& demand) {
  const Architecture* architecture = find_architecture(demand.architecture);
  if (architecture == nullptr) {
    return failure("Bootstrap.UnknownArchitecture",
                   "'" + std::string(demand.architecture) +
                       "' is not an architecture of Lambda. Write x86_64 or arm64.");
  }
  const auto elf = read_elf(bytes);
  if (!elf) {
    const std::string what = elf.error().type == "Elf.NotElf" ? guess(bytes) : elf.error().message;
    return refuse("Bootstrap.NotAProgram", name,
                  what + " Name a cc_binary: bootstrap = \":my_program\".");
  }
  if (!elf->is_program) {
    return refuse("Bootstrap.NotAProgram", name,
                  "It is an object file or a shared library, not a program. "
                  "Name a cc_binary without linkshared.");
  }
  if (elf->machine != architecture->machine) {
    return refuse("Bootstrap.WrongArchitecture", name,
                  "It is for " + machine_name(elf->machine) + ", but the function is for " +
                      std::string(architecture->name) +
                      ". Name a target that Bazel compiles (a cc_binary), or set architectures = "
                      "[...] to what this program is for.");
  }
  if (elf->loader) {
    if (auto checked = check_loader(name, *elf, *architecture); !checked) {
      return std::unexpected(checked.error());
    }
    if (auto checked = check_glibc(name, *elf, demand); !checked) {
      return std::unexpected(checked.error());
    }
    if (auto checked = check_libraries(name, *elf, demand); !checked) {
      return std::unexpected(checked.error());
    }
  }
  return BootstrapFacts{!elf->loader.has_value(), elf->glibc_needed};
}

}  // namespace lambda::images
