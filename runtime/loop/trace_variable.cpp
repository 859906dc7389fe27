// putenv() keeps a pointer to our text, so that a new trace of the same process is one copy and one
// pointer.
#include "runtime/loop/trace_variable.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>

namespace lambda::loop {
namespace {

constexpr char kName[] = "_X_AMZN_TRACE_ID";
constexpr std::size_t kPrefixBytes = sizeof(kName);  // The name and its `=`.
constexpr std::size_t kUsualBytes = 512;

}  // namespace

TraceVariable::TraceVariable() {
  for (std::string& text : texts_) {
    text.reserve(kUsualBytes);
    text.append(kName).append("=");
  }
}

TraceVariable::~TraceVariable() { unsetenv(kName); }

/// Reads one entry where getenv() would search all. Arrays only grow, so the entry can be read as
/// long as the array is the one it was found in.
bool TraceVariable::is_current() const {
  return environ != nullptr && environ == array_ && array_[index_] == texts_[turn_].data();
}

/// Puts a text in where our entry is not, and notes where it is then. False without memory for it.
bool TraceVariable::put(char* text) {
  array_ = nullptr;
  if (putenv(text) != 0) {
    return false;
  }
  for (index_ = 0; environ[index_] != nullptr; ++index_) {
    if (environ[index_] == text) {
      array_ = environ;
      return true;
    }
  }
  return false;
}

/// Writes where no entry points to and then points ours there, so that a thread which reads the
/// variable meanwhile gets either text, whole.
bool TraceVariable::set(std::string_view trace_id) {
  if (trace_id.empty()) {
    unsetenv(kName);
    return true;
  }
  const bool was_current = is_current();
  turn_ = 1 - turn_;
  std::string& text = texts_[turn_];
  text.replace(kPrefixBytes, std::string::npos, trace_id);
  if (!was_current) {  // At first, and when the handler set or removed it.
    return put(text.data());
  }
  std::atomic_ref(array_[index_]).store(text.data(), std::memory_order_release);
  return true;
}

}  // namespace lambda::loop
