// The types an exception may have: Poco's, the standard's, a few plain values, anything at all.
#include "runtime/loop/exception_report.h"

#include <Poco/Exception.h>
#include <cxxabi.h>

#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <typeinfo>

namespace lambda::loop {
namespace {

constexpr int kNestedMax = 16;

std::string demangle(const char* mangled) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(mangled, nullptr, nullptr, &status), &std::free);
  return status == 0 && name ? name.get() : mangled;
}

std::string current_type() {
  const std::type_info* const type = abi::__cxa_current_exception_type();
  return type == nullptr ? "unknown" : demangle(type->name());
}

void add_cause(FunctionError& error, const FunctionError& cause) {
  error.stack.push_back("caused by " + cause.type + ": " + cause.message);
  error.stack.insert(error.stack.end(), cause.stack.begin(), cause.stack.end());
}

void add_causes(FunctionError& error, const Poco::Exception& exception) {
  int depth = 0;
  for (const auto* cause = exception.nested(); cause != nullptr && depth < kNestedMax; ++depth) {
    add_cause(
        error,
        {.type = demangle(typeid(*cause).name()), .message = cause->displayText(), .stack = {}});
    cause = cause->nested();
  }
}

FunctionError describe(int depth);

void add_causes(FunctionError& error, const std::exception& exception, int depth) {
  if (depth == kNestedMax) {
    return;
  }
  try {
    std::rethrow_if_nested(exception);
  } catch (...) {
    add_cause(error, describe(depth + 1));
  }
}

FunctionError describe(int depth) {
  FunctionError error{.type = current_type(), .message = {}, .stack = {}};
  try {
    throw;
  } catch (const FunctionError& thrown) {
    error = thrown;
  } catch (const Poco::Exception& exception) {
    error.message = exception.displayText();
    add_causes(error, exception);
    add_causes(error, exception, depth);
  } catch (const std::exception& exception) {
    error.message = exception.what();
    add_causes(error, exception, depth);
  } catch (const std::string& text) {
    error.type = "std::string";
    error.message = text;
  } catch (const char* text) {
    error.message = text == nullptr ? "a null pointer to text was thrown" : text;
  } catch (int number) {
    error.message = "the number " + std::to_string(number) + " was thrown";
  } catch (...) {
    error.message = "an object of type " + error.type + " was thrown";
  }
  return error;
}

}  // namespace

FunctionError describe_current_exception() { return describe(0); }

}  // namespace lambda::loop
