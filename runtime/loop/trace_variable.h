// The environment variable _X_AMZN_TRACE_ID, which AWS's SDKs read: the trace of the current
// invocation.
// Source: AWS Lambda Developer Guide, "Building a custom runtime", processing tasks.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace lambda::loop {

/// Owns the variable's bytes, so one object per process. What another thread got by getenv() stays
/// valid until the second call of set() after it. While the variable appears or disappears no
/// thread may read the environment, whose entries the C library moves. Does not allocate unless the
/// variable appears or disappears. The destructor unsets it.
class TraceVariable {
 public:
  TraceVariable();
  ~TraceVariable();
  TraceVariable(const TraceVariable&) = delete;
  TraceVariable& operator=(const TraceVariable&) = delete;

  /// An empty `trace_id` unsets the variable. False when there is no memory for the environment to
  /// grow: the variable is not set then.
  [[nodiscard]] bool set(std::string_view trace_id);

 private:
  bool is_current() const;
  bool put(char* text);

  std::array<std::string, 2> texts_;  // `NAME=value` each, in turn,
  std::size_t turn_ = 0;              // and which the environment points to while is_current().
  char** array_ = nullptr;            // The environment's array when our entry was put into it,
  std::size_t index_ = 0;             // and where.
};

}  // namespace lambda::loop
