// What AWS Lambda's control plane checks and moto does not, before moto: a stand-in, as documented
// and as others have measured it at AWS.
// Source: AWS Lambda API Reference, CreateFunction, UpdateFunctionCode (ImageUri; the errors
// InvalidParameterValueException, ResourceConflictException, PreconditionFailedException),
// PublishVersion, UpdateAlias (CodeSha256, RevisionId); Lambda function states in the Developer
// Guide; AWS re:Post for the wording of both image errors; LocalStack's tests of revisions, which
// run against AWS too: a change has one revision, its end the next one, a new version of the
// function another, and an alias its own; floci-io/floci issue 2822 for CodeSha256.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include <Poco/JSON/Object.h>

#include "tests/peers/http.h"

namespace lambda::peers {

/// - An image is in the account's ECR, and is one image: a manifest, no index.
/// - A function that was created or changed is at work for a while, and takes no other change; so
///   is a version that was published, for itself.
/// - A function and an alias have a revision, another after each change. A change that names an
///   older one is refused, and a version that names other code than the function has.
/// - A function keeps its LoggingConfig and ImageConfig.
class LambdaManners {
 public:
  /// `registry` is the port of the plain registry that keeps ECR's images, `moto` moto's.
  LambdaManners(uint16_t registry, uint16_t moto) : registry_(registry), moto_(moto) {}

  /// Nothing where moto may answer for itself. Thread-safe.
  std::optional<HttpResponse> answer(const HttpRequest& request);

  /// How many times somebody hears, after each change, that the function is still at work. Those
  /// that are at work now are done.
  void set_busy_answers(int count);

  /// As at the start: for a moto that was emptied.
  void forget();

 private:
  struct Request;

  std::optional<HttpResponse> refused_image(const Request& request) const;
  std::optional<HttpResponse> refused_revision(const Request& request, const std::string& key);
  std::optional<HttpResponse> refused_code(const Request& request) const;
  HttpResponse changed(const Request& request);
  HttpResponse published(const Request& request);
  HttpResponse described(const Request& request);
  HttpResponse with_alias(const Request& request);
  HttpResponse with_policy(const Request& request);
  void complete(HttpResponse& answer, const std::string& key, bool is_busy);
  void revise(const std::string& key);

  uint16_t registry_;
  uint16_t moto_;
  std::mutex mutex_;  // Of what follows, and of moto, so that both always tell the same story.
  int busy_answers_ = 0;
  std::map<std::string, int> busy_;      // How many answers are still to say so.
  std::map<std::string, int> revision_;  // Keys: FUNCTION, FUNCTION:VERSION, FUNCTION@ALIAS.
  std::map<std::string, Poco::JSON::Object::Ptr> settings_;  // That moto forgets; by FUNCTION.
};

}  // namespace lambda::peers
