// Reads the document member by member; every error names its member.
#include "images/tools/function/function_document.h"

#include <algorithm>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "core/digest/sha256.h"
#include "core/errors/error.h"
#include "core/files/file_bytes.h"
#include "core/files/runfiles.h"
#include "core/json/json_object.h"
#include "images/tools/oci/manifest.h"

namespace lambda::images {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;
using Resolve = std::function<std::filesystem::path(const std::string&)>;

constexpr std::size_t kArchitecturesMax = 2;
constexpr std::size_t kVariablesMax = 1000;
constexpr std::size_t kOutputsMax = 100;

std::unexpected<Error> malformed(const std::string& member, const std::string& why) {
  return failure("Function.Malformed", "The function's document: '" + member + "' " + why +
                                           ". Build the target again; its rule writes this file.");
}

std::expected<std::string, Error> text_member(const Object& object, const std::string& name) {
  const auto text = string_member(object, name);
  if (!text || text->empty()) {
    return malformed(name, "is missing or is not text");
  }
  return *text;
}

std::expected<std::uint64_t, Error> number_member(const Object& object, const std::string& name) {
  if (!object.has(name)) {
    return 0;
  }
  const auto number = size_member(object, name);
  if (!number || *number > UINT32_MAX) {
    return malformed(name, "is not a number from 0 to 4294967295");
  }
  return *number;
}

// A member that is missing or null was not built.
std::expected<std::filesystem::path, Error> path_member(const Object& object,
                                                        const std::string& name,
                                                        const Resolve& resolve) {
  if (!object.has(name) || object.isNull(name)) {
    return std::filesystem::path();
  }
  const auto text = text_member(object, name);
  if (!text) {
    return std::unexpected(text.error());
  }
  return resolve(*text);
}

std::expected<std::optional<FunctionBase>, Error> read_base(const Object& object) {
  if (!object.has("base") || object.isNull("base")) {
    return std::nullopt;
  }
  const Object::Ptr base = object.getObject("base");
  if (base.isNull()) {
    return malformed("base", "is not an object");
  }
  const auto reference = text_member(*base, "reference");
  if (!reference) {
    return std::unexpected(reference.error());
  }
  const auto digest = text_member(*base, "digest");
  if (!digest) {
    return std::unexpected(digest.error());
  }
  if (!is_sha256_digest(*digest)) {
    return malformed("digest", "of the base is not a sha256 digest");
  }
  return FunctionBase{*reference, *digest};
}

std::expected<void, Error> read_layers(FunctionArchitecture& built, const Object& object,
                                       const Resolve& resolve) {
  if (!object.has("layers") || object.isNull("layers")) {
    return {};
  }
  const Array::Ptr layers = object.getArray("layers");
  if (layers.isNull()) {
    return malformed("layers", "is not a list");
  }
  if (layers->size() > kLayersMax) {
    return malformed("layers", "has more than " + std::to_string(kLayersMax) + " entries");
  }
  for (unsigned i = 0; i < layers->size(); ++i) {
    const Poco::Dynamic::Var layer = layers->get(i);
    if (layer.isEmpty()) {
      if (!built.base) {
        return malformed("layers", "lacks a file, and there is no base to take it from");
      }
      built.layers.emplace_back(std::nullopt);
    } else if (layer.type() == typeid(std::string) && !layer.extract<std::string>().empty()) {
      built.layers.emplace_back(resolve(layer.extract<std::string>()));
    } else {
      return malformed("layers", "has an entry that is neither a path nor null");
    }
  }
  return {};
}

std::expected<FunctionArchitecture, Error> read_architecture(const Object& object,
                                                             const Resolve& resolve) {
  FunctionArchitecture built;
  auto name = text_member(object, "architecture");
  if (!name) {
    return std::unexpected(name.error());
  }
  if (*name != "x86_64" && *name != "arm64") {
    return malformed("architecture", "is '" + *name + "', but Lambda has x86_64 and arm64");
  }
  built.architecture = *std::move(name);
  const std::pair<const char*, std::filesystem::path*> paths[] = {
      {"manifest", &built.manifest}, {"config", &built.config},
      {"digest", &built.digest},     {"zip", &built.zip},
      {"layer", &built.layer},       {"entrypoint", &built.entrypoint},
      {"task", &built.task},         {"layer_folder", &built.layer_folder}};
  for (const auto& [member, path] : paths) {
    auto found = path_member(object, member, resolve);
    if (!found) {
      return std::unexpected(found.error());
    }
    *path = *std::move(found);
  }
  if (object.has("layer_name")) {
    auto layer_name = text_member(object, "layer_name");
    if (!layer_name) {
      return std::unexpected(layer_name.error());
    }
    built.layer_name = *std::move(layer_name);
  }
  auto base = read_base(object);
  if (!base) {
    return std::unexpected(base.error());
  }
  built.base = *std::move(base);
  if (auto read = read_layers(built, object, resolve); !read) {
    return std::unexpected(read.error());
  }
  const bool has_manifest = !built.manifest.empty();
  if (has_manifest == built.config.empty() || (has_manifest && built.digest.empty())) {
    return malformed("manifest", "and 'config' come together, with 'digest'");
  }
  return built;
}

std::expected<void, Error> read_environment(FunctionDocument& document, const Object& object) {
  if (!object.has("environment")) {
    return {};
  }
  const Object::Ptr environment = object.getObject("environment");
  if (environment.isNull()) {
    return malformed("environment", "is not an object");
  }
  if (environment->size() > kVariablesMax) {
    return malformed("environment", "is too long");
  }
  for (const std::string& name : environment->getNames()) {
    const auto value = string_member(*environment, name);
    if (!value || name.empty()) {
      return malformed("environment", "has a value that is not text");
    }
    document.environment[name] = *value;
  }
  return {};
}

std::expected<void, Error> read_outputs(FunctionDocument& document, const Object& object) {
  if (!object.has("outputs")) {
    return {};
  }
  const Array::Ptr list = object.getArray("outputs");
  if (list.isNull() || list->size() > kOutputsMax) {
    return malformed("outputs", "is not a list of at most " + std::to_string(kOutputsMax));
  }
  for (unsigned i = 0; i < list->size(); ++i) {
    const Poco::Dynamic::Var line = list->get(i);
    if (line.type() != typeid(std::string)) {
      return malformed("outputs", "has an entry that is not text");
    }
    document.outputs.push_back(line.extract<std::string>());
  }
  return {};
}

std::expected<void, Error> read_architectures(FunctionDocument& document, const Object& object,
                                              const Resolve& resolve) {
  const Array::Ptr list = object.getArray("architectures");
  if (list.isNull() || list->size() == 0 || list->size() > kArchitecturesMax) {
    return malformed("architectures", "is not a list of one or two");
  }
  for (unsigned i = 0; i < list->size(); ++i) {
    const Object::Ptr item = list->getObject(i);
    if (item.isNull()) {
      return malformed("architectures", "has an entry that is not an object");
    }
    auto built = read_architecture(*item, resolve);
    if (!built) {
      return std::unexpected(built.error());
    }
    if (std::ranges::contains(document.architectures, built->architecture,
                              &FunctionArchitecture::architecture)) {
      return malformed("architectures", "has " + built->architecture + " twice");
    }
    document.architectures.push_back(*std::move(built));
  }
  return {};
}

std::optional<std::string> variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

// Paths in the document start at `root`.
std::expected<FunctionDocument, Error> load_from(const std::filesystem::path& file,
                                                 const std::filesystem::path& root) {
  const auto text = read_file(file, kJsonBytesMax);
  if (!text) {
    return std::unexpected(text.error());
  }
  return parse_function_document(*text, [&](const std::string& found) { return root / found; });
}

}  // namespace

