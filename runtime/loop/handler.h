// Between a handler and the loop: what a handler returns, and how the loop calls one whose type it
// does not know.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/context/context.h"
#include "runtime/errors/function_error.h"

namespace lambda {

/// Bytes that live elsewhere, sent without a copy: of the event, or of what the handler captured.
/// They must stay valid until the handler's next call or the end of the process; a local variable
/// of the handler does not.
struct Borrowed {
  std::string_view bytes;
};

/// An answer that is not JSON.
struct Response {
  std::string body;
  std::string content_type;  // Visible ASCII, as in "text/plain; charset=utf-8".
};

namespace loop {

/// What came of one invocation: the source of a body, or an error. Filled by the handler's call,
/// then sent. Reused, so that nothing is allocated for it.
///
/// Another kind of body, such as one that is streamed, is one more Kind, an overload of succeed(),
/// an accessor, and a branch of Loop::send().
class HandlerResult {
 public:
  enum class Kind : std::uint8_t {
    kBytes,  // A body that is there whole: body(), owned by this object or borrowed.
    kError,  // error()
  };

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
    kind_ = Kind::kError;
  }

  Kind kind() const { return kind_; }
  bool is_error() const { return kind_ == Kind::kError; }
  const FunctionError& error() const { return error_; }  // Meaningful for kError.
  std::string_view body() const { return body_; }        // Meaningful for kBytes.
  std::string_view content_type() const { return content_type_; }

 private:
  void succeed_with(std::string_view body) {
    body_ = body;
    content_type_ = "application/json";
    kind_ = Kind::kBytes;
  }

  std::string owned_;
  std::string owned_content_type_;
  std::string_view body_;
  std::string_view content_type_;
  FunctionError error_;
  Kind kind_ = Kind::kBytes;
};

/// A handler of any type: an object and a function, no allocation. Borrows the object. The call may
/// throw whatever the user's code throws.
struct HandlerReference {
  void* object;
  void (*call)(void* object, std::string_view event, const Context& context, HandlerResult& result);
};

/// Makes the handler; runs once, before the first event. Borrows the object, which keeps the
/// handler.
struct Initializer {
  void* object;
  std::expected<HandlerReference, FunctionError> (*initialize)(void* object);
};

/// Calls the handler; whatever it throws becomes an error. Fills `result` in any case.
void call_guarded(const HandlerReference& handler, std::string_view event, const Context& context,
                  HandlerResult& result);

/// Error: what the initializer returned or threw.
std::expected<HandlerReference, FunctionError> initialize_guarded(const Initializer& initializer);

/// Fails with `Function.NullResult`: the handler returned nothing that could be sent.
void fail_with_null(HandlerResult& result);

}  // namespace loop
}  // namespace lambda
