// A base comes by its digest from a real registry: open, with basic authentication, with a token
// service, and over TLS with an authority of its own.
// Source: OCI Distribution Specification 1.1; distribution's token authentication.
#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "tests/base/authority.h"
#include "tests/base/consumer.h"
#include "tests/peers/certificate.h"
#include "tests/peers/oci_layout.h"
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

// What was fetched is the platform's manifest of the index, its configuration and its layers.
void expect_fetched(const peers::PushedBase& base) {
  const std::filesystem::path folder = consumer().fetched();
  const std::string manifest = peers::read_file(folder / "manifest.json");
  EXPECT_EQ(base.platforms.at("amd64"), peers::sha256_digest(manifest)) << folder;
  EXPECT_TRUE(manifest.contains(peers::sha256_digest(peers::read_file(folder / "config.json"))));
  int layers = 0;
  for (const auto& blob :
       std::filesystem::directory_iterator(consumer().fetched_layers() / "blobs")) {
    const std::string digest = peers::sha256_digest(peers::read_file(blob.path()));
    EXPECT_EQ("sha256:" + blob.path().filename().string(), digest);
    ++layers;
  }
  EXPECT_GT(layers, 0);
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
  for (const std::string& layer : layers) EXPECT_FALSE(gets(layer)) << (*registry)->log();
  const Outcome whole = consumer().fetch(image, {mirror((*registry)->port())});
  ASSERT_EQ(0, whole.status) << whole;
  for (const std::string& layer : layers) EXPECT_TRUE(gets(layer)) << (*registry)->log();
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

/// The files in `folder`, and below it, that hold `text`.
std::vector<std::filesystem::path> files_with(const std::filesystem::path& folder,
                                              const std::string& text) {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && peers::read_file(entry.path()).contains(text)) {
      found.push_back(entry.path());
    }
  }
  return found;
}

TEST(Pull, KeepsNoTokenThatALoginGot) {
  const Authority& authority = Authority::get();
  const peers::TokenService service(authority.own());
  const uint16_t front_port = peers::free_port();
  const auto front = peers::start_tls_front(front_port, service.port(), authority.server());
  ASSERT_TRUE(front.has_value()) << front.error().message;
  const std::string realm = "https://127.0.0.1:" + std::to_string(front_port) + "/token";
  const auto registry =
      peers::start_registry({.token = RegistryOptions::TokenService{realm, authority.own()}});
  ASSERT_TRUE(registry.has_value()) << registry.error().message;
  const std::string host = host_of(**registry);
  const auto base = peers::push_stand_in_base(host, authority.trust());
  ASSERT_TRUE(base.has_value()) << base.error().message << (*registry)->log();
  const std::filesystem::path cache = peers::new_folder("repository_cache");
  const int given = service.given();
  const Outcome fetched = consumer().fetch(
      "registry.example/base:kept@" + base->index,
      {mirror((*registry)->port()), login(host, kLogin), "--repository_cache=" + cache.string(),
       "--repo_env=CURL_CA_BUNDLE=" + authority.own().certificate.string(),
       "--repo_env=LAMBDA_BASE_TOKEN_SERVICE=" + realm +
           "?service=" + std::string(peers::kTokenAudience)});
  ASSERT_EQ(0, fetched.status) << fetched;
  EXPECT_GT(service.given(), given);
  expect_fetched(*base);
  EXPECT_FALSE(files_with(cache, "schemaVersion").empty()) << "the cache is used for the rest";
  EXPECT_TRUE(files_with(cache, "\"token\"").empty()) << files_with(cache, "\"token\"").front();
  EXPECT_TRUE(files_with(consumer().fetched(), "\"token\"").empty());
}

TEST(Pull, ShowsTokensOfAService) {
  const Authority& authority = Authority::get();
  const peers::TokenService service(authority.own());
  const uint16_t front_port = peers::free_port();
  const auto front = peers::start_tls_front(front_port, service.port(), authority.server());
  ASSERT_TRUE(front.has_value()) << front.error().message;
  const std::string realm = "https://127.0.0.1:" + std::to_string(front_port) + "/token";
  const auto registry =
      peers::start_registry({.token = RegistryOptions::TokenService{realm, authority.own()}});
  ASSERT_TRUE(registry.has_value()) << registry.error().message;
  const auto base = peers::push_stand_in_base(host_of(**registry), authority.trust());
  ASSERT_TRUE(base.has_value()) << base.error().message << (*registry)->log();
  const int given = service.given();
  const Outcome fetched = consumer().fetch(
      "registry.example/base@" + base->index,
      {mirror((*registry)->port()), "--repo_env=LAMBDA_BASE_TOKEN_SERVICE=" + realm +
                                        "?service=" + std::string(peers::kTokenAudience)});
  ASSERT_EQ(0, fetched.status) << fetched;
  EXPECT_GT(service.given(), given);
  expect_fetched(*base);
}

}  // namespace
}  // namespace lambda::base_test
