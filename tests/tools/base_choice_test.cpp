// The default base is chosen once: empty where Bazel reaches no registry, whatever a later moment
// without network says; and Bazel is asked, who knows proxies that nobody else does.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/peers/responder.h"
#include "tests/peers/runfile.h"
#include "tests/peers/server.h"
#include "tests/peers/tls_front.h"
#include "tests/tools/machine.h"

namespace lambda::tools_test {
namespace {

namespace fs = std::filesystem;
using peers::Outcome;

constexpr char kEmptyLine[] = "--repo_env=LAMBDA_BASE_DEFAULT=empty";
constexpr char kDefaultBase[] = "@lambda_base_x86_64//:base";
// What it stands on alone needs nothing else of this project.
constexpr char kDefaultLayers[] = "@lambda_base_x86_64_layers//:layers";

// The registry's token service behind TLS, and a proxy that leads every CONNECT to it.
class Registry {
 public:
  Registry()
      : tokens_([](const peers::HttpRequest&) {
          return peers::HttpResponse{200, {}, R"({"token": "anybody's"})"};
        }) {
    const auto certificate = peers::make_server_certificate(
        peers::new_folder("server"), Machine::get().authority(), {"public.ecr.aws"});
    EXPECT_TRUE(certificate.has_value()) << certificate.error().message;
    const uint16_t port = peers::free_port();
    auto front = peers::start_tls_front(port, tokens_.port(), *certificate);
    EXPECT_TRUE(front.has_value()) << front.error().message;
    front_ = std::move(*front);
    start_proxy(port);
  }

  std::string proxy() const { return "http://127.0.0.1:" + std::to_string(proxy_->port()); }

 private:
  // Reads the request's head, agrees, and passes on what follows.
  void start_proxy(uint16_t behind) {
    const fs::path program = peers::new_folder("proxy") / "connect";
    peers::write_file(program,
                      "#!/bin/sh\nwhile read -r line && [ ${#line} -gt 1 ]; do :; done\n"
                      "printf 'HTTP/1.1 200 OK\\r\\n\\r\\n'\nexec socat - TCP:127.0.0.1:" +
                          std::to_string(behind) + "\n");
    fs::permissions(program, fs::perms::owner_all, fs::perm_options::add);
    const uint16_t port = peers::free_port();
    auto proxy = peers::Server::start(
        {{"socat", "TCP-LISTEN:" + std::to_string(port) + ",bind=127.0.0.1,reuseaddr,fork",
          "EXEC:" + program.string()},
         {},
         {},
         {}},
        port);
    EXPECT_TRUE(proxy.has_value()) << proxy.error().message;
    proxy_ = std::move(*proxy);
  }

  peers::Responder tokens_;
  std::unique_ptr<peers::Server> front_;
  std::unique_ptr<peers::Server> proxy_;
};

const Machine& machine() { return Machine::get(); }

fs::path choice_file() { return machine().cache() / "default-base"; }

std::string choice() { return peers::read_file(choice_file()); }

class BaseChoice : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(0, machine().first().status) << machine().first(); }
  void TearDown() override { machine().set_rc(""); }
};

TEST_F(BaseChoice, IsEmptyOnAMachineWithoutRegistryAndSaidEachTime) {
  fs::remove(choice_file());
  for (const std::string verb : {"build", "run"}) {
    const Outcome outcome = machine().bazel({verb, verb == "build" ? kDefaultLayers : "//:report"});
    EXPECT_EQ(0, outcome.status) << outcome;
    EXPECT_TRUE(outcome.errors.contains("empty base")) << outcome;
    EXPECT_TRUE(outcome.errors.contains("To ask again: rm " + choice_file().string())) << outcome;
    EXPECT_EQ(verb == "build", outcome.errors.contains("asking whether")) << outcome;
  }
  EXPECT_EQ("empty\n", choice());
  EXPECT_TRUE(machine().root_rc().contains(kEmptyLine)) << machine().root_rc();
  const Outcome base =
      machine().bazel({"query", std::string(kDefaultBase) + " + @lambda_base_arm64_layers//:all"});
  EXPECT_EQ(0, base.status) << base;
  // AWS's own is never a default: who builds on it has named it.
  const Outcome named = machine().bazel({"query", "@lambda_provided_x86_64//:base"});
  EXPECT_NE(0, named.status) << named;
  EXPECT_TRUE(named.errors.contains("could not be fetched from")) << named;
}

TEST_F(BaseChoice, AsksThroughTheProxyThatOnlyBazelKnows) {
  const Registry registry;
  const std::string option = "--repo_env=HTTPS_PROXY=" + registry.proxy();
  const std::vector<std::vector<std::string>> commands = {
      {"build", "//:nothing"},  // The settings of the workspace have the option, then the command.
      {"build", option, "//:nothing"}};
  machine().set_rc("build " + option + "\n");
  for (const std::vector<std::string>& command : commands) {
    fs::remove(choice_file());
    const Outcome outcome = machine().bazel(command);
    EXPECT_EQ(0, outcome.status) << outcome;
    EXPECT_FALSE(outcome.errors.contains("empty base")) << outcome;
    EXPECT_EQ("registry\n", choice()) << peers::read_file(machine().cache() / "base.log");
    EXPECT_FALSE(machine().root_rc().contains(kEmptyLine)) << machine().root_rc();
    machine().set_rc("");
  }
}

TEST_F(BaseChoice, StaysWhenTheRegistryDoesNotAnswerLater) {
  peers::write_file(choice_file(), "registry\n");
  const Outcome outcome = machine().bazel({"build", "--nobuild", kDefaultBase});
  EXPECT_NE(0, outcome.status) << outcome;
  EXPECT_TRUE(outcome.errors.contains("could not be fetched from")) << outcome;
  EXPECT_TRUE(outcome.errors.contains("--config=offline")) << outcome;
  EXPECT_FALSE(outcome.errors.contains("asking whether")) << outcome;
  EXPECT_EQ("registry\n", choice());
}

TEST_F(BaseChoice, IsTheRegistrysWhereAMirrorIsNamed) {
  fs::remove(choice_file());
  machine().set_rc("build --repo_env=LAMBDA_BASE_MIRROR=https://mirror.invalid\n");
  const Outcome outcome = machine().bazel({"build", "//:nothing"});
  EXPECT_EQ(0, outcome.status) << outcome;
  EXPECT_EQ("registry\n", choice());
}

TEST_F(BaseChoice, WaitsWhereTheCommandItselfSaysWhich) {
  fs::remove(choice_file());
  const Outcome outcome =
      machine().bazel({"build", "--repo_env=LAMBDA_BASE=empty", kDefaultLayers});
  EXPECT_EQ(0, outcome.status) << outcome;
  EXPECT_FALSE(fs::exists(choice_file()));
}

}  // namespace
}  // namespace lambda::tools_test
