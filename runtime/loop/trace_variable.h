// The environment variable _X_AMZN_TRACE_ID, which AWS's SDKs read: the trace of the current invocation.
// Source: AWS Lambda Developer Guide, "Building a custom runtime", processing tasks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lambda::loop {

/// Owns the variable's bytes, so one object per process, and no thread may read the environment during a
/// call. Equal presence from call to call allocates nothing. The variable ends with the object.
class TraceVariable {
 public:
  TraceVariable();
  ~TraceVariable();
  TraceVariable(const TraceVariable&) = delete;
  TraceVariable& operator=(const TraceVariable&) = delete;

  /// An empty `trace_id` unsets the variable.
  void set(std::string_view trace_id);

 private:
  bool is_current() const;
  void find_entry();

  std::string text_;  // `NAME=value`; the environment points to it while is_current().
  char** array_ = nullptr;  // The environment's array when our entry was put into it,
  std::size_t index_ = 0;   // and where.
};

}  // namespace lambda::loop
