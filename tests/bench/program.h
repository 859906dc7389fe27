// A bootstrap as a child process, and what the kernel tells about it.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace lambda::bench {

struct Count {
  std::uint64_t instructions = 0;  // User instructions; a repeated one counts each time.
  std::uint64_t system_calls = 0;
};

/// Ends with the object.
class Program {
 public:
  /// `runtime_api`: AWS_LAMBDA_RUNTIME_API. `more_variables`, each `NAME=value`, come before those
  /// that Lambda sets always, so that they count; the child has no others.
  Program(const std::string& path, const std::string& runtime_api,
          const std::vector<std::string>& more_variables = {});
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  std::size_t resident_bytes() const;

  /// Executes the child, which must be waiting for an event, instruction by instruction until
  /// kill().
  /// `on_ready` is called when counting begins. No value, and no call, when the machine forbids
  /// tracing.
  std::optional<Count> count_until_killed(const std::function<void()>& on_ready);

  void kill();

 private:
  pid_t pid_;
};

}  // namespace lambda::bench
