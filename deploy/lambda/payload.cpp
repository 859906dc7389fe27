// Reads at most one byte more than Lambda takes.
#include "deploy/lambda/payload.h"

#include "core/errors/error.h"
#include "core/files/file_bytes.h"
#include "core/lambda/quotas.h"

namespace lambda::deploy {
namespace {

using lambda::failure;

std::unexpected<Error> too_large(std::size_t bytes_max) {
  return failure("Invoke.TooLarge", "The event is longer than the " + std::to_string(bytes_max) +
                                        " bytes that Lambda takes. Put it into S3 and send its "
                                        "name.");
}

std::string read_stream(std::istream& input, std::size_t bytes_max) {
  std::string bytes(bytes_max + 1, '\0');
  input.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(input.gcount()));
  return bytes;
}

}  // namespace

std::expected<std::string, Error> read_payload(const std::vector<std::string>& operands,
                                               bool is_async, std::istream& input) {
  const std::size_t bytes_max = is_async ? quotas::kAsyncPayloadBytesMax : quotas::kPayloadBytesMax;
  if (operands.size() > 1) {
    return failure("Usage", "'" + operands[1] +
                                "' is not expected after the event. Quote the "
                                "event as one word: '{\"name\": \"Ada\"}'.");
  }
  std::string payload = operands.empty() ? "{}" : operands.front();
  if (payload == "-") {
    payload = read_stream(input, bytes_max);
  } else if (payload.starts_with('@')) {
    auto file = read_file(payload.substr(1), bytes_max);
    if (!file && file.error().type == "File.TooLarge") {
      return too_large(bytes_max);
    }
    if (!file) {
      return std::unexpected(file.error());
    }
    payload = *std::move(file);
  }
  if (payload.size() > bytes_max) {
    return too_large(bytes_max);
  }
  return payload;
}

}  // namespace lambda::deploy
