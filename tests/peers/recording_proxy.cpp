// Each request is one exchange with the server behind.
#include "tests/peers/recording_proxy.h"

namespace lambda::peers {

RecordingProxy::RecordingProxy(uint16_t behind, Interception interception)
    : behind_(behind),
      interception_(std::move(interception)),
      responder_([this](const HttpRequest& request) { return answer(request); }) {}

HttpResponse RecordingProxy::answer(const HttpRequest& request) {
  std::optional<HttpResponse> response;
  if (interception_) response = interception_(request);
  if (!response) {
    HttpRequest passed = request;
    passed.headers.erase("accept-encoding");
    passed.headers.erase("connection");
    passed.headers.erase("content-length");
    passed.headers.erase("expect");
    passed.headers.erase("transfer-encoding");
    auto passed_back = exchange(behind_, passed);
    response = passed_back ? std::move(*passed_back)
                           : HttpResponse{502, {}, passed_back.error().message};
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
