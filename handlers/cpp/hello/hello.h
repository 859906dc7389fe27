// Greets: {"name": "Ada"} is answered with {"message":"Hello, Ada!"}.
#pragma once

#include <expected>

#include <Poco/JSON/Object.h>

#include "runtime/errors/function_error.h"

/// Without a name the world is greeted.
/// Error: InvalidName when the name is no text, or empty.
std::expected<Poco::JSON::Object::Ptr, lambda::FunctionError> hello(
    const Poco::JSON::Object::Ptr& event);
