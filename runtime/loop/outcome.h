// What came of one invocation: bytes for the caller, or an error. Between the handler and the loop.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "runtime/errors/function_error.h"

namespace lambda {

/// Bytes that live elsewhere, so that they are sent without a copy: of the event, or of what the
/// handler captured. They must stay valid until the handler's next call or the end of the process;
/// a local variable of the handler does not.
struct Borrowed {
  std::string_view bytes;
};

/// An answer that is not JSON.
struct Response {
  std::string body;
  std::string content_type;  // Visible ASCII, as in "text/plain; charset=utf-8".
};

namespace loop {

/// Filled once per invocation, then sent. Reused, so that nothing is allocated for it.
class Outcome {
 public:
  void succeed(std::string body) {
    owned_ = std::move(body);
    succeed_with(owned_);
  }
  void succeed(Borrowed body) { succeed_with(body.bytes); }
  void succeed(Borrowed body, std::string_view content_type) {
    succeed_with(body.bytes);
    owned_content_type_ = content_type;
    content_type_ = owned_content_type_;
  }
  void succeed(Response response) {
    succeed(std::move(response.body));
    owned_content_type_ = std::move(response.content_type);
    content_type_ = owned_content_type_;
  }
  void fail(FunctionError error) {
    error_ = std::move(error);
    is_error_ = true;
  }

  bool is_error() const { return is_error_; }
  const FunctionError& error() const { return error_; }  // Meaningful when is_error().
  std::string_view body() const { return body_; }        // Meaningful unless is_error().
  std::string_view content_type() const { return content_type_; }

 private:
  void succeed_with(std::string_view body) {
    body_ = body;
    content_type_ = "application/json";
    is_error_ = false;
  }

  std::string owned_;
  std::string owned_content_type_;
  std::string_view body_;
  std::string_view content_type_;
  FunctionError error_;
  bool is_error_ = false;
};

}  // namespace loop
}  // namespace lambda
