// Whatever the bytes: no crash, a place within the text, and what is JSON stays JSON in an array.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/json/json_check.h"
#include "core/json/json_string.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lambda;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto fault = find_json_fault(text);
  if (fault && (fault->line > size + 1 || fault->column > size + 1)) {
    std::abort();
  }
  const std::string pair = "[" + text + "," + text + "]";
  if (!fault && size < kJsonDepthMax && find_json_fault(pair)) {
    std::abort();
  }
  if (find_json_fault(json_string(text))) {
    std::abort();
  }
  return 0;
}