std::expected<FunctionDocument, Error> parse_function_document(std::string_view text,
                                                               const Resolve& resolve) {
  const auto object = parse_json_object(text, "the function's document");
  if (!object) {
    return std::unexpected(object.error());
  }
  FunctionDocument document;
  const std::pair<const char*, std::string*> texts[] = {
      {"verb", &document.verb}, {"label", &document.label}, {"name", &document.name}};
  for (const auto& [member, target] : texts) {
    auto found = text_member(**object, member);
    if (!found) {
      return std::unexpected(found.error());
    }
    *target = *std::move(found);
  }
  if ((*object)->has("handler")) {
    auto handler = text_member(**object, "handler");
    if (!handler) {
      return std::unexpected(handler.error());
    }
    document.handler = *std::move(handler);
  }
  const std::pair<const char*, std::uint64_t*> numbers[] = {
      {"memory_mb", &document.memory_mb}, {"timeout_seconds", &document.timeout_seconds}};
  for (const auto& [member, target] : numbers) {
    const auto found = number_member(**object, member);
    if (!found) {
      return std::unexpected(found.error());
    }
    *target = *found;
  }
  if (auto read = read_environment(document, **object); !read) {
    return std::unexpected(read.error());
  }
  if (auto read = read_outputs(document, **object); !read) {
    return std::unexpected(read.error());
  }
  if (auto read = read_architectures(document, **object, resolve); !read) {
    return std::unexpected(read.error());
  }
  return document;
}

std::expected<std::optional<FunctionDocument>, Error> load_function_beside(
    const std::string& program) {
  std::error_code problem;
  const std::string file = program + ".function.json";
  if (!std::filesystem::is_regular_file(file, problem)) {
    return std::nullopt;
  }
  const auto runfiles = find_runfiles(program, variable);
  if (!runfiles) {
    return std::unexpected(runfiles.error());
  }
  return load_from(file, *runfiles);
}

std::expected<FunctionDocument, Error> load_function_file(const std::filesystem::path& file) {
  return load_from(file, file.parent_path());
}

}  // namespace lambda::images
