// Answers calls of the invoke API. Source: AWS Lambda API Reference, "Invoke".
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "emulator/http/http_message.h"
#include "emulator/invoke/event_queue.h"
#include "emulator/sandbox/environment_pool.h"

namespace lambda::emulator {

/// Thread-safe. What it is made of must outlive it.
class InvokeApi {
 public:
  using Reply = std::function<void(HttpAnswer)>;

  /// `allowed_hosts`: names in Host and Origin that are taken beside those of this machine.
  InvokeApi(EnvironmentPool& pool, EventQueue& events, std::vector<std::string> allowed_hosts = {})
      : pool_(pool), events_(events), allowed_hosts_(std::move(allowed_hosts)) {}

  /// Calls `reply` once: now, or in another thread when the function has answered.
  void handle(HttpRequest request, Reply reply);

 private:
  EnvironmentPool& pool_;
  EventQueue& events_;
  const std::vector<std::string> allowed_hosts_;
};

/// The answer to a request that was no HTTP, came too slowly, or found no room.
HttpAnswer invoke_fault_answer(const HttpFault& fault);

}  // namespace lambda::emulator
