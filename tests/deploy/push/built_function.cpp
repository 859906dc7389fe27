// The layers are bytes, not archives: no registry looks into them.
#include "tests/deploy/push/built_function.h"

#include <random>
#include <utility>

#include <gtest/gtest.h>

#include "core/digest/sha256.h"
#include "core/files/file_bytes.h"
#include "deploy/function/image.h"
#include "deploy/push/destination.h"
#include "deploy/push/progress.h"
#include "images/tools/oci/image_config.h"
#include "images/tools/oci/image_parts.h"
#include "images/tools/oci/manifest.h"

namespace lambda::deploy_test {
namespace {

std::filesystem::path written(const std::filesystem::path& folder, const std::string& bytes) {
  const std::filesystem::path path = folder / std::string(digest_hex(sha256_digest(bytes)));
  EXPECT_TRUE(write_file(path, bytes));
  return path;
}

/// Says nothing.
class NoProgress final : public deploy::Progress {
 public:
  void note(const std::string&) override {}
  void expect(std::uint64_t) override {}
  void sent(std::uint64_t) override {}
  void finish() override {}
};

}  // namespace

std::string some_bytes(std::size_t size, unsigned seed) {
  std::mt19937 generator(seed);
  std::string bytes(size, '\0');
  for (char& c : bytes) {
    c = static_cast<char>(generator());
  }
  return bytes;
}

void add_image(images::FunctionDocument& function, const std::filesystem::path& folder,
               const std::string& architecture, const std::vector<std::string>& layers,
               const std::map<std::string, std::string>& labels) {
  images::FunctionArchitecture built{.architecture = architecture};
  images::Manifest manifest;
  images::ConfigChange change{.architecture = images::docker_architecture(architecture),
                              .entrypoint = {"/lambda-entrypoint"},
                              .working_folder = "/var/task",
                              .labels = labels};
  for (const std::string& layer : layers) {
    const std::string digest = sha256_digest(layer);
    manifest.layers.push_back({std::string(images::kLayerType), digest, layer.size()});
    change.layers.push_back({digest, "a test"});
    built.layers.emplace_back(written(folder, layer));
  }
  const auto config = images::derive_config("", 0, change);
  ASSERT_TRUE(config) << config.error().message;
  manifest.config = {std::string(images::kConfigType), sha256_digest(*config), config->size()};
  built.config = written(folder, *config);
  const std::string text = images::manifest_json(manifest);
  built.manifest = written(folder, text);
  built.digest = written(folder, sha256_digest(text) + "\n");
  function.architectures.push_back(std::move(built));
}

std::vector<images::Descriptor> blobs_of(const images::FunctionArchitecture& built) {
  const auto text = read_file(built.manifest, 1u << 20);
  EXPECT_TRUE(text);
  const auto manifest = images::parse_manifest(*text, "the test's manifest");
  EXPECT_TRUE(manifest);
  std::vector<images::Descriptor> blobs = manifest->layers;
  blobs.push_back(manifest->config);
  return blobs;
}

std::string digest_of(const images::FunctionArchitecture& built) {
  const auto text = read_file(built.manifest, 1u << 20);
  EXPECT_TRUE(text);
  return sha256_digest(*text);
}

deploy::PushOptions quick_options(std::uint16_t port, const std::string& repository) {
  deploy::PushOptions options;
  options.repository = "127.0.0.1:" + std::to_string(port) + "/" + repository;
  options.retry = {.attempts_max = 4,
                   .first_wait = std::chrono::milliseconds(1),
                   .wait_max = std::chrono::milliseconds(5)};
  options.waits = {.connect = std::chrono::milliseconds(5'000),
                   .stall = std::chrono::milliseconds(2'000),
                   .answer = std::chrono::milliseconds(2'000)};
  options.whole_bytes_max = 64 * 1024;
  return options;
}

std::expected<deploy::PushResult, Error> push_function(const images::FunctionDocument& function,
                                                       const deploy::PushOptions& options) {
  auto images = deploy::read_images(function);
  if (!images) {
    return std::unexpected(std::move(images.error()));
  }
  const auto destination = deploy::find_destination(options);
  if (!destination) {
    return std::unexpected(destination.error());
  }
  NoProgress progress;
  return deploy::push(*std::move(images), *destination, options, progress);
}

std::expected<std::string, Error> preview_function(const images::FunctionDocument& function,
                                                   const deploy::PushOptions& options) {
  auto images = deploy::read_images(function);
  if (!images) {
    return std::unexpected(std::move(images.error()));
  }
  const auto destination = deploy::find_destination(options);
  if (!destination) {
    return std::unexpected(destination.error());
  }
  return deploy::preview_push(*std::move(images), *destination, options);
}

}  // namespace lambda::deploy_test
