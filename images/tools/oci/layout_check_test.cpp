// Each kind of damage to a layout is found, and named.
#include "images/tools/oci/layout_check.h"

#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "core/digest/sha256.h"
#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"
#include "images/tools/oci/index.h"
#include "images/tools/oci/layout.h"
#include "images/tools/oci/sample_image.h"

namespace lambda::images {
namespace {

namespace fs = std::filesystem;

// A layout of one image, to be damaged.
struct Layout {
  fs::path folder;
  ImageParts parts;

  fs::path blob(const std::string& digest) const {
    return folder / "blobs/sha256" / digest_hex(digest);
  }
  // Puts a changed image in place of the first, every digest in order but what the change broke.
  void replace(Manifest manifest, const std::string& config, const std::string& architecture) {
    manifest.config = {std::string(kConfigType), sha256_digest(config), config.size()};
    const std::string text = manifest_json(manifest);
    EXPECT_TRUE(write_file(blob(manifest.config.digest), config).has_value());
    EXPECT_TRUE(write_file(blob(sha256_digest(text)), text).has_value());
    const IndexEntry entry{
        {std::string(kManifestType), sha256_digest(text), text.size()}, architecture, {}};
    EXPECT_TRUE(write_file(folder / "index.json", index_json({entry})).has_value());
  }
};

/// A layout, in `folder`, of an image of two layers.
fs::path two_layers(const TemporaryFolder& folder) {
  ConfigChange change{.architecture = "amd64", .entrypoint = {"/e"}, .working_folder = "/"};
  Manifest manifest;
  BlobFiles blobs;
  for (const char* name : {"one", "two"}) {
    const fs::path source = folder / name;
    const fs::path packed = source.string() + ".tar.gz";
    EXPECT_TRUE(write_file(source, std::string("bytes of ") + name).has_value());
    const auto layer = write_layer({{.path = name, .source = source}}, packed);
    EXPECT_TRUE(layer.has_value());
    change.layers.push_back({layer->diff_id, "a test"});
    manifest.layers.push_back({std::string(kLayerType), layer->blob.digest, layer->blob.size});
    blobs[layer->blob.digest] = packed;
  }
  const auto config = derive_config("", 0, change);
  EXPECT_TRUE(config.has_value());
  manifest.config = {std::string(kConfigType), sha256_digest(*config), config->size()};
  const auto parts = join_image("x86_64", manifest_json(manifest), *config);
  EXPECT_TRUE(parts.has_value());
  fs::create_directory(folder / "out");
  EXPECT_TRUE(write_layout(folder / "out", {*parts}, blobs).has_value());
  return folder / "out";
}

struct Damage {
  const char* name;
  std::function<void(Layout&)> apply;
  const char* type;
};

class DamagedLayout : public testing::TestWithParam<Damage> {};

TEST_P(DamagedLayout, IsFoundOut) {
  const TemporaryFolder folder;
  const SampleImage sample = make_sample_image(folder.path(), "x86_64");
  Layout layout{folder / "out", sample.parts};
  fs::create_directory(layout.folder);
  ASSERT_TRUE(write_layout(layout.folder, {sample.parts}, sample.blobs).has_value());
  ASSERT_TRUE(check_layout(layout.folder).has_value());
  GetParam().apply(layout);
  const auto images = check_layout(layout.folder);
  ASSERT_FALSE(images.has_value());
  EXPECT_EQ(images.error().type, GetParam().type) << images.error().message;
}

std::string swapped(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

const Damage kDamages[] = {
    {"layer_changed",
     [](Layout& l) { (void)write_file(l.blob(l.parts.manifest.layers[0].digest), "x"); },
     "Layout.WrongDigest"},
    {"layer_cut", [](Layout& l) { fs::resize_file(l.blob(l.parts.manifest.layers[0].digest), 20); },
     "Layout.WrongDigest"},
    {"layer_missing", [](Layout& l) { fs::remove(l.blob(l.parts.manifest.layers[0].digest)); },
     "Layout.BlobMissing"},
    {"config_missing", [](Layout& l) { fs::remove(l.blob(l.parts.manifest.config.digest)); },
     "Layout.BlobMissing"},
    {"manifest_missing", [](Layout& l) { fs::remove(l.blob(manifest_descriptor(l.parts).digest)); },
     "Layout.BlobMissing"},
    {"size_wrong",
     [](Layout& l) {
       Manifest changed = l.parts.manifest;
       changed.layers[0].size += 1;
       l.replace(changed, l.parts.config_text, "amd64");
     },
     "Layout.WrongSize"},
    {"diff_id_wrong",
     [](Layout& l) {
       const std::string id = "\"diff_ids\":[\"sha256:";
       const std::size_t at = l.parts.config_text.find(id) + id.size();
       std::string config = l.parts.config_text;
       config[at] = config[at] == '0' ? '1' : '0';
       l.replace(l.parts.manifest, config, "amd64");
     },
     "Layout.WrongDiffId"},
    {"diff_ids_missing",
     [](Layout& l) {
       l.replace(l.parts.manifest, R"({"architecture":"amd64","os":"linux"})", "amd64");
     },
     "Layout.WrongDiffId"},
};

INSTANTIATE_TEST_SUITE_P(LayoutCheck, DamagedLayout, testing::ValuesIn(kDamages),
                         [](const auto& info) { return info.param.name; });

TEST(LayoutCheck, LimitsAllLayersOfAnImageTogether) {
  const TemporaryFolder folder;
  const fs::path layout = two_layers(folder);
  const auto images = check_layout(layout);
  ASSERT_TRUE(images.has_value()) << images.error().message;
  const std::uint64_t bytes = images->front().unpacked_bytes;
  EXPECT_TRUE(check_layout(layout, bytes).has_value());
  const auto refused = check_layout(layout, bytes - 1);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().type, "Layout.Malformed");
  EXPECT_TRUE(refused.error().message.contains("the most that Lambda takes"))
      << refused.error().message;
}

// What the documents say of the image, and the layout's own two files.
const Damage kDamagedDocuments[] = {
    {"platform_other", [](Layout& l) { l.replace(l.parts.manifest, l.parts.config_text, "arm64"); },
     "Layout.WrongPlatform"},
    {"platform_unknown",
     [](Layout& l) {
       l.replace(l.parts.manifest, swapped(l.parts.config_text, "amd64", "riscv64"), "");
     },
     "Layout.WrongPlatform"},
    {"system_other",
     [](Layout& l) {
       l.replace(l.parts.manifest, swapped(l.parts.config_text, "linux", "plan9"), "");
     },
     "Layout.WrongPlatform"},
    {"layer_plain",
     [](Layout& l) {
       Manifest changed = l.parts.manifest;
       changed.layers[0].media_type = "application/vnd.oci.image.layer.v1.tar";
       l.replace(changed, l.parts.config_text, "amd64");
     },
     "Manifest.Unsupported"},
    {"diff_id_not_text",
     [](Layout& l) {
       l.replace(l.parts.manifest,
                 R"({"architecture":"amd64","os":"linux","rootfs":{"diff_ids":[1]}})", "amd64");
     },
     "Layout.WrongDiffId"},
    {"version_other",
     [](Layout& l) { (void)write_file(l.folder / "oci-layout", R"({"imageLayoutVersion":"2"})"); },
     "Layout.Malformed"},
    {"index_missing", [](Layout& l) { fs::remove(l.folder / "index.json"); }, "File.Unreadable"},
    {"index_cut", [](Layout& l) { fs::resize_file(l.folder / "index.json", 30); },
     "Json.Malformed"},
    {"blob_is_a_pipe",
     [](Layout& l) { (void)::mkfifo((l.folder / "blobs/sha256/pipe").c_str(), 0600); },
     "File.Unreadable"},
    {"blobs_missing", [](Layout& l) { fs::remove_all(l.folder / "blobs"); }, "Layout.Malformed"},
};

INSTANTIATE_TEST_SUITE_P(Documents, DamagedLayout, testing::ValuesIn(kDamagedDocuments),
                         [](const auto& info) { return info.param.name; });

TEST(LayoutCheck, RefusesALayerThatIsNotGzip) {
  const TemporaryFolder folder;
  const SampleImage sample = make_sample_image(folder.path(), "x86_64");
  Layout layout{folder / "out", sample.parts};
  fs::create_directory(layout.folder);
  ASSERT_TRUE(write_layout(layout.folder, {sample.parts}, sample.blobs).has_value());
  ASSERT_TRUE(write_file(layout.blob(sha256_digest("no gzip")), "no gzip").has_value());
  Manifest changed = sample.parts.manifest;
  changed.layers[0] = {std::string(kLayerType), sha256_digest("no gzip"), 7};
  layout.replace(changed, sample.parts.config_text, "amd64");
  const auto images = check_layout(layout.folder);
  ASSERT_FALSE(images.has_value());
  EXPECT_EQ(images.error().type, "Layout.Malformed") << images.error().message;
}

}  // namespace
}  // namespace lambda::images
