// putenv() keeps a pointer to our text, so that a new trace of the same process is one copy.
#include "runtime/loop/trace_variable.h"

#include <unistd.h>

#include <cstdlib>

namespace lambda::loop {
namespace {

constexpr char kName[] = "_X_AMZN_TRACE_ID";
constexpr std::size_t kPrefixBytes = sizeof(kName);  // The name and its `=`.
constexpr std::size_t kUsualBytes = 512;

}  // namespace

TraceVariable::TraceVariable() {
  text_.reserve(kUsualBytes);
  text_.append(kName).append("=");
}

TraceVariable::~TraceVariable() { unsetenv(kName); }

/// Reads one entry where getenv() would search all. Arrays only grow, so the entry can be read as long as
/// the array is the one it was found in.
bool TraceVariable::is_current() const {
  return environ != nullptr && environ == array_ && array_[index_] == text_.data();
}

/// Notes where our entry is, after putenv().
void TraceVariable::find_entry() {
  array_ = environ;
  index_ = 0;
  while (array_[index_] != text_.data()) {
    ++index_;
  }
}

void TraceVariable::set(std::string_view trace_id) {
  if (trace_id.empty()) {
    unsetenv(kName);
    return;
  }
  if (kPrefixBytes + trace_id.size() > text_.capacity()) {
    unsetenv(kName);  // The text is about to move.
  }
  text_.replace(kPrefixBytes, std::string::npos, trace_id);
  if (!is_current()) {  // At first, after a move, or when the handler set its own.
    putenv(text_.data());
    find_entry();
  }
}

}  // namespace lambda::loop
