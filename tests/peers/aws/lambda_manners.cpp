// The path says what is asked: /2015-03-31/functions[/NAME[/code|configuration|versions|...]].
#include "tests/peers/aws/lambda_manners.h"

#include <Poco/Exception.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include <sstream>

#include "tests/peers/aws/ecr_manners.h"
#include "tests/peers/recording_proxy.h"

namespace lambda::peers {
namespace {

using Poco::JSON::Object;

constexpr std::string_view kFunctions = "/2015-03-31/functions";
constexpr char kManifests[] =
    "application/vnd.oci.image.manifest.v1+json, "
    "application/vnd.docker.distribution.manifest.v2+json";

HttpResponse refusal(int status, const std::string& type, const std::string& message) {
  Object body;
  body.set("Type", "User").set("message", message);
  std::ostringstream text;
  body.stringify(text);
  return {status,
          {{"content-type", "application/json"}, {"x-amzn-errortype", type}},
          std::move(text).str()};
}

Object::Ptr parsed(const std::string& text) {
  try {
    return Poco::JSON::Parser().parse(text).extract<Object::Ptr>();
  } catch (const Poco::Exception&) {
    return new Object;  // Moto will say what is wrong with it.
  }
}

// The function that the request is about, and what of it: "code", "configuration", "".
struct Subject {
  std::string name;
  std::string part;
};

std::optional<Subject> subject_of(const HttpRequest& request) {
  const size_t query = std::min(request.path.find('?'), request.path.size());
  const std::string path = request.path.substr(0, query);
  if (!path.starts_with(kFunctions)) return std::nullopt;
  const std::string rest = path.substr(kFunctions.size());
  if (rest.empty() || rest == "/") {
    const Object::Ptr body = parsed(request.body);
    return Subject{body->optValue<std::string>("FunctionName", ""), ""};
  }
  const size_t slash = std::min(rest.find('/', 1), rest.size());
  return Subject{rest.substr(1, slash - 1), rest.substr(std::min(slash + 1, rest.size()))};
}

bool changes(const HttpRequest& request, const Subject& subject) {
  if (request.method == "POST") return subject.part.empty() || subject.part == "versions";
  return request.method == "PUT" && (subject.part == "code" || subject.part == "configuration");
}

}  // namespace

void LambdaManners::set_busy_answers(int count) {
  const std::lock_guard lock(mutex_);
  busy_answers_ = count;
  busy_.clear();
}

std::optional<HttpResponse> LambdaManners::answer(const HttpRequest& request) {
  const auto subject = subject_of(request);
  if (!subject || subject->name.empty()) return std::nullopt;
  if (changes(request, *subject)) {
    if (auto refused = refused_image(request)) return refused;
    return changed(request, subject->name);
  }
  const bool is_described = subject->part.empty() || subject->part == "configuration";
  if (request.method == "GET" && is_described) return described(request, subject->name);
  return std::nullopt;
}

std::optional<HttpResponse> LambdaManners::refused_image(const HttpRequest& request) const {
  const Object::Ptr body = parsed(request.body);
  const Object::Ptr code = body->isObject("Code") ? body->getObject("Code") : body;
  const std::string image = code->optValue<std::string>("ImageUri", "");
  if (image.empty()) return std::nullopt;
  const std::string host = std::string(kEcrHost) + "/";
  const size_t end = std::min(image.find_last_of(image.contains('@') ? '@' : ':'), image.size());
  if (!image.starts_with(host) || end <= host.size() || end == image.size()) {
    return refusal(400, "InvalidParameterValueException",
                   "Source image " + image + " is not valid. Provide a valid source image.");
  }
  const std::string path =
      "/v2/" + image.substr(host.size(), end - host.size()) + "/manifests/" + image.substr(end + 1);
  const auto found = exchange(registry_, {"GET", path, {{"accept", kManifests}}, ""});
  if (!found || found->status != 200) {
    return refusal(400, "InvalidParameterValueException",
                   "Source image " + image + " does not exist. Provide a valid source image.");
  }
  if (parsed(found->body)->isArray("layers")) return std::nullopt;
  return refusal(400, "InvalidParameterValueException",
                 "The image manifest, config or layer media type for the source image " + image +
                     " is not supported.");
}

HttpResponse LambdaManners::changed(const HttpRequest& request, const std::string& name) {
  const std::lock_guard lock(mutex_);
  if (busy_[name] > 0) {
    return refusal(409, "ResourceConflictException",
                   "The operation cannot be performed at this time. An update is in progress for "
                   "resource: " + name);
  }
  HttpResponse answer = pass_on(moto_, request);
  if (answer.status / 100 == 2) busy_[name] = busy_answers_;
  return answer;
}

HttpResponse LambdaManners::described(const HttpRequest& request, const std::string& name) {
  HttpResponse answer = pass_on(moto_, request);
  const std::lock_guard lock(mutex_);
  if (answer.status != 200 || busy_[name] == 0) return answer;
  --busy_[name];
  Object::Ptr body = parsed(answer.body);
  Object::Ptr state =
      body->isObject("Configuration") ? body->getObject("Configuration") : body;
  state->set("LastUpdateStatus", "InProgress");
  std::ostringstream text;
  body->stringify(text);
  answer.body = std::move(text).str();
  answer.headers.erase("content-length");
  return answer;
}

}  // namespace lambda::peers
