// Each request is one exchange with the server behind.
#include "tests/peers/recording_proxy.h"

namespace lambda::peers {

HttpResponse pass_on(uint16_t port, HttpRequest request) {
  for (const char* name :
       {"accept-encoding", "connection", "content-length", "expect", "transfer-encoding"}) {
    request.headers.erase(name);
  }
  auto answer = exchange(port, request);
  return answer ? *std::move(answer) : HttpResponse{502, {}, answer.error().message};
}

RecordingProxy::RecordingProxy(uint16_t behind, Interception interception)
    : behind_(behind),
      interception_(std::move(interception)),
      responder_([this](const HttpRequest& request) { return answer(request); }) {}

HttpResponse RecordingProxy::answer(const HttpRequest& request) {
  std::optional<HttpResponse> response;
  if (interception_) {
    response = interception_(request);
  }
  if (!response) {
    response = pass_on(behind_, request);
  }
  const std::lock_guard lock(mutex_);
  exchanges_.push_back({request, *response});
  return *std::move(response);
}

std::vector<Exchange> RecordingProxy::exchanges() const {
  const std::lock_guard lock(mutex_);
  return exchanges_;
}

void RecordingProxy::forget() {
  const std::lock_guard lock(mutex_);
  exchanges_.clear();
}

}  // namespace lambda::peers
