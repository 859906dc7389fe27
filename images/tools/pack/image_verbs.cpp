// The config comes first, then the manifest that names it.
#include "images/tools/pack/image_verbs.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

#include "core/digest/sha256.h"
#include "core/errors/error.h"
#include "core/files/file_bytes.h"
#include "core/json/json_object.h"
#include "images/tools/oci/docker_archive.h"
#include "images/tools/oci/image_config.h"
#include "images/tools/oci/image_parts.h"
#include "images/tools/oci/layer_note.h"
#include "images/tools/oci/layout.h"
#include "images/tools/oci/layout_check.h"

namespace lambda::images {
namespace {

// The variables that Lambda sets for a custom runtime and that an image's config can carry.
constexpr const char* kTaskRoot = "/var/task";
constexpr const char* kRuntimeFolder = "/var/runtime";
constexpr const char* kPath = "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin";
constexpr const char* kLibraryPath =
    "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:"
    "/opt/lib";
constexpr const char* kEntrypoint = "/lambda-entrypoint";

std::expected<std::map<std::string, std::string>, Error> read_pairs(const Arguments& arguments,
                                                                    const std::string& option) {
  std::map<std::string, std::string> pairs;
  for (const std::string& pair : arguments.all(option)) {
    const std::size_t equals = pair.find('=');
    if (equals == 0 || equals == std::string::npos) {
      return failure("Usage", "--" + option + "=" + pair + ": write NAME=VALUE.");
    }
    pairs[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  return pairs;
}

// The base's manifest; an empty one for the empty base.
std::expected<Manifest, Error> read_base(const Arguments& arguments) {
  if (!arguments.has("base-manifest")) {
    return Manifest{};
  }
  const auto text = read_file(arguments.one("base-manifest"), kJsonBytesMax);
  if (!text) {
    return std::unexpected(text.error());
  }
  auto base = parse_manifest(*text, "base manifest");
  if (base) {
    base->annotations.clear();  // They describe the base alone.
  }
  return base;
}

// The annotations and labels that name the base: OCI's two where there is one, ours always.
std::map<std::string, std::string> base_names(const Arguments& arguments) {
  if (!arguments.has("base-name")) {
    return {{"lambda.base", "empty"}};
  }
  const std::string name = arguments.one("base-name");
  const std::string digest = arguments.one("base-digest");
  return {{"lambda.base", name + "@" + digest},
          {"org.opencontainers.image.base.name", name},
          {"org.opencontainers.image.base.digest", digest}};
}

std::expected<ConfigChange, Error> plan_config(const Arguments& arguments, Manifest& manifest) {
  const auto environment = read_pairs(arguments, "env");
  if (!environment) {
    return std::unexpected(environment.error());
  }
  const auto labels = read_pairs(arguments, "label");
  if (!labels) {
    return std::unexpected(labels.error());
  }
  ConfigChange change{.architecture = docker_architecture(arguments.one("architecture")),
                      .entrypoint = {kEntrypoint},
                      .command = arguments.all("handler"),
                      .working_folder = kTaskRoot,
                      .environment = *environment,
                      .environment_defaults = {{"LD_LIBRARY_PATH", kLibraryPath}, {"PATH", kPath}},
                      .labels = *labels,
                      .user = arguments.one("user")};
  change.environment["LAMBDA_TASK_ROOT"] = kTaskRoot;
  change.environment["LAMBDA_RUNTIME_DIR"] = kRuntimeFolder;
  change.labels.merge(base_names(arguments));
  for (const std::string& file : arguments.all("layer")) {
    const auto text = read_file(file, kJsonBytesMax);
    if (!text) {
      return std::unexpected(text.error());
    }
    const auto note = parse_layer_note(*text, file);
    if (!note) {
      return std::unexpected(note.error());
    }
    manifest.layers.push_back(note->descriptor);
    change.layers.push_back({note->diff_id, note->created_by});
  }
  return change;
}

std::expected<void, Error> run_image(const Arguments& arguments) {
  auto manifest = read_base(arguments);
  if (!manifest) {
    return std::unexpected(manifest.error());
  }
  const std::size_t base_layers = manifest->layers.size();
  const auto change = plan_config(arguments, *manifest);
  if (!change) {
    return std::unexpected(change.error());
  }
  std::string base_config;
  if (arguments.has("base-config")) {
    auto text = read_file(arguments.one("base-config"), kJsonBytesMax);
    if (!text) {
      return std::unexpected(text.error());
    }
    base_config = *std::move(text);
  }
  const auto config = derive_config(base_config, base_layers, *change);
  if (!config) {
    return std::unexpected(config.error());
  }
  manifest->config = {std::string(kConfigType), sha256_digest(*config), config->size()};
  manifest->annotations = base_names(arguments);
  const std::string text = manifest_json(*manifest);
  if (auto read = parse_manifest(text, "the image"); !read) {
    return std::unexpected(read.error());
  }
  if (auto written = write_file(arguments.one("config"), *config); !written) {
    return written;
  }
  if (auto written = write_file(arguments.one("manifest"), text); !written) {
    return written;
  }
  return write_file(arguments.one("digest"), sha256_digest(text) + "\n");
}

std::expected<std::vector<ImageParts>, Error> read_images(const Arguments& arguments) {
  const std::vector<std::string> names = arguments.all("name");
  const std::vector<std::string> manifests = arguments.all("manifest");
  const std::vector<std::string> configs = arguments.all("config");
  if (manifests.size() != names.size() || configs.size() != names.size()) {
    return failure("Usage", "Give --name, --manifest and --config equally often.");
  }
  std::vector<ImageParts> images;
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto manifest = read_file(manifests[i], kJsonBytesMax);
    if (!manifest) {
      return std::unexpected(manifest.error());
    }
    auto config = read_file(configs[i], kJsonBytesMax);
    if (!config) {
      return std::unexpected(config.error());
    }
    auto image = join_image(names[i], *std::move(manifest), *std::move(config));
    if (!image) {
      return std::unexpected(image.error());
    }
    images.push_back(*std::move(image));
  }
  return images;
}

std::expected<BlobFiles, Error> read_blobs(const Arguments& arguments) {
  std::vector<std::filesystem::path> files;
  for (const std::string& file : arguments.all("blob")) {
    files.emplace_back(file);
  }
  return find_blobs(files);
}

std::expected<void, Error> run_layout(const Arguments& arguments) {
  const auto images = read_images(arguments);
  if (!images) {
    return std::unexpected(images.error());
  }
  const auto blobs = read_blobs(arguments);
  if (!blobs) {
    return std::unexpected(blobs.error());
  }
  return write_layout(arguments.one("out"), *images, *blobs);
}

std::expected<void, Error> run_archive(const Arguments& arguments) {
  const auto images = read_images(arguments);
  if (!images) {
    return std::unexpected(images.error());
  }
  if (images->size() != 1) {
    return failure("Usage", "docker's archive holds one platform's image.");
  }
  const auto blobs = read_blobs(arguments);
  if (!blobs) {
    return std::unexpected(blobs.error());
  }
  const std::string out = arguments.one("out");
  std::ofstream stream(out, std::ios::binary | std::ios::trunc);
  return write_docker_archive(images->front(), arguments.all("tag"), *blobs, stream);
}

std::expected<void, Error> run_check(const Arguments& arguments) {
  if (arguments.operands().size() != 1) {
    return failure("Usage", "Name one folder to check.");
  }
  const auto images = check_layout(arguments.operands().front());
  if (!images) {
    return std::unexpected(images.error());
  }
  for (const CheckedImage& image : *images) {
    std::cout << image.name << " " << image.digest << " linux/" << image.architecture << ", "
              << image.layers << " layers, " << image.packed_bytes << " bytes\n";
  }
  return {};
}

std::vector<OptionRule> parts_options() {
  return {{"name", "NAME", "x86_64 or arm64, for each image", true, true},
          {"manifest", "FILE", "its manifest", true, true},
          {"config", "FILE", "its config", true, true},
          {"blob", "FILE", "a layer; its digest is taken, not its name", false, true}};
}

}  // namespace

std::vector<Verb> image_verbs() {
  Verb layout{.name = "layout",
              .purpose = "Writes images as an OCI image layout, a folder.",
              .operands = "",
              .options = parts_options(),
              .run = run_layout};
  layout.options.push_back({"out", "FOLDER", "what to fill", true, false});
  Verb archive{.name = "archive",
               .purpose = "Writes an image as the file that `docker load` takes.",
               .operands = "",
               .options = parts_options(),
               .run = run_archive};
  archive.options.push_back({"out", "FILE", "what to write", true, false});
  archive.options.push_back({"tag", "NAME:TAG", "what docker calls the image", true, true});
  Verb image{.name = "image",
             .purpose = "Puts layers on a base: writes the image's config, manifest and digest.",
             .operands = "",
             .options = {{"architecture", "NAME", "x86_64 or arm64", true, false},
                         {"base-manifest", "FILE", "none for the empty base", false, false},
                         {"base-config", "FILE", "none for the empty base", false, false},
                         {"base-name", "REFERENCE", "the base's name, with its tag", false, false},
                         {"base-digest", "DIGEST", "the base's digest", false, false},
                         {"layer", "FILE", "a note that `layer` wrote, lowest first", false, true},
                         {"env", "NAME=VALUE", "an environment variable", false, true},
                         {"label", "NAME=VALUE", "a label", false, true},
                         {"user", "USER", "who runs the function", false, false},
                         {"handler", "HANDLER", "becomes _HANDLER", false, false},
                         {"config", "FILE", "where to write the config", true, false},
                         {"manifest", "FILE", "where to write the manifest", true, false},
                         {"digest", "FILE", "where to write the manifest's digest", true, false}},
             .run = run_image};
  return {image, layout, archive};
}

Verb check_layout_verb() {
  return {.name = "layout",
          .purpose = "Checks an OCI image layout: hashes every blob, compares sizes and platforms.",
          .operands = "FOLDER",
          .options = {},
          .run = run_check};
}

}  // namespace lambda::images
