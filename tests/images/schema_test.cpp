// Every document of the layout is valid by the OCI's own JSON schemas, checked by a program that
// knows nothing of us; every blob is what its descriptor says.
// Source: OCI Image Format Specification 1.1, schema/*.json (Debian's copy).
#include <algorithm>

#include <gtest/gtest.h>

#include "tests/images/functions_under_test.h"
#include "tests/peers/oci_layout.h"
#include "tests/peers/run.h"
#include "tests/peers/runfile.h"

namespace lambda::images_test {
namespace {

constexpr char kSchemas[] = "/usr/share/gocode/src/github.com/opencontainers/image-spec/schema";

// Schemas name each other in two folders of one address: both are made here, with all of them.
std::filesystem::path schemas() {
  static const std::filesystem::path folder = [] {
    const std::filesystem::path made = peers::new_folder("schemas");
    std::filesystem::create_directory(made / "image");
    for (const auto& schema : std::filesystem::directory_iterator(kSchemas)) {
      const auto name = schema.path().filename();
      std::filesystem::copy_file(schema.path(), made / name);
      std::filesystem::copy_file(schema.path(), made / "image" / name);
    }
    return made;
  }();
  return folder;
}

peers::Outcome check(const std::string& schema, const std::filesystem::path& document) {
  const std::string map = "https://opencontainers.org/schema/=" + schemas().string();
  return peers::run({{"jv", "--map", map, schemas() / (schema + ".json"), document}});
}

TEST(Schemas, AreThere) {
  EXPECT_TRUE(std::filesystem::exists(std::filesystem::path(kSchemas) / "config-schema.json"))
      << "install golang-github-opencontainers-image-spec-dev (third_party/peers/packages.txt)";
}

TEST(Schemas, RefuseADocumentThatIsWrong) {
  const std::filesystem::path wrong = peers::new_folder("wrong") / "index.json";
  peers::write_file(wrong, R"({"schemaVersion": 1, "manifests": []})");
  const peers::Outcome outcome = check("image-index-schema", wrong);
  EXPECT_NE(0, outcome.status);
  EXPECT_TRUE(outcome.output.contains("/schemaVersion")) << outcome;
}

TEST(Layout, IsValid) {
  const peers::Outcome layout = check("image-layout-schema", hello_layout() / "oci-layout");
  EXPECT_EQ(0, layout.status) << layout;
  const peers::Outcome index = check("image-index-schema", hello_layout() / "index.json");
  EXPECT_EQ(0, index.status) << index;
}

TEST(Layout, HasValidImagesAndBlobsThatAreWhatTheySay) {
  const auto images = peers::read_layout(hello_layout());
  ASSERT_TRUE(images.has_value()) << images.error().message;
  ASSERT_EQ(2u, images->size());
  for (const peers::LayoutImage& image : *images) {
    const peers::Outcome manifest = check("image-manifest-schema", image.manifest);
    EXPECT_EQ(0, manifest.status) << image.name << manifest;
    const peers::Outcome configuration = check("config-schema", image.configuration);
    EXPECT_EQ(0, configuration.status) << image.name << configuration;
    EXPECT_FALSE(image.layers.empty());
  }
}

TEST(Layout, NamesImagesByArchitectureAndDigestFilesNameThem) {
  const auto images = peers::read_layout(hello_layout());
  ASSERT_TRUE(images.has_value()) << images.error().message;
  for (const Built& built : hello()) {
    const auto image = std::ranges::find(*images, built.architecture, &peers::LayoutImage::name);
    ASSERT_NE(images->end(), image) << built.architecture;
    const std::string digest = peers::read_file(built.digest);
    EXPECT_EQ(image->digest, digest.substr(0, digest.find('\n')));
  }
}

}  // namespace
}  // namespace lambda::images_test
