// A base comes by its digest from a real registry: open, with basic authentication, with a token
// service, and over TLS with an authority of its own.
// Source: OCI Distribution Specification 1.1; distribution's token authentication.
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/base/authority.h"
#include "tests/base/consumer.h"
#include "tests/peers/certificate.h"
#include "tests/peers/oci_layout.h"
#include "tests/peers/recording_proxy.h"
#include "tests/peers/registry.h"
#include "tests/peers/runfile.h"
#include "tests/peers/stand_in_base.h"
#include "tests/peers/tls_front.h"
#include "tests/peers/token_service.h"

namespace lambda::base_test {
namespace {

using peers::Outcome;
using peers::RegistryOptions;

constexpr char kLogin[] = "YWRhOnNlY3JldA==";  // ada:secret

const Consumer& consumer() { return Authority::get().consumer(); }

std::string host_of(const peers::Server& registry) {
  return "127.0.0.1:" + std::to_string(registry.port());
}

std::string after_equals(const std::string& option) { return option.substr(option.rfind('=') + 1); }

// The digests of the base's layers: the descriptors behind "layers" in its manifest.
std::vector<std::string> layers_of(const std::string& manifest) {
  static const std::regex digest("sha256:[0-9a-f]{64}");
  const auto begin = manifest.begin() + static_cast<std::ptrdiff_t>(manifest.find("\"layers\""));
  std::vector<std::string> found;
  for (std::sregex_iterator at(begin, manifest.end(), digest), end; at != end; ++at) {
    found.push_back(at->str());
  }
  return found;
}

// What was fetched is the platform's manifest of the index, its configuration and its layers.
void expect_fetched(const peers::PushedBase& base) {
  const std::filesystem::path folder = consumer().fetched();
  const std::string manifest = peers::read_file(folder / "manifest.json");
  EXPECT_EQ(base.platforms.at("amd64"), peers::sha256_digest(manifest)) << folder;
  EXPECT_TRUE(manifest.contains(peers::sha256_digest(peers::read_file(folder / "config.json"))));
  const auto digests = layers_of(manifest);
  EXPECT_FALSE(digests.empty()) << manifest;
  std::set<std::string> fetched;
  for (const auto& blob :
       std::filesystem::directory_iterator(consumer().fetched_layers() / "blobs")) {
    const std::string digest = peers::sha256_digest(peers::read_file(blob.path()));
    EXPECT_EQ("sha256:" + blob.path().filename().string(), digest);
    fetched.insert(digest);
  }
  EXPECT_EQ(std::set<std::string>(digests.begin(), digests.end()), fetched);
}

TEST(Pull, TakesTheBaseFromAnOpenRegistry) {
  const auto registry = peers::start_registry();
  ASSERT_TRUE(registry.has_value()) << registry.error().message;
  const auto base = peers::push_stand_in_base(host_of(**registry), {});
  ASSERT_TRUE(base.has_value()) << base.error().message;
  const Outcome fetched =
      consumer().fetch("registry.example/base:2023@" + base->index, {mirror((*registry)->port())});
  ASSERT_EQ(0, fetched.status) << fetched;
  expect_fetched(*base);
  // A push finds the layers there again.
  const std::string described = peers::read_file(consumer().fetched() / "BUILD");
  EXPECT_TRUE(described.contains("mirror = \"http://" + host_of(**registry) + "/base:2023\""))
      << described;
  EXPECT_TRUE(described.contains("reference = \"registry.example/base:2023\"")) << described;
}

// The registry's own log of who asked for what is the witness.
TEST(Pull, AsksForNoLayerWhereTheDocumentsAreEnough) {
  const auto registry = peers::start_registry();
  ASSERT_TRUE(registry.has_value()) << registry.error().message;
  const auto base = peers::push_stand_in_base(host_of(**registry), {});
  ASSERT_TRUE(base.has_value()) << base.error().message;
  const std::string image = "registry.example/base:lazy@" + base->index;
  const Outcome fetched = consumer().fetch_documents(image, {mirror((*registry)->port())});
  ASSERT_EQ(0, fetched.status) << fetched;
  const std::string manifest = peers::read_file(consumer().fetched() / "manifest.json");
  const auto gets = [&](const std::string& digest) {
    return (*registry)->log().contains("GET /v2/base/blobs/" + digest);
  };
  const auto layers = layers_of(manifest);
  ASSERT_FALSE(layers.empty()) << manifest;
  for (const std::string& layer : layers) {
    EXPECT_FALSE(gets(layer)) << (*registry)->log();
  }
  const Outcome whole = consumer().fetch(image, {mirror((*registry)->port())});
  ASSERT_EQ(0, whole.status) << whole;
  for (const std::string& layer : layers) {
    EXPECT_TRUE(gets(layer)) << (*registry)->log();
  }
}

TEST(Pull, LogsInWithBasicAuthentication) {
  const auto registry = peers::start_registry({.login = RegistryOptions::Login{"ada", "secret"}});
  ASSERT_TRUE(registry.has_value()) << registry.error().message;
  const std::string host = host_of(**registry);
  const std::string known = login(host, kLogin);
  const auto base = peers::push_stand_in_base(host, {{"DOCKER_CONFIG", after_equals(known)}});
  ASSERT_TRUE(base.has_value()) << base.error().message;
  const std::string image = "registry.example/base@" + base->index;
  const Outcome refused = consumer().fetch(image, {mirror((*registry)->port())});
  EXPECT_NE(0, refused.status);
  EXPECT_TRUE(refused.errors.contains("401")) << refused;
  EXPECT_TRUE(refused.errors.contains("docker login")) << refused;
  const Outcome fetched = consumer().fetch(image, {mirror((*registry)->port()), known});
  ASSERT_EQ(0, fetched.status) << fetched;
  expect_fetched(*base);
}

TEST(Pull, SpeaksTls) {
  const auto registry = peers::start_registry({.tls = Authority::get().server()});
  ASSERT_TRUE(registry.has_value()) << registry.error().message;
  const std::string host = host_of(**registry);
  const auto base = peers::push_stand_in_base(host, Authority::get().trust());
  ASSERT_TRUE(base.has_value()) << base.error().message;
  const Outcome fetched = consumer().fetch(host + "/base@" + base->index, {});
  ASSERT_EQ(0, fetched.status) << fetched;
  expect_fetched(*base);
  EXPECT_TRUE(peers::read_file(consumer().fetched() / "BUILD").contains("mirror = \"\""));
}

TEST(Pull, RefusesAnAuthorityNobodyTrusts) {
  const std::filesystem::path folder = peers::new_folder("stranger");
  const auto stranger = peers::make_authority(folder, "a stranger");
  ASSERT_TRUE(stranger.has_value()) << stranger.error().message;
  const auto certificate = peers::make_server_certificate(folder, *stranger);
  ASSERT_TRUE(certificate.has_value()) << certificate.error().message;
  const auto registry = peers::start_registry({.tls = *certificate});
  ASSERT_TRUE(registry.has_value()) << registry.error().message;
  const std::string image = host_of(**registry) + "/base@" + peers::sha256_digest("whatever");
  const Outcome refused = consumer().fetch(image, {});
  EXPECT_NE(0, refused.status);
  EXPECT_TRUE(refused.errors.contains("PKIX") || refused.errors.contains("certificat")) << refused;
}

TEST(Pull, TellsTheRulesWhatTheBaseIs) {
  const auto registry = peers::start_registry();
  ASSERT_TRUE(registry.has_value()) << registry.error().message;
  const auto base = peers::push_stand_in_base(host_of(**registry), {});
  ASSERT_TRUE(base.has_value()) << base.error().message;
  const Outcome told = consumer().describe("registry.example/base:2023@" + base->index,
                                           {mirror((*registry)->port())});
  ASSERT_EQ(0, told.status) << told;
  std::string layers;
  for (const auto& digest : layers_of(peers::read_file(consumer().fetched() / "manifest.json"))) {
    layers += (layers.empty() ? "\"" : ", \"") + digest + "\"";
  }
  const std::vector<std::string> parts = {
      R"(architecture = "x86_64")",
      R"(glibc = "2.34")",
      R"(reference = "registry.example/base:2023")",
      "digest = \"" + base->index + "\"",
      "layer_digests = [" + layers + "]",
  };
  for (const std::string& part : parts) {
    EXPECT_TRUE(told.output.contains(part)) << part << "\n" << told;
  }
}

// The base is one that its user named: neither --config=offline nor the machine replaces it.
TEST(Pull, KeepsABaseOfTheUsersOwn) {
  const auto registry = peers::start_registry();
  ASSERT_TRUE(registry.has_value()) << registry.error().message;
  const auto base = peers::push_stand_in_base(host_of(**registry), {});
  ASSERT_TRUE(base.has_value()) << base.error().message;
  const Outcome fetched =
      consumer().fetch("registry.example/base:own@" + base->index,
                       {mirror((*registry)->port()), "--repo_env=LAMBDA_BASE=empty",
                        "--repo_env=LAMBDA_BASE_DEFAULT=empty"});
  ASSERT_EQ(0, fetched.status) << fetched;
  expect_fetched(*base);
}

// A registry sends its clients to a store for blobs, which is not to see their login.
TEST(Pull, ShowsItsLoginToTheRegistryAlone) {
  const auto registry = peers::start_registry({.login = RegistryOptions::Login{"ada", "secret"}});
  ASSERT_TRUE(registry.has_value()) << registry.error().message;
  const std::string known = login(host_of(**registry), kLogin);
  const auto base =
      peers::push_stand_in_base(host_of(**registry), {{"DOCKER_CONFIG", after_equals(known)}});
  ASSERT_TRUE(base.has_value()) << base.error().message;
  const uint16_t behind = (*registry)->port();
  const std::string shown = std::string("Basic ") + kLogin;
  const peers::RecordingProxy store(behind, [&](peers::HttpRequest request) {
    request.headers["authorization"] = shown;
    return std::optional(peers::pass_on(behind, std::move(request)));
  });
  const peers::RecordingProxy front(
      behind, [&](const peers::HttpRequest& request) -> std::optional<peers::HttpResponse> {
        if (!request.path.contains("/blobs/")) {
          return std::nullopt;
        }
        const std::string place = "http://127.0.0.1:" + std::to_string(store.port());
        return peers::HttpResponse{307, {{"location", place + request.path}}, ""};
      });
  const Outcome fetched = consumer().fetch(
      "registry.example/base:moved@" + base->index,
      {mirror(front.port()), login("127.0.0.1:" + std::to_string(front.port()), kLogin)});
  ASSERT_EQ(0, fetched.status) << fetched;
  expect_fetched(*base);
  ASSERT_FALSE(store.exchanges().empty());
  for (const peers::Exchange& exchange : store.exchanges()) {
    EXPECT_FALSE(exchange.request.headers.contains("authorization")) << exchange.request.path;
  }
  for (const peers::Exchange& exchange : front.exchanges()) {
    if (exchange.request.path == "/v2/") {
      continue;  // What login it wants is asked without one.
    }
    const auto& headers = exchange.request.headers;
    const auto found = headers.find("authorization");
    EXPECT_EQ(shown, found == headers.end() ? "none" : found->second) << exchange.request.path;
  }
}

}  // namespace
}  // namespace lambda::base_test
