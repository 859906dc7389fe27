// Parses untrusted JSON objects within limits; serialises them deterministically.
// Source: RFC 8259; the 4 MiB maximum is the OCI Distribution Specification 1.1's for manifests.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include "core/errors/error.h"

namespace lambda {

inline constexpr std::size_t kJsonBytesMax = 4u << 20;
inline constexpr std::size_t kJsonObjectDepthMax = 32;

/// Parses `text` as an object. `what` names the text in messages. Never null.
/// Error: Json.Malformed when it is too long, nested too deeply, malformed, or not an object.
std::expected<Poco::JSON::Object::Ptr, Error> parse_json_object(std::string_view text,
                                                                std::string_view what);

/// Without white space; members sorted by name, so equal objects give equal bytes.
std::string json_text(const Poco::JSON::Object& object);

/// The member `name` if it is a string; absent if it is missing or another kind of value.
std::optional<std::string> string_member(const Poco::JSON::Object& object, const std::string& name);

/// The member `name` if it is an integer of at least 0; absent otherwise.
std::optional<std::uint64_t> size_member(const Poco::JSON::Object& object, const std::string& name);

}  // namespace lambda
