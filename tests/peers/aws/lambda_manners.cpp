// The path says what is asked: /2015-03-31/functions[/NAME[/code|configuration|versions|...]].
#include "tests/peers/aws/lambda_manners.h"

#include <sstream>

#include <Poco/Exception.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

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

std::string written(const Object& object) {
  std::ostringstream text;
  object.stringify(text);
  return std::move(text).str();
}

// What stands behind `name=` in a query; empty where it is not there.
std::string parameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) {
      return std::string(pair.substr(name.size() + 1));
    }
  }
  return "";
}

std::string revision_text(int number) {
  const std::string digits = std::to_string(number);
  return "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

}  // namespace

// What is asked, of which function, and what of it: "code", "configuration", "aliases/live", "".
struct LambdaManners::Request {
  const HttpRequest& http;
  std::string name;
  std::string part;
  std::string qualifier;
  Object::Ptr body;

  bool is(std::string_view method, std::string_view what) const {
    return http.method == method && part == what;
  }
  // Its own or, where a version is meant, that version's.
  std::string key() const { return qualifier.empty() ? name : name + ":" + qualifier; }

  static std::optional<Request> of(const HttpRequest& http) {
    const size_t query = std::min(http.path.find('?'), http.path.size());
    const std::string path = http.path.substr(0, query);
    if (!path.starts_with(kFunctions)) {
      return std::nullopt;
    }
    const Object::Ptr body = parsed(http.body);
    const std::string rest = path.substr(kFunctions.size());
    if (rest.empty() || rest == "/") {
      return Request{http, body->optValue<std::string>("FunctionName", ""), "", "", body};
    }
    const size_t slash = std::min(rest.find('/', 1), rest.size());
    std::string part = rest.substr(std::min(slash + 1, rest.size()));
    if (part.ends_with('/')) {
      part.pop_back();
    }
    const std::string parameters = http.path.substr(std::min(query + 1, http.path.size()));
    return Request{http, rest.substr(1, slash - 1), part, parameter(parameters, "Qualifier"), body};
  }
};

void LambdaManners::set_busy_answers(int count) {
  const std::lock_guard lock(mutex_);
  busy_answers_ = count;
  busy_.clear();
}

void LambdaManners::forget() {
  const std::lock_guard lock(mutex_);
  busy_answers_ = 0;
  busy_.clear();
  revision_.clear();
  settings_.clear();
}

std::optional<HttpResponse> LambdaManners::answer(const HttpRequest& http) {
  const auto request = Request::of(http);
  if (!request || request->name.empty()) {
    return std::nullopt;
  }
  const std::lock_guard lock(mutex_);
  const bool is_changed =
      request->is("POST", "") || request->is("PUT", "code") || request->is("PUT", "configuration");
  if (is_changed) {
    return changed(*request);
  }
  if (request->is("POST", "versions")) {
    return published(*request);
  }
  if (request->is("GET", "") || request->is("GET", "configuration")) {
    return described(*request);
  }
  if (request->part.starts_with("aliases")) {
    return with_alias(*request);
  }
  if (request->part.starts_with("policy") && http.method != "GET") {
    return with_policy(*request);
  }
  return std::nullopt;
}

std::optional<HttpResponse> LambdaManners::refused_image(const Request& request) const {
  const Object::Ptr& body = request.body;
  const Object::Ptr code = body->isObject("Code") ? body->getObject("Code") : body;
  const std::string image = code->optValue<std::string>("ImageUri", "");
  if (image.empty()) {
    return std::nullopt;
  }
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
  if (parsed(found->body)->isArray("layers")) {
    return std::nullopt;
  }
  return refusal(400, "InvalidParameterValueException",
                 "The image manifest, config or layer media type for the source image " + image +
                     " is not supported.");
}

std::optional<HttpResponse> LambdaManners::refused_revision(const Request& request,
                                                            const std::string& key) {
  const std::string said = request.body->optValue<std::string>("RevisionId", "");
  if (said.empty() || said == revision_text(revision_[key])) {
    return std::nullopt;
  }
  return refusal(412, "PreconditionFailedException",
                 "The Revision Id provided does not match the latest Revision Id. Call the "
                 "GetFunction/GetAlias API to retrieve the latest Revision Id");
}

std::optional<HttpResponse> LambdaManners::refused_code(const Request& request) const {
  const std::string said = request.body->optValue<std::string>("CodeSha256", "");
  if (said.empty()) {
    return std::nullopt;
  }
  const HttpRequest question{"GET", std::string(kFunctions) + "/" + request.name + "/configuration",
                             request.http.headers, ""};
  const Object::Ptr function = parsed(pass_on(moto_, question).body);
  const std::string now = function->optValue<std::string>("CodeSha256", "");
  if (said == now) {
    return std::nullopt;
  }
  return refusal(400, "InvalidParameterValueException",
                 "CodeSHA256 (" + said + ") is different from current CodeSHA256 in $LATEST (" +
                     now + "). Please try again with the CodeSHA256 in $LATEST.");
}

