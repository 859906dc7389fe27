// Members that are not known are dropped.
#include "images/tools/oci/descriptor.h"

#include "core/digest/sha256.h"
#include "core/errors/error.h"
#include "core/json/json_object.h"

namespace lambda::images {
namespace {

std::unexpected<Error> malformed(std::string_view what, const std::string& why) {
  return failure("Descriptor.Malformed", std::string(what) + ": " + why);
}

}  // namespace

std::expected<Descriptor, Error> parse_descriptor(const Poco::JSON::Object& object,
                                                  std::string_view what) {
  const auto media_type = string_member(object, "mediaType");
  const auto digest = string_member(object, "digest");
  const auto size = size_member(object, "size");
  if (!media_type || media_type->empty()) {
    return malformed(what, "its mediaType is missing.");
  }
  if (!digest) {
    return malformed(what, "its digest is missing.");
  }
  if (!is_sha256_digest(*digest)) {
    return malformed(what, "its digest '" + digest->substr(0, 80) +
                               "' is not sha256: and 64 hexadecimal digits, the only kind that "
                               "registries must take.");
  }
  if (!size) {
    return malformed(what, "its size is missing or not a number of bytes.");
  }
  return Descriptor{*media_type, *digest, *size};
}

Poco::JSON::Object::Ptr descriptor_json(const Descriptor& descriptor) {
  Poco::JSON::Object::Ptr object = new Poco::JSON::Object;
  object->set("mediaType", descriptor.media_type);
  object->set("digest", descriptor.digest);
  object->set("size", descriptor.size);
  return object;
}

}  // namespace lambda::images
