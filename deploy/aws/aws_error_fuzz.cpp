// Feeds the reader of errors arbitrary bytes: each error has a type and a bounded message without
// control characters.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "deploy/aws/aws_error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view said(reinterpret_cast<const char*>(data), size);
  const lambda::Error error = lambda::deploy::aws_error("lambda invoke", said);
  if (!error.type.starts_with("Aws.") || error.message.size() > 6000) {
    std::abort();
  }
  if (error.message.find('\x1b') != error.message.npos) {
    std::abort();
  }
  return 0;
}
