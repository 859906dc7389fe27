// What a push sends, as a real registry sees it: nothing twice, only what changed, base layers from
// their own registry, and tags of several architectures.
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "images/tools/oci/index.h"
#include "tests/deploy/push/built_function.h"
#include "tests/peers/recording_proxy.h"
#include "tests/peers/registry.h"
#include "tests/peers/runfile.h"

namespace lambda::deploy_test {
namespace {

class Copy : public testing::Test {
 protected:
  void SetUp() override {
    setenv("DOCKER_CONFIG", peers::new_folder("docker").c_str(), 1);
    folder_ = peers::new_folder("function");
    auto registry = peers::start_registry();
    ASSERT_TRUE(registry.has_value()) << registry.error().message;
    registry_ = std::move(*registry);
  }

  static auto push(const images::FunctionDocument& function, std::uint16_t port,
                   const std::string& name, const std::vector<std::string>& tags = {}) {
    deploy::PushOptions options = quick_options(port, name);
    options.tags = tags;
    return push_function(function, options);
  }

  peers::HttpResponse manifest(const std::string& name, const std::string& reference) {
    const auto answer = peers::exchange(
        registry_->port(),
        {"GET",
         "/v2/" + name + "/manifests/" + reference,
         {{"accept", std::string(images::kManifestType) + ", " + std::string(images::kIndexType)}},
         {}});
    EXPECT_TRUE(answer.has_value()) << answer.error().message;
    return answer.value_or(peers::HttpResponse{});
  }

  /// `function`, whose lowest layer is a base's that was never downloaded.
  static images::FunctionDocument on_base(images::FunctionDocument function, std::uint16_t port,
                                          const std::string& name) {
    function.architectures.front().layers.front() = std::nullopt;
    function.architectures.front().base = {
        "127.0.0.1:" + std::to_string(port) + "/" + name + ":2023",
        "sha256:" + std::string(64, 'a')};
    return function;
  }

