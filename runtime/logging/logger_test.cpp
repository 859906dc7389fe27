// What a handler writes, from its call to standard error.
#include "runtime/logging/logger.h"

#include <array>
#include <string>

#include <gtest/gtest.h>

namespace lambda {
namespace {

using logging::Level;

/// What `write` leaves on standard error under `settings`, without the timestamps.
template <typename Write>
std::string written(const logging::Settings& settings, Write write) {
  testing::internal::CaptureStderr();
  write(logging::Log(settings));
  std::string text = testing::internal::GetCapturedStderr();
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    text.erase(at, settings.is_json ? 40 : 25);
  }
  return text;
}

void log_each_level(const logging::Log& to, std::string_view request_id = "i",
                    std::string_view tenant_id = "") {
  const Logger log(request_id, tenant_id, to);
  log.trace("a");
  log.debug("b");
  log.info("c");
  log.warn("d");
  log.error("e");
  log.fatal("f");
}

TEST(Logger, WritesEachLevelWithTheInvocationsIds) {
  EXPECT_EQ(written({}, [](const logging::Log& to) { log_each_level(to, "id-1", "blue"); }),
            "TRACE id-1 tenant=blue a\nDEBUG id-1 tenant=blue b\nINFO id-1 tenant=blue c\n"
            "WARN id-1 tenant=blue d\nERROR id-1 tenant=blue e\nFATAL id-1 tenant=blue f\n");
  EXPECT_EQ(written({.is_json = true},
                    [](const logging::Log& to) { Logger("id-1", "blue", to).warn("x"); }),
            R"("level":"WARN","message":"x","requestId":"id-1","tenantId":"blue"})"
            "\n");
}

TEST(Logger, WritesNothingBelowTheLevel) {
  constexpr std::array<std::string_view, 6> kLines = {"TRACE i a\n", "DEBUG i b\n", "INFO i c\n",
                                                      "WARN i d\n",  "ERROR i e\n", "FATAL i f\n"};
  for (std::size_t level = 0; level < kLines.size(); ++level) {
    std::string expected;
    for (std::size_t i = level; i < kLines.size(); ++i) {
      expected += kLines[i];
    }
    EXPECT_EQ(written({.level_min = static_cast<Level>(level)},
                      [](const logging::Log& to) { log_each_level(to); }),
              expected);
  }
}

TEST(Logger, FormatsAtEachLevel) {
  EXPECT_EQ(written({},
                    [](const logging::Log& to) {
                      const Logger log("i", "", to);
                      int count = 1;  // No temporary.
                      log.trace("{}", count);
                      log.debug("{} of {}", 2, std::string("b"));
                      log.info("{}", 3);
                      log.warn("{}", "4");
                      log.error("{:.1f}", 5.0);
                      log.fatal("{}", 'f');
                    }),
            "TRACE i 1\nDEBUG i 2 of b\nINFO i 3\nWARN i 4\nERROR i 5.0\nFATAL i f\n");
}

TEST(Logger, TakesAMessageAloneAsItIs) {
  EXPECT_EQ(written({}, [](const logging::Log& to) { Logger("i", "", to).info("100 % {} {x"); }),
            "INFO i 100 % {} {x\n");
}

struct Counted {
  int* formatted;
};

}  // namespace
}  // namespace lambda

template <>
struct std::formatter<lambda::Counted> {
  constexpr auto parse(std::format_parse_context& context) { return context.begin(); }
  auto format(const lambda::Counted& counted, std::format_context& context) const {
    ++*counted.formatted;
    return context.out();
  }
};

namespace lambda {
namespace {

TEST(Logger, FormatsNothingThatIsNotWritten) {
  int formatted = 0;
  EXPECT_EQ(written({.level_min = Level::kWarn},
                    [&](const logging::Log& to) {
                      Logger("i", "", to).info("{}", Counted{&formatted});
                      Logger("i", "", to).error("{}", Counted{&formatted});
                    }),
            "ERROR i \n");
  EXPECT_EQ(formatted, 1);
}

TEST(Logger, WritesManyLinesAsOne) {
  EXPECT_EQ(written({},
                    [](const logging::Log& to) {
                      Logger("i", "", to).info("a\n2026-11-22T18:00:00.007Z FATAL i b");
                    }),
            "INFO i a\r2026-11-22T18:00:00.007Z FATAL i b\n");
}

}  // namespace
}  // namespace lambda
