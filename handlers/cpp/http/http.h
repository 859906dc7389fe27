// Answers an HTTP request that reaches the function through API Gateway or a function URL.
// Source: Amazon API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs",
// payload format 2.0.
#pragma once

#include <expected>

#include <Poco/JSON/Object.h>

#include "runtime/context/context.h"
#include "runtime/errors/function_error.h"

/// Describes the request it got, as JSON, in the answer's body: method, path, caller's address, and
/// the body's size. GET, HEAD and POST are answered by 200, another method by 405, a body that is
/// not base64 though the event says so by 400; both refusals are written to the log.
/// Error: InvalidEvent when the event is not in payload format 2.0.
std::expected<Poco::JSON::Object::Ptr, lambda::FunctionError> answer_http(
    const Poco::JSON::Object::Ptr& event, const lambda::Context& invocation);