  std::filesystem::path folder_;
  std::unique_ptr<peers::Server> registry_;
};

TEST_F(Copy, SendsNothingTwiceAndOnlyWhatChanged) {
  const std::string base = some_bytes(5'000, 1);
  images::FunctionDocument first;
  add_image(first, folder_, "x86_64", {base, some_bytes(3'000, 2)});
  images::FunctionDocument second;
  add_image(second, folder_, "x86_64", {base, some_bytes(3'000, 3)});

  const auto cold = push(first, registry_->port(), "hello", {"v1"});
  ASSERT_TRUE(cold.has_value()) << cold.error().message;
  EXPECT_EQ(3u, cold->blobs_sent);
  EXPECT_EQ("127.0.0.1:" + std::to_string(registry_->port()) + "/hello@" +
                digest_of(first.architectures.front()),
            cold->images.front().uri);

  peers::RecordingProxy seen(registry_->port());
  const auto unchanged = push(first, seen.port(), "hello", {"v1"});
  ASSERT_TRUE(unchanged.has_value()) << unchanged.error().message;
  EXPECT_EQ(0u, unchanged->blobs_sent);
  for (const peers::Exchange& exchange : seen.exchanges()) {
    EXPECT_EQ("HEAD", exchange.request.method) << exchange.request.path;
  }

  const auto changed = push(second, registry_->port(), "hello", {"v1"});
  ASSERT_TRUE(changed.has_value()) << changed.error().message;
  EXPECT_EQ(2u, changed->blobs_sent) << "the handler's layer and the config";
  EXPECT_EQ(1u, changed->blobs_there);
}

TEST_F(Copy, StreamsAnAbsentLayerFromItsOwnRegistry) {
  const auto other = peers::start_registry();
  ASSERT_TRUE(other.has_value()) << other.error().message;
  images::FunctionDocument function;
  add_image(function, folder_, "x86_64", {some_bytes(400'000, 1), some_bytes(3'000, 2)});
  ASSERT_TRUE(push(function, (*other)->port(), "base").has_value());

  const auto result = push(on_base(function, (*other)->port(), "base"), registry_->port(), "hello");
  ASSERT_TRUE(result.has_value()) << result.error().message;
  EXPECT_EQ(3u, result->blobs_sent);
  EXPECT_EQ(200, manifest("hello", digest_of(function.architectures.front())).status);
}

TEST_F(Copy, MountsAnAbsentLayerWithinARegistry) {
  images::FunctionDocument function;
  add_image(function, folder_, "x86_64", {some_bytes(400'000, 1), some_bytes(3'000, 2)});
  ASSERT_TRUE(push(function, registry_->port(), "team/base").has_value());
  const auto result =
      push(on_base(function, registry_->port(), "team/base"), registry_->port(), "hello");
  ASSERT_TRUE(result.has_value()) << result.error().message;
  EXPECT_EQ(1u, result->blobs_mounted);
  EXPECT_EQ(2u, result->blobs_sent);
}

TEST_F(Copy, AsksToMountFromEachOtherRepositoryOnce) {
  images::FunctionDocument function;
  add_image(function, folder_, "x86_64", {some_bytes(4'000, 1)});
  peers::RecordingProxy seen(registry_->port());
  deploy::PushOptions options = quick_options(seen.port(), "hello");
  options.mount_from = {"hello", "team/base", "team/base"};
  const auto result = push_function(function, options);
  ASSERT_TRUE(result.has_value()) << result.error().message;
  int asked = 0;
  for (const peers::Exchange& exchange : seen.exchanges()) {
    EXPECT_FALSE(exchange.request.path.contains("from=hello")) << exchange.request.path;
    if (exchange.request.path.contains("from=team%2Fbase")) {
      ++asked;
    }
  }
  EXPECT_EQ(1, asked) << "for the layer; the config is this image's own";
}

TEST_F(Copy, SaysWhichLayerTheBasesRegistryHasNoMore) {
  images::FunctionDocument function;
  add_image(function, folder_, "x86_64", {some_bytes(4'000, 1), some_bytes(3'000, 2)});
  const auto other = peers::start_registry();
  ASSERT_TRUE(other.has_value()) << other.error().message;
  const auto result =
      push(on_base(function, (*other)->port(), "base"), registry_->port(), "hello", {"v1"});
  ASSERT_FALSE(result.has_value());
  EXPECT_TRUE(result.error().message.contains("/v2/base/blobs/")) << result.error().message;
  EXPECT_EQ(404, manifest("hello", "v1").status);
}

TEST_F(Copy, TagsEachArchitectureAndAnIndexForPeople) {
  images::FunctionDocument function;
  add_image(function, folder_, "x86_64", {some_bytes(1'000, 1)});
  add_image(function, folder_, "arm64", {some_bytes(1'000, 2)});
  const auto result = push(function, registry_->port(), "hello", {"v1"});
  ASSERT_TRUE(result.has_value()) << result.error().message;
  const std::string x86_64 = digest_of(function.architectures[0]);
  const std::string arm64 = digest_of(function.architectures[1]);
  EXPECT_EQ(x86_64, manifest("hello", "v1-amd64").headers["docker-content-digest"]);
  EXPECT_EQ(arm64, manifest("hello", "v1-arm64").headers["docker-content-digest"]);
  const auto entries = images::parse_index(manifest("hello", "v1").body, "the index");
  ASSERT_TRUE(entries.has_value()) << entries.error().message;
  ASSERT_EQ(2u, entries->size());
  EXPECT_EQ(x86_64, (*entries)[0].manifest.digest);
  EXPECT_EQ("amd64", (*entries)[0].architecture);
  EXPECT_EQ(arm64, (*entries)[1].manifest.digest);
}

TEST_F(Copy, TagsAnImageByItsDigestWhereNoTagIsAsked) {
  images::FunctionDocument function;
  add_image(function, folder_, "x86_64", {some_bytes(1'000, 1)});
  add_image(function, folder_, "arm64", {some_bytes(1'000, 2)});
  const auto result = push(function, registry_->port(), "hello");
  ASSERT_TRUE(result.has_value()) << result.error().message;
  std::vector<std::string> expected;
  for (const images::FunctionArchitecture& built : function.architectures) {
    const std::string digest = digest_of(built);
    const std::string tag = "sha256-" + digest.substr(digest.find(':') + 1, 32);
    EXPECT_EQ(digest, manifest("hello", tag).headers["docker-content-digest"]);
    expected.push_back("127.0.0.1:" + std::to_string(registry_->port()) + "/hello:" + tag);
  }
  EXPECT_EQ(expected, result->tags);

  peers::RecordingProxy seen(registry_->port());
  const auto unchanged = push(function, seen.port(), "hello");
  ASSERT_TRUE(unchanged.has_value()) << unchanged.error().message;
  for (const peers::Exchange& exchange : seen.exchanges()) {
    EXPECT_EQ("HEAD", exchange.request.method) << exchange.request.path;
  }
}

TEST_F(Copy, LeavesTagsToThoseWhoNameThem) {
  images::FunctionDocument function;
  add_image(function, folder_, "x86_64", {some_bytes(1'000, 1)});
  const auto result = push(function, registry_->port(), "hello", {"v1", "stable"});
  ASSERT_TRUE(result.has_value()) << result.error().message;
  const auto listed = peers::exchange(registry_->port(), {"GET", "/v2/hello/tags/list", {}, {}});
  ASSERT_TRUE(listed.has_value()) << listed.error().message;
  EXPECT_FALSE(listed->body.contains("sha256-")) << listed->body;
  EXPECT_TRUE(listed->body.contains("\"v1\"")) << listed->body;
  EXPECT_TRUE(listed->body.contains("\"stable\"")) << listed->body;
}

TEST_F(Copy, RefusesTheEmptyBaseUnlessThatIsSaid) {
  images::FunctionDocument function;
  add_image(function, folder_, "x86_64", {some_bytes(1'000, 1)});
  add_image(function, folder_, "arm64", {some_bytes(1'000, 2)}, {{"lambda.base", "empty"}});
  peers::RecordingProxy seen(registry_->port());
  deploy::PushOptions options = quick_options(seen.port(), "hello");
  const auto refused = push_function(function, options);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ("Push.EmptyBase", refused.error().type);
  EXPECT_TRUE(refused.error().message.contains("arm64")) << refused.error().message;
  const auto planned = preview_function(function, options);
  ASSERT_FALSE(planned.has_value());
  EXPECT_EQ("Push.EmptyBase", planned.error().type);
  EXPECT_TRUE(seen.exchanges().empty()) << "nothing is asked or sent before";
  options.allows_empty_base = true;
  const auto pushed = push_function(function, options);
  EXPECT_TRUE(pushed.has_value()) << pushed.error().message;
}

TEST_F(Copy, SendsALayerOfTwoImagesOnce) {
  const std::string shared = some_bytes(5'000, 1);
  images::FunctionDocument function;
  add_image(function, folder_, "x86_64", {shared, some_bytes(1'000, 2)});
  add_image(function, folder_, "arm64", {shared, some_bytes(1'000, 3)});
  const auto result = push(function, registry_->port(), "hello");
  ASSERT_TRUE(result.has_value()) << result.error().message;
  EXPECT_EQ(5u, result->blobs_sent) << "three layers and two configs";
  EXPECT_EQ(2u, result->images.size());
  EXPECT_EQ("x86_64", result->images[0].architecture);
  EXPECT_EQ("arm64", result->images[1].architecture);
}

TEST_F(Copy, PlansWithoutChangingAnything) {
  images::FunctionDocument function;
  add_image(function, folder_, "x86_64", {some_bytes(1'000, 1)});
  deploy::PushOptions options = quick_options(registry_->port(), "hello");
  options.tags = {"v1"};
  const auto plan = preview_function(function, options);
  ASSERT_TRUE(plan.has_value()) << plan.error().message;
  EXPECT_TRUE(plan->contains("@" + digest_of(function.architectures.front()) + " is to be pushed"))
      << *plan;
  EXPECT_TRUE(plan->contains("tag   v1 for sha256:")) << *plan;
  EXPECT_EQ(404, manifest("hello", "v1").status);
}

TEST_F(Copy, PlansTheLargestFirst) {
  images::FunctionDocument function;
  add_image(function, folder_, "x86_64",
            {some_bytes(1'000, 1), some_bytes(5'000, 2), some_bytes(3'000, 3)});
  const auto plan = preview_function(function, quick_options(registry_->port(), "hello"));
  ASSERT_TRUE(plan.has_value()) << plan.error().message;
  const std::size_t largest = plan->find(" 5.0 kB\n");
  const std::size_t second = plan->find(" 3.0 kB\n");
  const std::size_t third = plan->find(" 1.0 kB\n");
  ASSERT_NE(std::string::npos, largest) << *plan;
  EXPECT_LT(largest, second) << *plan;
  EXPECT_LT(second, third) << *plan;
  EXPECT_TRUE(plan->contains("tag   sha256-")) << *plan;
}

TEST_F(Copy, SendsChunksNoLargerThanAsked) {
  images::FunctionDocument function;
  add_image(function, folder_, "x86_64", {some_bytes(200'000, 1)});
  peers::RecordingProxy seen(registry_->port());
  deploy::PushOptions options = quick_options(seen.port(), "hello");
  options.chunk_bytes = 65'536;
  const auto result = push_function(function, options);
  ASSERT_TRUE(result.has_value()) << result.error().message;
  int chunks = 0;
  for (const peers::Exchange& exchange : seen.exchanges()) {
    EXPECT_LE(exchange.request.body.size(), options.chunk_bytes);
    if (exchange.request.method == "PATCH") {
      ++chunks;
    }
  }
  EXPECT_GE(chunks, 4);
}

TEST_F(Copy, SendsSmallerChunksWhereAProxyRefusesLargeOnes) {
  constexpr std::size_t kProxyBytesMax = 9u << 20;
  images::FunctionDocument function;
  add_image(function, folder_, "x86_64", {some_bytes(kProxyBytesMax + 1, 1)});
  peers::RecordingProxy proxy(registry_->port(), [](const peers::HttpRequest& request) {
    return request.body.size() > kProxyBytesMax
               ? std::optional(peers::HttpResponse{413, {}, "<html>too large</html>"})
               : std::nullopt;
  });
  const auto result = push(function, proxy.port(), "hello");
  ASSERT_TRUE(result.has_value()) << result.error().message;
  EXPECT_EQ(200, manifest("hello", digest_of(function.architectures.front())).status);
}

}  // namespace
}  // namespace lambda::deploy_test
