// A Lisp function for arm64, built on this machine, runs: by qemu, under AWS's emulator, which
// starts any program. (Ours refuses one of another processor.)
#include <gtest/gtest.h>

#include "tests/peers/child.h"
#include "tests/peers/http.h"
#include "tests/peers/run.h"
#include "tests/peers/runfile.h"
#include "tests/peers/server.h"

namespace lambda::lisp_test {
namespace {

constexpr char kLibrariesOfArm64[] = "/usr/aarch64-linux-gnu";  // Debian's libc6-arm64-cross.

std::string local(uint16_t port) { return "127.0.0.1:" + std::to_string(port); }

TEST(LispForArm64, LoadsItsHandlerAndAnswers) {
  const std::filesystem::path folder = peers::new_folder("arm64");
  const peers::Outcome unzipped =
      peers::run({{"unzip", "-q", peers::runfile("ZIP"), "-d", folder}});
  ASSERT_EQ(0, unzipped.status) << unzipped;
  const peers::Outcome header = peers::run({{"readelf", "--file-header", folder / "bootstrap"}});
  ASSERT_TRUE(header.output.contains("AArch64")) << header;
  const uint16_t port = peers::free_port();
  const auto qemu = peers::find_program("qemu-aarch64");
  ASSERT_TRUE(qemu.has_value()) << qemu.error().message;
  const auto server = peers::Server::start(
      {{peers::runfile("AWS_EMULATOR"), "--runtime-interface-emulator-address", local(port),
        "--runtime-api-address", local(peers::free_port()), *qemu, "-L", kLibrariesOfArm64,
        folder / "bootstrap"},
       {{"_HANDLER", "simple.simple-handler"},
        {"LAMBDA_TASK_ROOT", folder},
        {"AWS_LAMBDA_FUNCTION_TIMEOUT", "60"}},  // An emulated processor is slow.
       folder,
       {}},
      port);
  ASSERT_TRUE(server.has_value()) << server.error().message;
  const auto answer = peers::invoke((*server)->port(), "\"hello\"");
  ASSERT_TRUE(answer.has_value()) << answer.error().message << (*server)->log();
  EXPECT_EQ("\"HELLO\" with an id", answer->body) << (*server)->log();
}

}  // namespace
}  // namespace lambda::lisp_test
