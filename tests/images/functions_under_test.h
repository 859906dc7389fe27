// What the tests of images test: hello's image, archives and zips, for each architecture.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace lambda::images_test {

/// One architecture's share of a function's outputs.
struct Built {
  std::string architecture;        // As Lambda names it: "x86_64", "arm64".
  std::string image_architecture;  // As images name it: "amd64", "arm64".
  std::filesystem::path tar;       // For `docker load`.
  std::filesystem::path zip;       // For provided.al2023.
  std::filesystem::path digest;    // The digest of the image's manifest.
  std::filesystem::path emulator;  // AWS's own, for this architecture.
};

/// hello, as the targets' environment names its files.
std::vector<Built> hello();

/// The one layout of both architectures.
std::filesystem::path hello_layout();

/// For the names of parametrised tests, and their messages.
void PrintTo(const Built& built, std::ostream* stream);

/// The event that the tests send, and hello's answer to it.
inline constexpr char kEvent[] = R"({"name": "Ada"})";
inline constexpr char kAnswer[] = R"({"message":"Hello, Ada!"})";

}  // namespace lambda::images_test
