// Waits differ between clients, so that they do not all come back at once.
#include "deploy/registry/retry.h"

#include <algorithm>
#include <random>
#include <string>
#include <thread>

#include <Poco/DateTime.h>
#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeParser.h>

#include "core/http/scan.h"

namespace lambda::registry {
namespace {

double random_share() {
  thread_local std::minstd_rand generator{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(generator);
}

}  // namespace

void sleep_for(Milliseconds time) { std::this_thread::sleep_for(time); }

Milliseconds back_off(const AttemptPolicy& policy, int attempt, double random) {
  constexpr int kDoublingsMax = 20;
  const auto doubled = policy.first_wait * (1 << std::clamp(attempt - 1, 0, kDoublingsMax));
  const Milliseconds bound = std::min<Milliseconds>(doubled, policy.wait_max);
  return Milliseconds(
      static_cast<std::int64_t>(static_cast<double>(bound.count()) * (0.5 + random / 2)));
}

std::optional<Error> Retry::give_up(Fault fault) {
  ++attempts_;
  if (fault.error.outlook != Outlook::kPassing) {
    return std::move(fault.error);
  }
  if (fault.asked_wait > policy_.asked_wait_max) {
    fault.error.message += ". It asks to be left alone for " +
                           std::to_string(fault.asked_wait->count() / 1000) +
                           " s, which is too long to wait here: try again later";
    return std::move(fault.error);
  }
  if (attempts_ >= policy_.attempts_max) {
    fault.error.message += " (tried " + std::to_string(attempts_) +
                           " times). Nothing is lost: run the same command again";
    return std::move(fault.error);
  }
  const Milliseconds own = back_off(policy_, attempts_, random_share());
  pause_(std::max(own, fault.asked_wait.value_or(Milliseconds{0})));
  return std::nullopt;
}

bool is_passing(int status) {
  return status == 408 || status == 425 || status == 429 || status == 500 || status == 502 ||
         status == 503 || status == 504;
}

std::optional<Milliseconds> parse_retry_after(std::string_view text,
                                              std::chrono::system_clock::time_point now) {
  constexpr std::uint64_t kSecondsMax = 30ull * 24 * 60 * 60;
  if (const auto seconds = http::parse_decimal(text)) {
    return std::chrono::seconds(std::min(*seconds, kSecondsMax));
  }
  Poco::DateTime date;
  int zone = 0;
  if (text.size() > 64 || !Poco::DateTimeParser::tryParse(Poco::DateTimeFormat::HTTP_FORMAT,
                                                          std::string(text), date, zone)) {
    return std::nullopt;
  }
  const auto then = std::chrono::system_clock::from_time_t(date.timestamp().epochTime());
  return std::max(std::chrono::ceil<Milliseconds>(then - now), Milliseconds{0});
}

}  // namespace lambda::registry
