// putenv() keeps a pointer to our text, so that a new trace of the same process is one copy.
#include "runtime/loop/trace_variable.h"

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

TraceVariable::~TraceVariable() {
  if (is_current()) {
    unsetenv(kName);
  }
}

bool TraceVariable::is_current() const { return std::getenv(kName) == text_.data() + kPrefixBytes; }

void TraceVariable::set(std::string_view trace_id) {
  if (trace_id.empty()) {
    if (std::getenv(kName) != nullptr) {
      unsetenv(kName);
    }
    return;
  }
  if (kPrefixBytes + trace_id.size() > text_.capacity() && is_current()) {
    unsetenv(kName);  // The text is about to move.
  }
  text_.replace(kPrefixBytes, std::string::npos, trace_id);
  if (!is_current()) {  // At first, after a move, or when the handler set its own.
    putenv(text_.data());
  }
}

}  // namespace lambda::loop
