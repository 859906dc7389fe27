// Lisp functions run as they ship: an image on a base with a root nobody can write to, a zip with
// the program in it, and a few kB of code on the runtime's layer; under both emulators.
// Source: AWS Lambda Developer Guide, "Managing Lambda dependencies with layers" and "Building a
// custom runtime".
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "tests/peers/container.h"
#include "tests/peers/emulator.h"
#include "tests/peers/http.h"
#include "tests/peers/mounted.h"
#include "tests/peers/run.h"
#include "tests/peers/runfile.h"
#include "tests/peers/server.h"

namespace lambda::lisp_test {
namespace {

namespace fs = std::filesystem;
using peers::Emulator;
using peers::Outcome;

constexpr char kOrder[] = R"({"items": [{"price": 250, "count": 2}]})";
constexpr char kTotal[] = R"({"total":500})";
constexpr std::chrono::seconds kTimeout{20};
constexpr size_t kScriptZipBytesMax = 4096;

std::string local(uint16_t port) { return "127.0.0.1:" + std::to_string(port); }

fs::path unzipped(const std::string& variable) {
  const fs::path folder = peers::new_folder(variable);
  const Outcome outcome = peers::run({{"unzip", "-q", peers::runfile(variable), "-d", folder}});
  EXPECT_EQ(0, outcome.status) << outcome;
  return folder;
}

void expect_answers(peers::Server& server, const std::string& event, const std::string& answer) {
  for (int i = 0; i < 2; ++i) {  // The second meets a process that has served one.
    const auto answered = peers::invoke(server.port(), event);
    ASSERT_TRUE(answered.has_value()) << answered.error().message << server.log();
    EXPECT_EQ(answer, answered->body) << server.log();
  }
}

// What a base with glibc has: the machine's own, by its well-known places.
peers::ContainerOptions image_on_glibc() {
  peers::ContainerOptions options{.layout = peers::runfile("IMAGE"), .name = "x86_64"};
  options.mounts["/lib64/ld-linux-x86-64.so.2"] = "/lib64/ld-linux-x86-64.so.2";
  for (const std::string library : {"libc.so.6", "libdl.so.2", "libm.so.6", "libpthread.so.0"}) {
    options.mounts["/usr/lib/" + library] = "/usr/lib/x86_64-linux-gnu/" + library;
  }
  options.environment["LD_LIBRARY_PATH"] = "/usr/lib";
  return options;
}

TEST(LispImage, AnswersThroughOurEntrypoint) {
  const uint16_t port = peers::free_port();
  peers::ContainerOptions options = image_on_glibc();
  options.environment["LAMBDA_EMULATOR_ADDRESS"] = local(port);
  const auto command = peers::container_command(options);
  ASSERT_TRUE(command.has_value()) << command.error().message;
  const auto server = peers::Server::start(*command, port);
  ASSERT_TRUE(server.has_value()) << server.error().message;
  expect_answers(**server, kOrder, kTotal);
}

TEST(LispImage, AnswersThroughAwsEmulatorAsEntrypoint) {
  const uint16_t port = peers::free_port();
  peers::ContainerOptions options = image_on_glibc();
  options.mounts["/aws-lambda-rie"] = peers::runfile("AWS_EMULATOR");
  options.entrypoint = {"/aws-lambda-rie",
                        "--runtime-interface-emulator-address",
                        local(port),
                        "--runtime-api-address",
                        local(peers::free_port()),
                        "/var/task/bootstrap"};
  const auto command = peers::container_command(options);
  ASSERT_TRUE(command.has_value()) << command.error().message;
  const auto server = peers::Server::start(*command, port);
  ASSERT_TRUE(server.has_value()) << server.error().message;
  expect_answers(**server, kOrder, kTotal);
}

class LispZip : public testing::TestWithParam<Emulator> {};

TEST_P(LispZip, HasTheHandlerSavedInItsProgram) {
  const auto server = peers::start_emulator({.emulator = GetParam(),
                                             .bootstrap = unzipped("ORDERS") / "bootstrap",
                                             .environment = {},
                                             .timeout = kTimeout});
  ASSERT_TRUE(server.has_value()) << server.error().message;
  expect_answers(**server, kOrder, kTotal);
}

TEST_P(LispZip, HasTheHandlersSourceBesideItsProgram) {
  const fs::path folder = unzipped("SIMPLE");
  const auto server = peers::start_emulator({.emulator = GetParam(),
                                             .bootstrap = folder / "bootstrap",
                                             .environment = {},
                                             .timeout = kTimeout,
                                             .handler = "simple.simple-handler",
                                             .task_root = folder});
  ASSERT_TRUE(server.has_value()) << server.error().message;
  expect_answers(**server, "\"hello\"", "\"HELLO\" with an id");
}

INSTANTIATE_TEST_SUITE_P(Emulators, LispZip, testing::Values(Emulator::kOurs, Emulator::kAws),
                         [](const auto& info) {
                           return info.param == Emulator::kOurs ? "Ours" : "Aws";
                         });

struct OnLayer {
  std::string name;
  std::string zip;  // The variable that names it.
  std::string handler;
  std::string event;
  std::string answer;
};
void PrintTo(const OnLayer& function, std::ostream* stream) { *stream << function.name; }

class LispLayer : public testing::TestWithParam<OnLayer> {};

TEST_P(LispLayer, RunsTheFunctionUnderAwsEmulator) {
  const fs::path folder = peers::new_folder("var");
  const fs::path layer = unzipped("LAYER");
  fs::rename(unzipped(GetParam().zip), folder / "task");
  const peers::Mounted opt(layer, "/opt");
  const peers::Mounted var(folder, "/var");
  const uint16_t port = peers::free_port();
  const auto server =
      peers::Server::start({{peers::runfile("AWS_EMULATOR"), "--runtime-interface-emulator-address",
                             local(port), "--runtime-api-address", local(peers::free_port())},
                            {{"_HANDLER", GetParam().handler}},
                            "/var/task",
                            {}},
                           port);
  ASSERT_TRUE(server.has_value()) << server.error().message;
  expect_answers(**server, GetParam().event, GetParam().answer);
}

INSTANTIATE_TEST_SUITE_P(Functions, LispLayer,
                         testing::Values(OnLayer{"Script", "SHOUT", "shout.ros", "\"hello\"",
                                                 "\"HELLO\""},
                                         OnLayer{"Fasl", "WORDS", "words.words:handle", "\"a b a\"",
                                                 R"({"a":2,"b":1})"}),
                         [](const auto& info) { return info.param.name; });

TEST(LispScript, IsAFewKilobytes) {
  EXPECT_LT(fs::file_size(peers::runfile("SHOUT")), kScriptZipBytesMax);
}

}  // namespace
}  // namespace lambda::lisp_test
