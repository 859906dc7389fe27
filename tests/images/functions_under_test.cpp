// Files come through the variables that `image_test` (image_test.bzl) sets.
#include "tests/images/functions_under_test.h"

#include <ostream>

#include "tests/peers/runfile.h"

namespace lambda::images_test {
namespace {

Built built(const std::string& architecture, const std::string& image_architecture) {
  using peers::runfile_ending;
  return {architecture,
          image_architecture,
          runfile_ending("HELLO_TAR", "." + architecture + ".tar"),
          runfile_ending("HELLO_ZIP", "." + architecture + ".zip"),
          runfile_ending("HELLO_DIGEST", "." + architecture + ".digest"),
          runfile_ending("AWS_EMULATORS", "-" + architecture)};
}

}  // namespace

std::vector<Built> hello() { return {built("x86_64", "amd64"), built("arm64", "arm64")}; }

std::filesystem::path hello_layout() { return peers::runfile("HELLO_IMAGE"); }

void PrintTo(const Built& built, std::ostream* stream) { *stream << built.architecture; }

}  // namespace lambda::images_test
