// Images on a base whose layers nobody downloaded: they go from registry to registry.
#include <gtest/gtest.h>

#include "tests/deploy/cloud.h"
#include "tests/deploy/image_on_base.h"
#include "tests/peers/registry.h"

namespace lambda::deploy_test {
namespace {

using peers::Outcome;

class Base : public Cloud {
 protected:
  // Pushes `function`, then has crane fetch and hash all of it.
  void expect_pushed(const FunctionFiles& function, const std::string& repository) {
    make_repository(repository);
    const Outcome pushed = push(function, repository);
    ASSERT_EQ(0, pushed.status) << pushed;
    for (const ArchitectureFiles& files : function.architectures) {
      const std::string name = in_ecr(repository + "@" + files.digest_text());
      const Outcome valid = client({"crane", "validate", "--remote", name});
      EXPECT_EQ(0, valid.status) << valid;
    }
  }
};

TEST_F(Base, IsCopiedFromAnotherRegistry) {
  const auto registry = peers::start_registry();
  ASSERT_TRUE(registry.has_value()) << registry.error().message;
  const auto base =
      peers::push_stand_in_base("127.0.0.1:" + std::to_string((*registry)->port()), {});
  ASSERT_TRUE(base.has_value()) << base.error().message;
  peers::RecordingProxy seen((*registry)->port());
  const auto function = on_base(hello({"x86_64", "arm64"}), (*registry)->port(),
                                "127.0.0.1:" + std::to_string(seen.port()), *base);
  ASSERT_TRUE(function.has_value()) << function.error().message;
  expect_pushed(*function, "copied");
  for (const auto& [request, answer] : seen.exchanges()) {
    EXPECT_TRUE(request.method == "GET" || request.method == "HEAD") << request.path;
    EXPECT_FALSE(request.headers.contains("authorization")) << request.path;
  }
  seen.forget();
  const Outcome again = push(*function, "copied");
  EXPECT_EQ(0, again.status) << again;
  EXPECT_TRUE(seen.exchanges().empty()) << "what is there already needs no base";
}

// ECR mounts nothing, and redirects to a bucket that refuses ECR's own credentials.
TEST_F(Base, IsCopiedWithinEcr) {
  make_repository("base");
  const auto base = peers::push_stand_in_base(peers::kEcrHost, ecr().client_environment());
  ASSERT_TRUE(base.has_value()) << base.error().message;
  const auto function = on_base(hello(), ecr().plain_port(), peers::kEcrHost, *base);
  ASSERT_TRUE(function.has_value()) << function.error().message;
  expect_pushed(*function, "beside");
}

TEST_F(Base, ThatIsGoneIsAnErrorThatNamesIt) {
  const auto registry = peers::start_registry();
  ASSERT_TRUE(registry.has_value()) << registry.error().message;
  const std::string host = "127.0.0.1:" + std::to_string((*registry)->port());
  const auto base = peers::push_stand_in_base(host, {});
  ASSERT_TRUE(base.has_value()) << base.error().message;
  const auto function = on_base(hello(), (*registry)->port(),
                                "127.0.0.1:" + std::to_string(peers::free_port()), *base);
  ASSERT_TRUE(function.has_value()) << function.error().message;
  make_repository("gone");
  const Outcome refused = push(*function, "gone", {"--tag", "v1"});
  EXPECT_EQ(1, refused.status) << refused;
  EXPECT_TRUE(refused.errors.contains(function->architectures[0].base_reference.substr(0, 15)))
      << refused;
  EXPECT_TRUE(peers::sent(ecr().front().exchanges()).manifests.empty());
}

}  // namespace
}  // namespace lambda::deploy_test
