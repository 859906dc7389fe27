// Greets: {"name": "Ada"} is answered with {"message":"Hello, Ada!"}.
#pragma once

#include <expected>

#include <Poco/JSON/Object.h>

#include "runtime/errors/function_error.h"

/// Greets the world when the event has no name.
/// Error: InvalidName when the name is not a string, or empty.
std::expected<Poco::JSON::Object::Ptr, lambda::FunctionError> hello(
    const Poco::JSON::Object::Ptr& event);
