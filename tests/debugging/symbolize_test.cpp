// What a shipped, stripped function says when it fails is resolved to the lines of its source: by
// its own `.symbolize`, by that of a function on its layer, for both processors.
#include <fstream>
#include <regex>

#include <gtest/gtest.h>

#include "tests/peers/child.h"
#include "tests/peers/http.h"
#include "tests/peers/run.h"
#include "tests/peers/runfile.h"
#include "tests/peers/server.h"

namespace lambda::debugging_test {
namespace {

std::string local(uint16_t port) { return "127.0.0.1:" + std::to_string(port); }

// AWS's emulator starts any program; one for arm64 through qemu.
std::string failure_of(const std::string& architecture, const std::string& event) {
  const std::filesystem::path folder = peers::new_folder("task");
  const peers::Outcome unzipped = peers::run(
      {{"unzip", "-q", peers::runfile_ending("ZIPS", "." + architecture + ".zip"), "-d", folder}});
  EXPECT_EQ(0, unzipped.status) << unzipped;
  const uint16_t port = peers::free_port();
  peers::Command command{{peers::runfile("AWS_EMULATOR"), "--runtime-interface-emulator-address",
                          local(port), "--runtime-api-address", local(peers::free_port())},
                         {{"AWS_LAMBDA_FUNCTION_TIMEOUT", "60"}},
                         folder,
                         {}};
  if (architecture == "arm64") {
    const auto qemu = peers::find_program("qemu-aarch64");
    EXPECT_TRUE(qemu.has_value()) << qemu.error().message;
    command.arguments.push_back(qemu.value_or(""));
  }
  command.arguments.push_back(folder / "bootstrap");
  const auto server = peers::Server::start(command, port);
  EXPECT_TRUE(server.has_value()) << server.error().message;
  if (!server) {
    return {};
  }
  const auto answer = peers::invoke((*server)->port(), event);
  EXPECT_TRUE(answer.has_value()) << (*server)->log();
  return answer ? answer->body + "\n" + (*server)->log() : "";
}

peers::Outcome symbolize(const std::string& program, const std::string& text,
                         const std::vector<std::string>& options = {}) {
  const std::filesystem::path file = peers::new_folder("stack") / "stack";
  std::ofstream(file, std::ios::binary) << text;
  std::vector<std::string> words = {peers::runfile(program)};
  words.insert(words.end(), options.begin(), options.end());
  words.push_back(file);
  return peers::run({words});
}

struct Failure {
  std::string architecture;
  std::string event;
  std::string line;
  std::string caller;
};

void PrintTo(const Failure& failure, std::ostream* stream) {
  *stream << failure.architecture << failure.event;
}

class AStack : public testing::TestWithParam<Failure> {};

TEST_P(AStack, IsResolvedToItsLines) {
  const std::string text = failure_of(GetParam().architecture, GetParam().event);
  for (const char* program : {"SYMBOLIZE", "LAYER_SYMBOLIZE"}) {
    const peers::Outcome resolved = symbolize(program, text);
    ASSERT_EQ(0, resolved.status) << resolved << text;
    EXPECT_TRUE(resolved.output.contains(GetParam().line)) << resolved;
    // handle() and the handler are inlined in the loop's call of them.
    EXPECT_TRUE(resolved.output.contains(GetParam().caller)) << resolved;
    EXPECT_TRUE(resolved.output.contains("inlined in operator() at tests/debugging/faulty.cpp:33"))
        << resolved;
    EXPECT_EQ(resolved.errors, "") << resolved;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Of, AStack,
    testing::Values(
        Failure{"x86_64", "\"throw\"", "shop::charge(int) at tests/debugging/faulty.cpp:11",
                "handle at tests/debugging/faulty.cpp:21"},
        Failure{"x86_64", "\"segv\"", "shop::ship(int volatile*) at tests/debugging/faulty.cpp:16",
                "handle at tests/debugging/faulty.cpp:24"},
        Failure{"arm64", "\"throw\"", "shop::charge(int) at tests/debugging/faulty.cpp:11",
                "handle at tests/debugging/faulty.cpp:21"},
        Failure{"arm64", "\"segv\"", "shop::ship(int volatile*) at tests/debugging/faulty.cpp:16",
                "handle at tests/debugging/faulty.cpp:24"}),
    [](const auto& info) {
      return info.param.architecture + "_" + (info.param.event == "\"segv\"" ? "segv" : "throw");
    });

TEST(Symbolize, RefusesAStackOfAnotherBuild) {
  const peers::Outcome resolved = symbolize("ECHO_SYMBOLIZE", failure_of("x86_64", "\"throw\""));
  EXPECT_EQ(1, resolved.status);
  EXPECT_TRUE(resolved.errors.contains("The stack is of build ")) << resolved;
  EXPECT_TRUE(resolved.errors.contains("--symbols=FOLDER")) << resolved;
  EXPECT_EQ(resolved.output, "");
}

TEST(Symbolize, SaysThatATextHasNoStack) {
  const peers::Outcome resolved = symbolize("SYMBOLIZE", "START RequestId: 1\nEND\n");
  EXPECT_EQ(1, resolved.status);
  EXPECT_TRUE(resolved.errors.contains("The text has no address.")) << resolved;
}

TEST(Symbolize, TellsOfItsOptions) {
  const peers::Outcome help = peers::run({{peers::runfile("SYMBOLIZE"), "--help"}});
  EXPECT_EQ(0, help.status);
  EXPECT_TRUE(help.output.contains("--symbols=FOLDER")) << help;
}

}  // namespace
}  // namespace lambda::debugging_test
