// A registry whose token service is named, or found by its challenge; what is asked of the service,
// and that no token stays behind.
// Source: distribution's token authentication; RFC 6750.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/base/authority.h"
#include "tests/base/consumer.h"
#include "tests/peers/recording_proxy.h"
#include "tests/peers/registry.h"
#include "tests/peers/runfile.h"
#include "tests/peers/stand_in_base.h"
#include "tests/peers/tls_front.h"
#include "tests/peers/token_service.h"

namespace lambda::base_test {
namespace {

namespace fs = std::filesystem;
using peers::Outcome;
using peers::RegistryOptions;

constexpr char kLogin[] = "YWRhOnNlY3JldA==";  // ada:secret

const Consumer& consumer() { return Authority::get().consumer(); }

// A registry that wants tokens, their service behind TLS, and a base.
class Tokens : public testing::Test {
 protected:
  Tokens() : service_(Authority::get().own()), asked_(service_.port()) {}

  void SetUp() override {
    const Authority& authority = Authority::get();
    const uint16_t port = peers::free_port();
    auto front = peers::start_tls_front(port, asked_.port(), authority.server());
    ASSERT_TRUE(front.has_value()) << front.error().message;
    front_ = std::move(*front);
    realm_ = "https://127.0.0.1:" + std::to_string(port) + "/token";
    auto registry =
        peers::start_registry({.token = RegistryOptions::TokenService{realm_, authority.own()}});
    ASSERT_TRUE(registry.has_value()) << registry.error().message;
    registry_ = std::move(*registry);
    const auto base = peers::push_stand_in_base(host(), authority.trust());
    ASSERT_TRUE(base.has_value()) << base.error().message << registry_->log();
    image_ = "registry.example/base@" + base->index;
    asked_.forget();
  }

  std::string host() const { return "127.0.0.1:" + std::to_string(registry_->port()); }

  std::string service() const {
    return "--repo_env=LAMBDA_BASE_TOKEN_SERVICE=" + realm_ +
           "?service=" + std::string(peers::kTokenAudience);
  }

  // Fetches it from the mirror, with `arguments` added.
  Outcome fetch(std::vector<std::string> arguments) const {
    arguments.push_back(mirror(registry_->port()));
    return consumer().fetch(image_, arguments);
  }

  peers::TokenService service_;
  peers::RecordingProxy asked_;  // Of the service.
  std::unique_ptr<peers::Server> front_;
  std::unique_ptr<peers::Server> registry_;
  std::string realm_;
  std::string image_;
};

TEST_F(Tokens, AreAskedForWithTheRepositoryAndTheLogin) {
  const Outcome fetched = fetch({service(), login(host(), kLogin)});
  ASSERT_EQ(0, fetched.status) << fetched;
  ASSERT_FALSE(asked_.exchanges().empty());
  for (const peers::Exchange& exchange : asked_.exchanges()) {
    EXPECT_EQ("/token?service=registry&scope=repository:base:pull", exchange.request.path);
    EXPECT_EQ(std::string("Basic ") + kLogin, exchange.request.headers.at("authorization"));
  }
}

TEST_F(Tokens, AreAskedForWithoutALoginWhereThereIsNone) {
  const Outcome fetched = fetch({service()});
  ASSERT_EQ(0, fetched.status) << fetched;
  ASSERT_FALSE(asked_.exchanges().empty());
  for (const peers::Exchange& exchange : asked_.exchanges()) {
    EXPECT_FALSE(exchange.request.headers.contains("authorization"));
  }
}

// By curl, whose settings are the user's own business.
TEST_F(Tokens, ComeFromTheServiceThatTheRegistryNames) {
  fs::create_directories(consumer().home());
  peers::write_file(consumer().home() / ".curlrc", "proxy = \"http://127.0.0.1:1\"\n");
  const Outcome fetched = fetch({});
  fs::remove(consumer().home() / ".curlrc");
  ASSERT_EQ(0, fetched.status) << fetched;
  ASSERT_FALSE(asked_.exchanges().empty());
  EXPECT_EQ("/token?service=registry&scope=repository:base:pull",
            asked_.exchanges().front().request.path);
}

// The number of files in a repository cache, and those of them that have `secret` in them.
std::pair<int, int> count(const fs::path& cache, const std::string& secret) {
  std::pair<int, int> found;
  for (const auto& entry : fs::recursive_directory_iterator(cache)) {
    if (!entry.is_regular_file()) {
      continue;
    }
    ++found.first;
    found.second += peers::read_file(entry.path()).contains(secret);
  }
  return found;
}

TEST_F(Tokens, DoNotStayInTheRepositoryCache) {
  const fs::path named = peers::new_folder("repositories");
  for (const fs::path& cache : {consumer().usual_cache(), named}) {
    std::vector<std::string> arguments = {
        service(), "--repository_cache=" + cache.string(),
        // Another setting than the last fetch's, so that this one takes place.
        "--repo_env=DOCKER_CONFIG=" + peers::new_folder("no_login").string()};
    if (cache == named) {
      arguments.push_back("--repo_env=LAMBDA_REPOSITORY_CACHE=" + named.string());
    }
    const Outcome fetched = fetch(arguments);
    ASSERT_EQ(0, fetched.status) << fetched;
    ASSERT_FALSE(asked_.exchanges().empty());
    const auto [files, with_token] = count(cache, "expires_in");
    EXPECT_GT(files, 2) << "the cache is not used: " << cache;
    EXPECT_EQ(0, with_token) << cache;
    asked_.forget();
  }
}

}  // namespace
}  // namespace lambda::base_test
