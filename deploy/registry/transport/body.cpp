// A file goes out piece by piece, so that progress is seen and a stop is heeded.
#include "deploy/registry/transport/body.h"

namespace lambda::registry {

std::expected<void, AttemptError> FileBody::send(Wire& wire) {
  for (std::uint64_t done = 0; done < count_;) {
    const auto count = wire.send_file(file_, offset_ + done, count_ - done);
    if (!count) {
      return std::unexpected(count.error());
    }
    done += *count;
    if (sent_) {
      if (auto going_on = sent_(*count); !going_on) {
        return going_on;
      }
    }
  }
  return {};
}

}  // namespace lambda::registry
