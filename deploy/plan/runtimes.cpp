// The runtimes and their ends are a table.
#include "deploy/plan/runtimes.h"

#include <array>
#include <format>
#include <string_view>

#include "core/errors/error.h"

namespace lambda::deploy {
namespace {

using std::chrono::year_month_day;
using namespace std::chrono_literals;

struct Runtime {
  std::string_view name;
  year_month_day deprecated;  // From this day on AWS no longer patches it.
};

constexpr std::array<Runtime, 3> kRuntimes = {{
    {"provided", 2024y / 1 / 8},
    {"provided.al2", 2026y / 6 / 30},
    {"provided.al2023", 2029y / 6 / 30},
}};

std::string written(year_month_day day) {
  return std::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

// The newest one known here cannot be recommended instead of itself.
std::string remedy(const std::string& runtime) {
  const std::string known = runtime == kNewestRuntime
                                ? "Add --runtime=NAME with a newer one"
                                : "Add --runtime=" + std::string(kNewestRuntime) +
                                      "; a static bootstrap runs there as it is";
  return known + ". Where AWS still takes this one, add --allow-any-runtime.";
}

}  // namespace

std::expected<void, Error> check_runtime(const std::string& runtime, year_month_day today) {
  for (const Runtime& known : kRuntimes) {
    if (known.name != runtime) {
      continue;
    }
    if (today < known.deprecated) {
      return {};
    }
    return failure("Deploy.Runtime",
                   "The runtime '" + runtime + "' ended on " + written(known.deprecated) +
                       ": no more fixes, and functions on it cannot be made or changed for "
                       "long. " +
                       remedy(runtime));
  }
  return failure("Deploy.Runtime", "The runtime '" + runtime +
                                       "' is not known to run a bootstrap from a zip. " +
                                       remedy(runtime));
}

}  // namespace lambda::deploy
