// What AWS Lambda's control plane checks and moto does not, before moto.
// Source: AWS Lambda API Reference, CreateFunction, UpdateFunctionCode (ImageUri; the errors
// InvalidParameterValueException, ResourceConflictException), Lambda function states in the
// Developer Guide; AWS re:Post for the wording of both image errors.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "tests/peers/http.h"

namespace lambda::peers {

/// - An image is in the account's ECR, and is one image: a manifest, no index.
/// - A function that was created or changed is at work for a while, and takes no other change.
class LambdaManners {
 public:
  /// `registry` is the port of the plain registry that keeps ECR's images, `moto` moto's.
  LambdaManners(uint16_t registry, uint16_t moto) : registry_(registry), moto_(moto) {}

  /// Nothing where moto may answer for itself. Thread-safe.
  std::optional<HttpResponse> answer(const HttpRequest& request);

  /// How many times somebody hears, after each change, that the function is still at work. Those
  /// that are at work now are done.
  void set_busy_answers(int count);

 private:
  std::optional<HttpResponse> refused_image(const HttpRequest& request) const;
  HttpResponse changed(const HttpRequest& request, const std::string& name);
  HttpResponse described(const HttpRequest& request, const std::string& name);

  uint16_t registry_;
  uint16_t moto_;
  std::atomic<int> busy_answers_ = 0;
  std::mutex mutex_;
  std::map<std::string, int> busy_;  // By function: how many answers are still to say so.
};

}  // namespace lambda::peers
