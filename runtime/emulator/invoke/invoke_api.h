// Answers calls of the invoke API. Source: AWS Lambda API Reference, "Invoke".
#pragma once

#include "runtime/emulator/http/http_message.h"
#include "runtime/emulator/invoke/event_queue.h"
#include "runtime/emulator/sandbox/environment_pool.h"

namespace lambda::emulator {

/// Thread-safe. What it is made of must outlive it.
class InvokeApi {
 public:
  InvokeApi(EnvironmentPool& pool, EventQueue& events) : pool_(pool), events_(events) {}

  /// Waits for the function, if the caller does.
  HttpAnswer handle(HttpRequest request);

 private:
  EnvironmentPool& pool_;
  EventQueue& events_;
};

/// The answer to a request that was no HTTP, or came too slowly.
HttpAnswer invoke_fault_answer(const HttpFault& fault);

}  // namespace lambda::emulator
