// How long a caller of the function may take.
#pragma once

#include <chrono>

namespace lambda::emulator {

struct ServerTimes {
  std::chrono::milliseconds idle{60'000};     // Between two requests on one connection.
  std::chrono::milliseconds request{30'000};  // From a request's first byte to its last.
  std::chrono::milliseconds answer{30'000};   // To take an answer.
};

}  // namespace lambda::emulator
