// Between an event's bytes and Poco's JSON values. Poco's exceptions end here.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include <Poco/Dynamic/Var.h>
#include <Poco/JSON/Object.h>

#include "runtime/errors/function_error.h"

namespace lambda {

/// Error: Runtime.UnmarshalError, which says where the text stops being JSON and quotes none of it.
std::expected<Poco::Dynamic::Var, FunctionError> parse_json_event(std::string_view text);

/// As above; the value is never null. Error also when the event is JSON, but no object.
std::expected<Poco::JSON::Object::Ptr, FunctionError> parse_json_object_event(
    std::string_view text);

/// The value as JSON text.
/// Error: Function.NullResult for a null Object::Ptr or Array::Ptr, Runtime.MarshalError for what
/// JSON has no form for.
std::expected<std::string, FunctionError> encode_json_result(const Poco::Dynamic::Var& value);

}  // namespace lambda