void LambdaManners::revise(const std::string& key) { ++revision_[key]; }

// Adds to a description of `key` what moto leaves out.
void LambdaManners::complete(HttpResponse& answer, const std::string& key, bool is_busy) {
  if (answer.status / 100 != 2) {
    return;
  }
  Object::Ptr body = parsed(answer.body);
  Object::Ptr state = body->isObject("Configuration") ? body->getObject("Configuration") : body;
  state->set("RevisionId", revision_text(revision_[key]));
  const std::string function = key.substr(0, key.find(':'));
  if (const auto kept = settings_.find(function); kept != settings_.end()) {
    for (const std::string& name : kept->second->getNames()) {
      state->set(name, kept->second->get(name));
    }
  }
  if (is_busy && key.contains(':')) {
    state->set("State", "Pending");
  }
  if (is_busy && !key.contains(':')) {
    state->set("LastUpdateStatus", "InProgress");
  }
  answer.body = written(*body);
  answer.headers.erase("content-length");
}

HttpResponse LambdaManners::changed(const Request& request) {
  if (auto refused = refused_image(request)) {
    return *refused;
  }
  if (busy_[request.name] > 0) {
    return refusal(409, "ResourceConflictException",
                   "The operation cannot be performed at this time. An update is in progress for "
                   "resource: " +
                       request.name);
  }
  if (auto refused = refused_revision(request, request.name)) {
    return *refused;
  }
  HttpResponse answer = pass_on(moto_, request.http);
  if (answer.status / 100 != 2) {
    return answer;
  }
  Object::Ptr& kept = settings_[request.name];
  if (kept.isNull()) {
    kept = new Object;
  }
  if (request.body->isObject("LoggingConfig")) {
    kept->set("LoggingConfig", request.body->getObject("LoggingConfig"));
  }
  if (request.body->isObject("ImageConfig")) {
    Object::Ptr response = new Object;
    response->set("ImageConfig", request.body->getObject("ImageConfig"));
    kept->set("ImageConfigResponse", response);
  }
  busy_[request.name] = busy_answers_;
  revise(request.name);
  complete(answer, request.name, busy_answers_ > 0);
  return answer;
}

HttpResponse LambdaManners::published(const Request& request) {
  if (busy_[request.name] > 0) {
    return refusal(409, "ResourceConflictException",
                   "The operation cannot be performed at this time. An update is in progress for "
                   "resource: " +
                       request.name);
  }
  if (auto refused = refused_code(request)) {
    return *refused;
  }
  if (auto refused = refused_revision(request, request.name)) {
    return *refused;
  }
  HttpResponse answer = pass_on(moto_, request.http);
  if (answer.status / 100 != 2) {
    return answer;
  }
  const std::string key =
      request.name + ":" + parsed(answer.body)->optValue<std::string>("Version", "");
  if (!revision_.contains(key)) {  // Else it is the newest one again.
    busy_[key] = busy_answers_;
    revise(key);
    revise(request.name);
  }
  complete(answer, key, busy_[key] > 0);
  return answer;
}

HttpResponse LambdaManners::described(const Request& request) {
  HttpResponse answer = pass_on(moto_, request.http);
  const std::string key = request.key();
  const bool is_busy = answer.status == 200 && busy_[key] > 0;
  complete(answer, key, is_busy);
  if (!is_busy || --busy_[key] > 0) {
    return answer;
  }
  if (!key.contains(':')) {
    revise(key);  // The end of a change; a version keeps its revision.
  }
  return answer;
}

HttpResponse LambdaManners::with_alias(const Request& request) {
  const size_t slash = request.part.find('/');
  const std::string alias = slash == std::string::npos
                                ? request.body->optValue<std::string>("Name", "")
                                : request.part.substr(slash + 1);
  const std::string key = request.name + "@" + alias;
  if (request.http.method == "PUT") {
    if (auto refused = refused_revision(request, key)) {
      return *refused;
    }
  }
  HttpResponse answer = pass_on(moto_, request.http);
  if (answer.status == 409) {  // Which moto calls a ConflictException.
    return refusal(409, "ResourceConflictException", "Alias already exists: " + alias);
  }
  if (answer.status / 100 != 2 || alias.empty()) {
    return answer;
  }
  if (request.http.method != "GET") {
    revise(key);
  }
  Object::Ptr body = parsed(answer.body);
  if (body->size() == 0) {
    return answer;  // Of one that was deleted.
  }
  body->set("RevisionId", revision_text(revision_[key]));
  answer.body = written(*body);
  answer.headers.erase("content-length");
  return answer;
}

HttpResponse LambdaManners::with_policy(const Request& request) {
  HttpResponse answer = pass_on(moto_, request.http);
  if (answer.status / 100 == 2) {
    revise(request.name);
  }
  return answer;
}

}  // namespace lambda::peers
