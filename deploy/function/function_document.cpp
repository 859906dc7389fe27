// Reads the document member by member; every fault names its member. Source: function_document.h.
#include "deploy/function/function_document.h"

#include <algorithm>
#include <utility>

#include "core/digest/sha256.h"
#include "core/errors/error.h"
#include "core/json/json_object.h"
#include "images/tools/oci/manifest.h"

namespace lambda::deploy {
namespace {

using lambda::failure;
using Poco::JSON::Array;
using Poco::JSON::Object;
using Resolve = std::function<std::filesystem::path(const std::string&)>;

constexpr std::size_t kArchitecturesMax = 2;
constexpr std::size_t kVariablesMax = 1000;

std::unexpected<Error> malformed(const std::string& member, const std::string& why) {
  return failure("Function.Malformed", "The function's document: '" + member + "' " + why +
                                           ". Build the target again; its rule writes this file.");
}

std::expected<std::string, Error> text_member(const Object& object, const std::string& name) {
  const auto text = string_member(object, name);
  if (!text || text->empty()) {
    return malformed(name, "is missing or no text");
  }
  return *text;
}

std::expected<std::uint64_t, Error> number_member(const Object& object, const std::string& name) {
  if (!object.has(name)) {
    return 0;
  }
  const auto number = size_member(object, name);
  if (!number || *number > UINT32_MAX) {
    return malformed(name, "is no number that can be meant");
  }
  return *number;
}

// Absent and null are the same: that was not built.
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
    return malformed("base", "is no object");
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
    return malformed("digest", "of the base is no digest");
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
    return malformed("layers", "is no list");
  }
  if (layers->size() > images::kLayersMax) {
    return malformed("layers", "has more than " + std::to_string(images::kLayersMax) + " entries");
  }
  for (unsigned i = 0; i < layers->size(); ++i) {
    const Poco::Dynamic::Var layer = layers->get(i);
    if (layer.isEmpty()) {
      if (!built.base) {
        return malformed("layers", "lacks a file, and there is no base to have it");
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
  const std::pair<const char*, std::filesystem::path*> paths[] = {{"manifest", &built.manifest},
                                                                  {"config", &built.config},
                                                                  {"digest", &built.digest},
                                                                  {"zip", &built.zip},
                                                                  {"layer", &built.layer}};
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
  if (built.manifest.empty() != built.config.empty() ||
      built.manifest.empty() != built.digest.empty()) {
    return malformed("manifest", "comes with 'config' and 'digest', or none of them does");
  }
  return built;
}

std::expected<void, Error> read_environment(FunctionDocument& document, const Object& object) {
  if (!object.has("environment")) {
    return {};
  }
  const Object::Ptr environment = object.getObject("environment");
  if (environment.isNull()) {
    return malformed("environment", "is no object");
  }
  if (environment->size() > kVariablesMax) {
    return malformed("environment", "is too long");
  }
  for (const std::string& name : environment->getNames()) {
    const auto value = string_member(*environment, name);
    if (!value || name.empty()) {
      return malformed("environment", "has a value that is no text");
    }
    document.environment[name] = *value;
  }
  return {};
}

std::expected<void, Error> read_architectures(FunctionDocument& document, const Object& object,
                                              const Resolve& resolve) {
  const Array::Ptr list = object.getArray("architectures");
  if (list.isNull() || list->size() == 0 || list->size() > kArchitecturesMax) {
    return malformed("architectures", "is no list of one or two");
  }
  for (unsigned i = 0; i < list->size(); ++i) {
    const Object::Ptr item = list->getObject(i);
    if (item.isNull()) {
      return malformed("architectures", "has an entry that is no object");
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
  if (auto read = read_architectures(document, **object, resolve); !read) {
    return std::unexpected(read.error());
  }
  return document;
}

}  // namespace lambda::deploy
