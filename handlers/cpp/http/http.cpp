// The handler: from an HTTP event to an HTTP answer.
#include "handlers/cpp/http/http.h"

#include <optional>
#include <sstream>
#include <string>
#include <utility>

#include <Poco/Base64Decoder.h>
#include <Poco/Exception.h>
#include <Poco/StreamCopier.h>

namespace {

using Poco::Dynamic::Var;
using Poco::JSON::Object;

/// The text at `key`; empty when there is none.
std::string text_at(const Object& object, const std::string& key) {
  const Var value = object.get(key);
  return value.type() == typeid(std::string) ? value.extract<std::string>() : std::string();
}

/// No value when it is not base64.
std::optional<std::string> decode_base64(const std::string& text) {
  std::istringstream encoded(text);
  Poco::Base64Decoder decoder(encoded);
  std::string decoded;
  try {
    Poco::StreamCopier::copyToString(decoder, decoded);
  } catch (const Poco::Exception&) {
    return std::nullopt;
  }
  return decoder.bad() ? std::nullopt : std::optional(std::move(decoded));
}

/// The request's body as its sender wrote it.
std::optional<std::string> body_of(const Object& event) {
  std::string body = text_at(event, "body");
  const Var is_encoded = event.get("isBase64Encoded");
  if (is_encoded.isBoolean() && is_encoded.convert<bool>()) {
    return decode_base64(body);
  }
  return body;
}

Object::Ptr make_answer(int status, const Object& body) {
  std::ostringstream text;
  body.stringify(text);
  Object::Ptr headers = new Object;
  headers->set("content-type", "application/json");
  if (status == 405) {
    headers->set("allow", "GET, HEAD, POST");
  }
  Object::Ptr answer = new Object;
  answer->set("statusCode", status);
  answer->set("headers", headers);
  answer->set("body", text.str());
  answer->set("isBase64Encoded", false);
  return answer;
}

Object::Ptr make_refusal(int status, const std::string& reason) {
  Object body;
  body.set("error", reason);
  return make_answer(status, body);
}

}  // namespace

std::expected<Object::Ptr, lambda::FunctionError> answer_http(const Object::Ptr& event,
                                                              const lambda::Context& invocation) {
  const Object::Ptr context = event->getObject("requestContext");
  const Object::Ptr request = context.isNull() ? Object::Ptr() : context->getObject("http");
  if (request.isNull() || text_at(*request, "method").empty()) {
    return std::unexpected(lambda::FunctionError{
        .type = "InvalidEvent",
        .message =
            "the event has no requestContext.http.method: it is none of API Gateway's payload "
            "format 2.0; set the integration's payload format version to 2.0",
        .stack = {}});
  }
  const std::string method = text_at(*request, "method");
  if (method != "GET" && method != "HEAD" && method != "POST") {
    invocation.log().warn("refused: the method is {}", method);
    return make_refusal(405, "the method is not GET, HEAD or POST");
  }
  const std::optional<std::string> body = body_of(*event);
  if (!body) {
    invocation.log().warn("refused: the body is not base64");
    return make_refusal(400, "the body is not base64");
  }
  Object description(Poco::JSON_PRESERVE_KEY_ORDER);
  description.set("method", method);
  description.set("path", text_at(*event, "rawPath"));
  description.set("query", text_at(*event, "rawQueryString"));
  description.set("from", text_at(*request, "sourceIp"));
  description.set("body_bytes", body->size());
  return make_answer(200, description);
}
