// How this machine runs a program of another processor. Source: qemu-user's manual, "qemu-user".
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace lambda::images {

/// The words before such a program's own: none for x86_64, where the build runs. The libraries of
/// arm64 are below QEMU_LD_PREFIX, else where Debian's libc6-arm64-cross puts them.
inline std::vector<std::string> emulator_of(const std::string& architecture) {
  if (architecture != "arm64") {
    return {};
  }
  const char* given = std::getenv("QEMU_LD_PREFIX");
  return {"qemu-aarch64", "-L", given == nullptr ? "/usr/aarch64-linux-gnu" : given};
}

}  // namespace lambda::images
