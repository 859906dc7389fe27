// A function of the tests' bootstrap in a pool of its own, with its log.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "emulator/sandbox/environment_pool.h"
#include "emulator/testing/memory_sink.h"
#include "emulator/testing/test_function.h"

namespace lambda::emulator::testing {

class HostedFunction {
 public:
  explicit HostedFunction(std::string_view handler, std::size_t environments_max = 4)
      : HostedFunction(test_function(handler), environments_max) {}
  explicit HostedFunction(FunctionConfig config, std::size_t environments_max = 4)
      : pool_(std::move(config), {"IMAGE_VARIABLE=set"}, sink_, environments_max) {}

  FunctionResult invoke(std::string payload) { return invoke(test_invocation(std::move(payload))); }
  FunctionResult invoke_version(const std::string& version) {
    FunctionInvocation invocation = test_invocation("1");
    invocation.executed_version = version;
    return invoke(std::move(invocation));
  }
  /// Of the last invocation.
  const std::string& request_id() const { return request_id_; }
  /// "RequestId: … Error: " with that id.
  std::string prefix() const { return "RequestId: " + request_id_ + " Error: "; }
  std::string log() const { return sink_.text(); }
  EnvironmentPool& pool() { return pool_; }

 private:
  FunctionResult invoke(FunctionInvocation invocation) {
    request_id_ = invocation.request_id;
    auto outcome = pool_.invoke_now(std::move(invocation));
    EXPECT_TRUE(outcome.has_value());
    return outcome.value_or(FunctionResult());
  }

  MemorySink sink_;
  EnvironmentPool pool_;
  std::string request_id_;
};

}  // namespace lambda::emulator::testing
