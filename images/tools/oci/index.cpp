// Entries keep their order.
#include "images/tools/oci/index.h"

#include "core/errors/error.h"
#include "core/json/json_object.h"

namespace lambda::images {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

std::unexpected<Error> unsupported(std::string_view what, const std::string& why) {
  return failure("Index.Unsupported", std::string(what) + ": " + why);
}

std::expected<IndexEntry, Error> parse_entry(const Object& object, const std::string& what) {
  auto descriptor = parse_descriptor(object, what);
  if (!descriptor) {
    return std::unexpected(descriptor.error());
  }
  if (descriptor->media_type != kManifestType) {
    return unsupported(what, "its mediaType '" + descriptor->media_type +
                                 "' is not an OCI image manifest's. Lambda takes one manifest for "
                                 "one platform, never an index in an index.");
  }
  IndexEntry entry{.manifest = *std::move(descriptor)};
  if (const Object::Ptr platform = object.getObject("platform"); !platform.isNull()) {
    entry.architecture = string_member(*platform, "architecture").value_or("");
    if (const auto system = string_member(*platform, "os"); system && *system != "linux") {
      return unsupported(what, "it is for '" + *system + "'. Lambda runs Linux only.");
    }
  }
  if (const Object::Ptr found = object.getObject("annotations"); !found.isNull()) {
    for (const std::string& key : found->getNames()) {
      if (const auto value = string_member(*found, key)) {
        entry.annotations[key] = *value;
      }
    }
  }
  return entry;
}

}  // namespace

std::expected<std::vector<IndexEntry>, Error> parse_index(std::string_view text,
                                                          std::string_view what) {
  const auto object = parse_json_object(text, what);
  if (!object) {
    return std::unexpected(object.error());
  }
  if (size_member(**object, "schemaVersion") != 2) {
    return unsupported(what, "its schemaVersion is not 2.");
  }
  const Array::Ptr manifests = (*object)->getArray("manifests");
  if (manifests.isNull()) {
    return unsupported(what, "it has no list of manifests.");
  }
  if (manifests->size() > kIndexEntriesMax) {
    return unsupported(what, "it lists " + std::to_string(manifests->size()) +
                                 " manifests; at most " + std::to_string(kIndexEntriesMax) +
                                 " are read.");
  }
  std::vector<IndexEntry> entries;
  for (unsigned i = 0; i < manifests->size(); ++i) {
    const std::string name = std::string(what) + ", manifest " + std::to_string(i);
    const Object::Ptr item = manifests->getObject(i);
    if (item.isNull()) {
      return unsupported(name, "it is not an object.");
    }
    auto entry = parse_entry(*item, name);
    if (!entry) {
      return std::unexpected(entry.error());
    }
    entries.push_back(*std::move(entry));
  }
  return entries;
}

std::string index_json(const std::vector<IndexEntry>& entries) {
  Array::Ptr manifests = new Array;
  for (const IndexEntry& entry : entries) {
    Object::Ptr item = descriptor_json(entry.manifest);
    if (!entry.architecture.empty()) {
      Object::Ptr platform = new Object;
      platform->set("architecture", entry.architecture);
      platform->set("os", "linux");
      item->set("platform", platform);
    }
    if (!entry.annotations.empty()) {
      Object::Ptr annotations = new Object;
      for (const auto& [key, value] : entry.annotations) {
        annotations->set(key, value);
      }
      item->set("annotations", annotations);
    }
    manifests->add(item);
  }
  Object index;
  index.set("schemaVersion", 2);
  index.set("mediaType", std::string(kIndexType));
  index.set("manifests", manifests);
  return json_text(index);
}

}  // namespace lambda::images
