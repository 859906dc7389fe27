// A registry that fails as it is told, at the step it is told: it stands before a real one.
// Source: OCI Distribution Specification 1.1, whose endpoints are the steps.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace lambda::deploy_test {

/// What is asked of a registry in a push, in this order.
enum class Step {
  kAskManifest,
  kAskBlob,
  kStartUpload,
  kSendChunk,
  kCloseUpload,
  kPutManifest,
  kPutTag,
  kReadBlob,
};

enum class Fault {
  kRefuseConnection,  // Reset before the request is read.
  kDropWithin,        // Reset when half of the request's body was read.
  kKeepHalf,          // The same, but the registry keeps that half of a chunk, and says so.
  kLoseAnswer,        // The registry does it, but its answer is lost.
  kCutAnswer,         // The connection ends within the answer's head.
  kTooManyRequests,   // 429, Retry-After: 0.
  kServerError,       // 500.
  kBadGateway,        // 502 with HTML, as proxies say it.
  kNoHttp,            // An answer in no known language.
  kStall,             // Nothing comes, ever.
  kWrongDigest,       // The registry does it, and says another digest.
  kRedirectElsewhere  // 307 to another host.
};

/// Asks for the user "user" with the password "secret"; passes on what it does not spoil.
class FaultServer {
 public:
  /// The first `times` requests of `step` fail. `registry` and `elsewhere` are ports of 127.0.0.1.
  FaultServer(std::uint16_t registry, std::uint16_t elsewhere, Step step, Fault fault, int times);
  ~FaultServer();

  std::uint16_t port() const;

  /// How many requests failed so far. Thread-safe.
  int failed() const;

  /// The sizes of the bodies that were sent to be kept of a blob. Thread-safe.
  std::uint64_t uploaded_bytes() const;

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

}  // namespace lambda::deploy_test
