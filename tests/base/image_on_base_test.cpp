// hello's image on a base that came from a registry: the base's layers lie under ours, its
// environment holds, the image says what it stands on, and it runs.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/base/consumer.h"
#include "tests/peers/container.h"
#include "tests/peers/http.h"
#include "tests/peers/inner_bazel.h"
#include "tests/peers/oci_layout.h"
#include "tests/peers/registry.h"
#include "tests/peers/run.h"
#include "tests/peers/runfile.h"
#include "tests/peers/server.h"
#include "tests/peers/stand_in_base.h"

namespace lambda::base_test {
namespace {

namespace fs = std::filesystem;
using peers::Outcome;

constexpr std::chrono::minutes kLimit{10};

// Repositories that are declared earlier stay: so the default base is this one.
std::string with_base(const std::string& workspace, const std::string& image) {
  const std::string load = "load(\"//images/base:repositories.bzl\", \"lambda_base_images\")";
  std::string own = "load(\"//images/base:repositories.bzl\", \"lambda_base_image\")\n";
  for (const std::string architecture : {"x86_64", "arm64"}) {
    own += "lambda_base_image(name = \"lambda_base_" + architecture + "\", architecture = \"" +
           architecture + "\", image = \"" + image + "\")\n";
  }
  const size_t place = workspace.find(load);
  EXPECT_NE(std::string::npos, place) << "WORKSPACE no longer says " << load;
  return place == std::string::npos ? workspace : std::string(workspace).insert(place, own);
}

class ImageOnBase : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const auto registry = peers::start_registry();
    ASSERT_TRUE(registry.has_value()) << registry.error().message;
    const std::string host = "127.0.0.1:" + std::to_string((*registry)->port());
    const auto base = peers::push_stand_in_base(host, {});
    ASSERT_TRUE(base.has_value()) << base.error().message;
    reference_ = "registry.example/base:2023@" + base->index;
    const fs::path folder = peers::new_folder("on_base");
    const fs::path workspace = folder / "workspace";
    peers::copy_workspace(workspace);
    peers::write_file(workspace / "WORKSPACE",
                      with_base(peers::read_file(workspace / "WORKSPACE"), reference_));
    const auto build = [&](const std::vector<std::string>& words) {
      std::vector<std::string> command = {"build", "--color=no", "--curses=no",
                                          peers::same_toolchain(), mirror((*registry)->port())};
      command.insert(command.end(), words.begin(), words.end());
      return peers::run_bazel({workspace, folder, {}, {}}, command, kLimit);
    };
    described_ = build({"//handlers/cpp/hello:hello.digest"});
    // What a target needs of a base is fetched before the first action; so none has to run.
    if (described_.status == 0) {
      described_ =
          build({"--nobuild", "//handlers/cpp/hello:hello.push",
                 "//handlers/cpp/hello:hello.deploy", "//handlers/cpp/hello:hello.publish"});
    }
    asked_to_describe_ = (*registry)->log();
    built_ = build({"//handlers/cpp/hello:hello.image"});
    asked_to_build_ = (*registry)->log();
    layout_ = workspace / "bazel-bin/handlers/cpp/hello/hello.image";
  }

  void SetUp() override { ASSERT_EQ(0, built_.status) << built_; }

  static std::string reference_;
  static Outcome described_;
  static std::string asked_to_describe_;  // The registry's log until then.
  static Outcome built_;
  static std::string asked_to_build_;
  static fs::path layout_;
};

std::string ImageOnBase::reference_;
Outcome ImageOnBase::described_;
std::string ImageOnBase::asked_to_describe_;
Outcome ImageOnBase::built_;
std::string ImageOnBase::asked_to_build_;
fs::path ImageOnBase::layout_;

TEST_F(ImageOnBase, KeepsTheBasesSettingsAndNamesIt) {
  const auto images = peers::read_layout(layout_);
  ASSERT_TRUE(images.has_value()) << images.error().message;
  ASSERT_EQ(2u, images->size());
  for (const peers::LayoutImage& image : *images) {
    const std::string settings = peers::read_file(image.configuration);
    for (const std::string part : {R"("STAND_IN=yes")", R"("/lambda-entrypoint")",
                                   R"("LAMBDA_TASK_ROOT=/var/task")", R"("stand-in":"yes")"}) {
      EXPECT_TRUE(settings.contains(part)) << part << "\n" << settings;
    }
    EXPECT_TRUE(settings.contains(R"("lambda.base":")" + reference_ + "\"")) << settings;
    EXPECT_GT(image.layers.size(), 2u) << "the base's layers are not there";
  }
}

// Our two layers are the last; the others are the base's.
TEST_F(ImageOnBase, AsksForTheBasesLayersOnlyToPackThem) {
  ASSERT_EQ(0, described_.status) << described_;
  const auto images = peers::read_layout(layout_);
  ASSERT_TRUE(images.has_value()) << images.error().message;
  for (const peers::LayoutImage& image : *images) {
    for (size_t i = 0; i + 2 < image.layers.size(); ++i) {
      const std::string get = "GET /v2/base/blobs/sha256:" + image.layers[i].filename().string();
      EXPECT_FALSE(asked_to_describe_.contains(get)) << asked_to_describe_;
      EXPECT_TRUE(asked_to_build_.contains(get)) << asked_to_build_;
    }
  }
}

TEST_F(ImageOnBase, HoldsTheBasesFilesUnderOurs) {
  for (const std::string architecture : {"x86_64", "arm64"}) {
    const fs::path bundle = peers::new_folder("bundle") / "bundle";
    const std::string image = layout_.string() + ":" + architecture;
    const Outcome unpacked = peers::run({{"umoci", "unpack", "--image", image, bundle}});
    ASSERT_EQ(0, unpacked.status) << unpacked;
    EXPECT_TRUE(fs::exists(bundle / "rootfs" / peers::kStandInFile));
    EXPECT_TRUE(fs::exists(bundle / "rootfs/var/task/bootstrap"));
    EXPECT_TRUE(fs::exists(bundle / "rootfs/lambda-entrypoint"));
  }
}

TEST_F(ImageOnBase, Answers) {
  const uint16_t port = peers::free_port();
  peers::ContainerOptions options{.layout = layout_, .name = "x86_64"};
  options.environment["LAMBDA_EMULATOR_ADDRESS"] = "127.0.0.1:" + std::to_string(port);
  const auto command = peers::container_command(options);
  ASSERT_TRUE(command.has_value()) << command.error().message;
  const auto server = peers::Server::start(*command, port);
  ASSERT_TRUE(server.has_value()) << server.error().message;
  const auto answer = peers::invoke(port, R"({"name": "Ada"})");
  ASSERT_TRUE(answer.has_value()) << answer.error().message << (*server)->log();
  EXPECT_EQ(R"({"message":"Hello, Ada!"})", answer->body) << (*server)->log();
}

}  // namespace
}  // namespace lambda::base_test
