// A registry that fails ends the fetch with an error that names the URL and says what to do.
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "tests/base/authority.h"
#include "tests/base/consumer.h"
#include "tests/peers/fault_proxy.h"
#include "tests/peers/oci_layout.h"
#include "tests/peers/registry.h"
#include "tests/peers/server.h"
#include "tests/peers/stand_in_base.h"

namespace lambda::base_test {
namespace {

using peers::Outcome;
using peers::RegistryFault;

const Consumer& consumer() { return Authority::get().consumer(); }

// One registry with one base for all faults.
class Faults : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto registry = peers::start_registry();
    ASSERT_TRUE(registry.has_value()) << registry.error().message;
    registry_ = std::move(*registry);
    const std::string host = "127.0.0.1:" + std::to_string(registry_->port());
    const auto base = peers::push_stand_in_base(host, {});
    ASSERT_TRUE(base.has_value()) << base.error().message;
    image_ = "registry.example/base@" + base->index;
  }

  static void TearDownTestSuite() { registry_.reset(); }

  void SetUp() override { ASSERT_NE("", image_) << "there is no base in the registry"; }

  // The fetch fails; the error names the place and holds each of `parts`.
  static void expect_error(const Outcome& outcome, const std::vector<std::string>& parts) {
    EXPECT_NE(0, outcome.status) << outcome;
    EXPECT_TRUE(outcome.errors.contains("could not be fetched from")) << outcome;
    for (const std::string& part : parts) {
      EXPECT_TRUE(outcome.errors.contains(part)) << part << "\n" << outcome;
    }
  }

  static Outcome fetch_through(RegistryFault fault) {
    const peers::FaultProxy proxy(registry_->port(), fault);
    return consumer().fetch(image_, {mirror(proxy.port())});
  }

  static std::unique_ptr<peers::Server> registry_;
  static std::string image_;
};

std::unique_ptr<peers::Server> Faults::registry_;
std::string Faults::image_;

TEST_F(Faults, OtherBytesThanTheDigestNames) {
  expect_error(fetch_through(RegistryFault::kOtherBytes), {"Checksum was", "/blobs/sha256:"});
}

TEST_F(Faults, BlobCutInItsMiddle) {
  expect_error(fetch_through(RegistryFault::kCutBlob), {"/blobs/sha256:", "Premature EOF"});
}

TEST_F(Faults, TooManyRequests) {
  expect_error(fetch_through(RegistryFault::kTooManyRequests), {"429", "/blobs/sha256:"});
}

TEST_F(Faults, NoSuchManifest) {
  expect_error(fetch_through(RegistryFault::kNotFound), {"404", "/manifests/sha256:"});
}

TEST_F(Faults, NobodyAtThePort) {
  expect_error(consumer().fetch(image_, {mirror(peers::free_port())}), {"refused"});
}

TEST_F(Faults, HostThatDoesNotExist) {
  const std::string image = "registry.invalid/base@" + peers::sha256_digest("whatever");
  const Outcome outcome = consumer().fetch(image, {});
  expect_error(outcome, {"registry.invalid", "nknown host", "LAMBDA_BASE_MIRROR=https://HOST"});
  // Its user named this base: the empty one would not stand in for it.
  EXPECT_FALSE(outcome.errors.contains("--config=offline")) << outcome;
}

TEST_F(Faults, MirrorThatIsNone) {
  for (const auto& [mirror, word] : std::map<std::string, std::string>{
           {"http://mirror.example", "http:// is for 127.0.0.1 only"},
           {"mirror.example", "does not name a mirror"},
           {"https://mirror.example/path", "has more than a host"},
           {"https://ada:secret@mirror.example", "logins belong in config.json"}}) {
    const Outcome outcome = consumer().fetch(image_, {"--repo_env=LAMBDA_BASE_MIRROR=" + mirror});
    EXPECT_NE(0, outcome.status) << mirror;
    EXPECT_TRUE(outcome.errors.contains(word)) << mirror << "\n" << outcome;
  }
}

TEST_F(Faults, TokenServiceInTheClear) {
  const Outcome outcome = consumer().fetch(
      image_,
      {mirror(registry_->port()), "--repo_env=LAMBDA_BASE_TOKEN_SERVICE=http://127.0.0.1:1/token"});
  EXPECT_NE(0, outcome.status);
  EXPECT_TRUE(outcome.errors.contains("a token must not travel in the clear")) << outcome;
}

TEST_F(Faults, TokenServiceThatIsNotThere) {
  const Outcome outcome =
      consumer().fetch(image_, {mirror(registry_->port()),
                                "--repo_env=LAMBDA_BASE_TOKEN_SERVICE=https://127.0.0.1:1/token"});
  expect_error(outcome, {"A token to pull base", "127.0.0.1:1"});
}

TEST_F(Faults, ReferenceWithoutDigest) {
  const Outcome outcome = consumer().fetch("registry.example/base:2023", {});
  EXPECT_NE(0, outcome.status);
  EXPECT_TRUE(outcome.errors.contains("digest")) << outcome;
}

TEST_F(Faults, WellAgainWhenTheRegistryIs) {
  const Outcome outcome = consumer().fetch(image_, {mirror(registry_->port())});
  EXPECT_EQ(0, outcome.status) << outcome;
}

}  // namespace
}  // namespace lambda::base_test
