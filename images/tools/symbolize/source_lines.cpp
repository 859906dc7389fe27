// Asks libbacktrace for lines. Line tables name functions without their namespaces; the symbol
// table has the whole name of the outermost one.
#include "images/tools/symbolize/source_lines.h"

#include <backtrace.h>
#include <cxxabi.h>

#include <cstdlib>
#include <memory>

#include "core/errors/error.h"

namespace lambda::images {
namespace {

std::string readable_name(const char* symbol) {
  if (symbol == nullptr) {
    return {};
  }
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(symbol, nullptr, nullptr, &status), &std::free);
  return status == 0 ? name.get() : symbol;
}

// An address that no symbol covers is not an error here: the answer is empty.
void ignore_error(void*, const char*, int) {}

int take_line(void* argument, std::uintptr_t, const char* file, int line, const char* function) {
  if (file == nullptr && function == nullptr) {
    return 0;
  }
  static_cast<std::vector<SourceLine>*>(argument)->push_back(
      {readable_name(function), file == nullptr ? "" : file, line});
  return 0;
}

void take_symbol(void* argument, std::uintptr_t, const char* name, std::uintptr_t, std::uintptr_t) {
  if (name == nullptr) {
    return;
  }
  auto& found = *static_cast<std::vector<SourceLine>*>(argument);
  if (found.empty()) {
    found.emplace_back();
  }
  found.back().function = readable_name(name);
}

}  // namespace

std::expected<SourceLines, Error> SourceLines::open(const std::filesystem::path& symbols) {
  std::error_code problem;
  if (!std::filesystem::is_regular_file(symbols, problem)) {
    return failure("File.Unreadable", symbols.string() + " is not a file that can be read.");
  }
  // The library keeps the pointer to the name.
  const auto* const name = new std::string(symbols.string());
  return SourceLines(::backtrace_create_state(name->c_str(), 0, ignore_error, nullptr));
}

std::vector<SourceLine> SourceLines::at(std::uint64_t address) const {
  std::vector<SourceLine> found;
  ::backtrace_pcinfo(state_, address, take_line, ignore_error, &found);
  ::backtrace_syminfo(state_, address, take_symbol, ignore_error, &found);
  return found;
}

}  // namespace lambda::images
