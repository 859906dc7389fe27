// The types an exception may have: Poco's, the standard's, a few plain values, anything at all.
#include "runtime/loop/exception_report.h"

#include <cxxabi.h>

#include <cstddef>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <typeinfo>

#include <Poco/Exception.h>

namespace lambda::loop {
namespace {

constexpr int kNestedMax = 16;

void erase_all(std::string& text, std::string_view part) {
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos;) {
    text.erase(at, part.size());
  }
}

/// The name of a type as the user's source has it: without the inline namespaces of the standard
/// libraries, and without the class in which std::throw_with_nested() wraps what it throws.
std::string source_name(std::string name) {
  for (const std::string_view part : {"__1::", "__cxx11::", "__fs::", "[abi:cxx11]"}) {
    erase_all(name, part);
  }
  for (const std::string_view wrapper : {"std::__nested<", "std::_Nested_exception<"}) {
    if (name.starts_with(wrapper) && name.ends_with('>')) {
      name = name.substr(wrapper.size(), name.size() - wrapper.size() - 1);
      name.erase(name.find_last_not_of(' ') + 1);
    }
  }
  return name;
}

/// Whether there is memory for the demangler, which ends the process when it gets none.
bool has_memory_to_demangle() {
  constexpr std::size_t kBytes = 64 * 1024;
  void* volatile const probe = std::malloc(kBytes);  // Else the compiler leaves it out.
  std::free(probe);
  return probe != nullptr;
}

std::string demangle(const char* mangled) {
  if (!has_memory_to_demangle()) {
    return mangled;
  }
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(mangled, nullptr, nullptr, &status), &std::free);
  return source_name(status == 0 && name ? name.get() : mangled);
}

std::string current_type() {
  const std::type_info* const type = abi::__cxa_current_exception_type();
  return type == nullptr ? "unknown" : demangle(type->name());
}

/// What std::throw_with_nested() put beside the current exception; null when there is nothing.
/// std::rethrow_if_nested() would end the process where a nested exception holds none.
std::exception_ptr current_nested() {
  try {
    throw;
  } catch (const std::nested_exception& exception) {
    return exception.nested_ptr();
  } catch (...) {
    return nullptr;
  }
}

std::string text_of(const char* text) {
  return text == nullptr ? "its text is a null pointer" : text;
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

FunctionError describe_without_nested() {
  FunctionError error{.type = current_type(), .message = {}, .stack = {}};
  try {
    throw;
  } catch (const FunctionError& thrown) {
    error = thrown;
  } catch (const Poco::Exception& exception) {
    error.message = exception.displayText();
    add_causes(error, exception);
  } catch (const std::exception& exception) {
    error.message = text_of(exception.what());
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

FunctionError describe(int depth) {
  FunctionError error = describe_without_nested();
  const std::exception_ptr nested = depth < kNestedMax ? current_nested() : nullptr;
  if (nested != nullptr) {
    try {
      std::rethrow_exception(nested);
    } catch (...) {
      add_cause(error, describe(depth + 1));
    }
  }
  return error;
}

}  // namespace

FunctionError describe_current_exception() { return describe(0); }

}  // namespace lambda::loop
