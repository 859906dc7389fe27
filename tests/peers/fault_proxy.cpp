// Blobs are told by their path, which is the same in every registry (OCI Distribution 1.1).
#include "tests/peers/fault_proxy.h"

namespace lambda::peers {
namespace {

HttpResponse refusal(int status, const std::string& code) {
  return {status,
          {{"content-type", "application/json"}},
          R"({"errors":[{"code":")" + code + R"(","message":"as this test wants it"}]})"};
}

HttpResponse passed_on(uint16_t registry, HttpRequest request) {
  request.headers.erase("accept-encoding");
  const auto answer = exchange(registry, request);
  return answer ? *answer : refusal(502, "UNAVAILABLE");
}

HttpResponse spoiled_blob(HttpResponse answer, RegistryFault fault) {
  const size_t size = answer.body.size();
  answer.headers["content-length"] = std::to_string(size);
  if (size > 0 && fault == RegistryFault::kOtherBytes) {
    answer.body[size / 2] ^= 1;
  }
  if (fault == RegistryFault::kCutBlob) {
    answer.body.resize(size / 2);
  }
  return answer;
}

}  // namespace

FaultProxy::FaultProxy(uint16_t registry, RegistryFault fault)
    : responder_([registry, fault](const HttpRequest& request) {
        const bool is_blob = request.path.contains("/blobs/");
        const bool is_manifest = request.path.contains("/manifests/");
        if (is_blob && fault == RegistryFault::kTooManyRequests) {
          return refusal(429, "TOOMANYREQUESTS");
        }
        if (is_manifest && fault == RegistryFault::kNotFound) {
          return refusal(404, "MANIFEST_UNKNOWN");
        }
        HttpResponse answer = passed_on(registry, request);
        return is_blob ? spoiled_blob(std::move(answer), fault) : answer;
      }) {}

}  // namespace lambda::peers
