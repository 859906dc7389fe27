// A Lisp function for arm64, built on this machine, runs: here through qemu, which the private
// machine knows as the interpreter of arm64 programs.
#include <gtest/gtest.h>

#include "tests/peers/emulator.h"
#include "tests/peers/http.h"
#include "tests/peers/run.h"
#include "tests/peers/runfile.h"

namespace lambda::lisp_test {
namespace {

constexpr std::chrono::seconds kTimeout{60};  // An emulated processor is slow.

TEST(LispForArm64, LoadsItsHandlerAndAnswers) {
  const std::filesystem::path folder = peers::new_folder("arm64");
  const peers::Outcome unzipped =
      peers::run({{"unzip", "-q", peers::runfile("ZIP"), "-d", folder}});
  ASSERT_EQ(0, unzipped.status) << unzipped;
  const peers::Outcome header = peers::run({{"readelf", "--file-header", folder / "bootstrap"}});
  ASSERT_TRUE(header.output.contains("AArch64")) << header;
  const auto server =
      peers::start_emulator({.emulator = peers::Emulator::kOurs,
                             .bootstrap = folder / "bootstrap",
                             .environment = {{"QEMU_LD_PREFIX", "/usr/aarch64-linux-gnu"}},
                             .timeout = kTimeout,
                             .handler = "simple.simple-handler",
                             .task_root = folder});
  ASSERT_TRUE(server.has_value()) << server.error().message;
  const auto answer = peers::invoke((*server)->port(), "\"hello\"");
  ASSERT_TRUE(answer.has_value()) << answer.error().message << (*server)->log();
  EXPECT_EQ("\"HELLO\" with an id", answer->body) << (*server)->log();
}

}  // namespace
}  // namespace lambda::lisp_test
