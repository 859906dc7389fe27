// The descriptor's reader does most of the work.
#include "images/tools/oci/layer_note.h"

#include "core/digest/sha256.h"
#include "core/errors/error.h"
#include "core/json/json_object.h"

namespace lambda::images {

std::expected<LayerNote, Error> parse_layer_note(std::string_view text, std::string_view what) {
  const auto object = parse_json_object(text, what);
  if (!object) {
    return std::unexpected(object.error());
  }
  auto descriptor = parse_descriptor(**object, what);
  if (!descriptor) {
    return std::unexpected(descriptor.error());
  }
  auto diff_id = string_member(**object, "diffId");
  if (!diff_id || !is_sha256_digest(*diff_id)) {
    return failure("Descriptor.Malformed",
                   std::string(what) + ": its diffId is not a sha256 digest.");
  }
  return LayerNote{*std::move(descriptor), *std::move(diff_id),
                   string_member(**object, "createdBy").value_or("")};
}

std::string layer_note_json(const LayerNote& note) {
  const Poco::JSON::Object::Ptr object = descriptor_json(note.descriptor);
  Poco::JSON::Object written(*object);
  written.set("diffId", note.diff_id);
  written.set("createdBy", note.created_by);
  return json_text(written);
}

}  // namespace lambda::images
