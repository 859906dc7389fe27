// The tests' own bootstrap behind a server of the invoke API.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include <gtest/gtest.h>

#include "emulator/invoke/event_queue.h"
#include "emulator/invoke/invoke_api.h"
#include "emulator/invoke/invoke_server.h"
#include "emulator/sandbox/environment_pool.h"
#include "emulator/testing/memory_sink.h"
#include "emulator/testing/raw_http.h"
#include "emulator/testing/test_function.h"

namespace lambda::emulator::testing {

inline constexpr const char* kInvokePath = "/2015-03-31/functions/function/invocations";

/// `handler` names a behaviour of testing/behaviours.h.
class ServedFunction {
 public:
  explicit ServedFunction(std::string_view handler, std::size_t concurrency_max = 4,
                          const ServerOptions& options = {})
      : pool_(test_function(handler), {}, sink_, concurrency_max),
        events_(pool_, 2),
        api_(pool_, events_, {"allowed.example"}) {
    auto server = InvokeServer::start("127.0.0.1:0", api_, options);
    EXPECT_TRUE(server.has_value()) << server.error().message;
    server_ = *std::move(server);
  }
  ~ServedFunction() {
    pool_.stop();
    events_.stop();
    server_->stop();
  }

  std::uint16_t port() const { return server_->port(); }
  RawAnswer invoke(std::string_view headers, std::string_view body,
                   std::string_view path = kInvokePath) const {
    RawConnection connection(port());
    connection.send(raw_request("POST", path, headers, body));
    return connection.read_answer().value_or(RawAnswer{});
  }
  std::string log() const { return sink_.text(); }
  void wait_for_log(std::string_view part) const {
    while (log().find(part) == std::string::npos) {
      std::this_thread::yield();
    }
  }

 private:
  MemorySink sink_;
  EnvironmentPool pool_;
  EventQueue events_;
  InvokeApi api_;
  std::unique_ptr<InvokeServer> server_;
};

}  // namespace lambda::emulator::testing
