// What is not ECR's own is passed on as it came.
#include "tests/peers/aws/ecr_manners.h"

#include <charconv>
#include <optional>

#include "tests/peers/aws/moto.h"
#include "tests/peers/recording_proxy.h"

namespace lambda::peers {
namespace {

constexpr std::string_view kRoot = "/v2/";
constexpr std::string_view kOldAuthorization = "Basic QVdTOnRva2VuLW9mLXllc3RlcmRheQ==";

HttpResponse refusal(int status, const std::string& code, const std::string& message) {
  return {status,
          {{"content-type", "application/json; charset=utf-8"}},
          R"({"errors":[{"code":")" + code + R"(","message":")" + message + R"("}]})"};
}

std::string header(const std::map<std::string, std::string>& headers, const std::string& name) {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

// The path of an absolute or relative URL, and its query with the question mark.
std::pair<std::string, std::string> split(const std::string& url) {
  const size_t scheme = url.find("://");
  const size_t begin = scheme == std::string::npos ? 0 : url.find('/', scheme + 3);
  const size_t query = std::min(url.find('?', begin), url.size());
  return {url.substr(begin, query - begin), url.substr(query)};
}

// What moto says of a repository; empty when there is none.
std::string described(uint16_t moto, const std::string& repository) {
  const auto answer =
      ask_ecr(moto, "DescribeRepositories", R"({"repositoryNames":[")" + repository + R"("]})");
  return answer && answer->status == 200 ? answer->body : "";
}

// Where a chunk begins, of "FIRST-LAST"; nothing when the header is absent.
std::optional<size_t> first_byte(const std::string& content_range) {
  size_t value = 0;
  const char* end = content_range.data() + content_range.size();
  const auto read = std::from_chars(content_range.data(), end, value);
  return read.ec == std::errc() ? std::optional(value) : std::nullopt;
}

}  // namespace

HttpResponse EcrManners::answer(const HttpRequest& request) {
  if (header(request.headers, "host").starts_with(kEcrBucket)) {
    return from_bucket(request);
  }
  const std::string authorization = header(request.headers, "authorization");
  const bool is_old = authorization == kOldAuthorization;
  if (authorization != authorization_ && !is_old) {
    HttpResponse answer{401, {}, "Not Authorized\n"};
    answer.headers["www-authenticate"] =
        "Basic realm=\"https://" + std::string(kEcrHost) + "/\",service=\"ecr.amazonaws.com\"";
    return answer;
  }
  if (is_expired_ || is_old) {
    return refusal(403, "DENIED",
                   "Your authorization token has expired. Reauthenticate and try again.");
  }
  const std::string path = split(request.path).first;
  for (const std::string kind : {"/blobs/", "/manifests/", "/tags/"}) {
    const size_t place = path.rfind(kind);
    if (place == std::string::npos || !path.starts_with(kRoot)) {
      continue;
    }
    return in_repository(request, path.substr(kRoot.size(), place - kRoot.size()),
                         path.substr(place + 1));
  }
  return pass_on(registry_, request);
}

HttpResponse EcrManners::from_bucket(const HttpRequest& request) const {
  if (!header(request.headers, "authorization").empty()) {
    return {400,
            {},
            "<Error><Code>InvalidArgument</Code><Message>Only one auth mechanism "
            "allowed</Message></Error>"};
  }
  return pass_on(registry_, {request.method, split(request.path).first, {}, {}});
}

HttpResponse EcrManners::in_repository(const HttpRequest& request, const std::string& name,
                                       const std::string& rest) {
  const std::string repository = described(moto_, name);
  if (repository.empty()) {
    return refusal(404, "NAME_UNKNOWN",
                   "The repository with name '" + name +
                       "' does not exist in the registry with id '123456789012'");
  }
  if (rest == "blobs/uploads/") {
    return begin_upload(request, name);
  }
  if (rest.starts_with("blobs/uploads/")) {
    return continue_upload(request);
  }
  if (rest.starts_with("blobs/") && request.method == "GET") {
    const std::string to = "https://" + std::string(kEcrBucket) + split(request.path).first;
    return {307, {{"location", to + "?X-Amz-Signature=of-this-test"}}, ""};
  }
  if (rest.starts_with("manifests/") && request.method == "PUT") {
    return put_manifest(request, name, rest.substr(rest.find('/') + 1),
                        repository.contains("\"IMMUTABLE\""));
  }
  return pass_on(registry_, request);
}

// Keeps the query of the answer's Location, and returns the path, by which it is found again.
std::string EcrManners::hide_query(HttpResponse& response) {
  const auto [path, query] = split(response.headers["location"]);
  response.headers["location"] = "https://" + std::string(kEcrHost) + path;
  const std::lock_guard lock(mutex_);
  uploads_[path].query = query;
  return path;
}

HttpResponse EcrManners::begin_upload(const HttpRequest& request, const std::string& name) {
  HttpRequest passed = request;
  passed.path = std::string(kRoot) + name + "/blobs/uploads/";  // Without what would mount.
  HttpResponse answer = pass_on(registry_, passed);
  if (answer.status == 202) {
    hide_query(answer);
  }
  return answer;
}

HttpResponse EcrManners::continue_upload(const HttpRequest& request) {
  const auto [path, query] = split(request.path);
  Upload upload;
  {
    const std::lock_guard lock(mutex_);
    upload = uploads_[path];
  }
  if (upload.query.empty() || request.method == "GET") {
    return refusal(404, "BLOB_UPLOAD_UNKNOWN", "The upload does not exist");
  }
  const auto first = first_byte(header(request.headers, "content-range"));
  if (first.value_or(upload.received) != upload.received) {
    return refusal(416, "BLOB_UPLOAD_INVALID",
                   "First byte of the layer part is " + std::to_string(*first) + " instead of " +
                       std::to_string(upload.received));
  }
  HttpRequest passed = request;
  passed.headers.erase("content-range");
  passed.path = path + upload.query + (query.empty() ? "" : "&" + query.substr(1));
  HttpResponse answer = pass_on(registry_, passed);
  if (request.method != "PATCH" || answer.status != 202) {
    return answer;
  }
  hide_query(answer);
  const std::lock_guard lock(mutex_);
  Upload& kept = uploads_[path];
  if (kept.first_chunk == 0) {
    kept.first_chunk = request.body.size();
  }
  kept.received += request.body.size();
  answer.status = 201;
  answer.headers["range"] = "0-" + std::to_string(std::max<size_t>(kept.first_chunk, 1) - 1);
  return answer;
}

HttpResponse EcrManners::put_manifest(const HttpRequest& request, const std::string& name,
                                      const std::string& reference, bool is_immutable) const {
  const bool is_tag = !reference.contains(':');
  if (is_tag && is_immutable) {
    const std::string media_type = header(request.headers, "content-type");
    const auto set =
        exchange(registry_, {"HEAD", split(request.path).first, {{"accept", media_type}}, {}});
    if (set && set->status == 200) {
      return refusal(400, "TAG_INVALID",
                     "The image tag '" + reference + "' already exists in the '" + name +
                         "' repository and cannot be overwritten because the repository is "
                         "immutable.");
    }
  }
  HttpResponse answer = pass_on(registry_, request);
  answer.headers.erase("location");
  return answer;
}

}  // namespace lambda::peers
