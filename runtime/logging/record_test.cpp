// Both forms, byte by byte, and what the two variables may hold.
#include "runtime/logging/record.h"

#include <array>

#include <gtest/gtest.h>

namespace lambda::logging {
namespace {

constexpr std::chrono::sys_time<std::chrono::milliseconds> kTime{
    std::chrono::milliseconds(1'795'370'400'007)};
constexpr Settings kText{};
constexpr Settings kJson{.is_json = true};

std::string encode(const Settings& settings, Record record) {
  record.time = kTime;
  std::string line;
  append_record(line, settings, record);
  return line;
}

Record plain(Level level, std::string_view message) {
  return {.level = level,
          .message = message,
          .request_id = "id-1",
          .tenant_id = {},
          .error_type = {},
          .stack = {},
          .time = {}};
}

TEST(LogRecord, IsALineOfText) {
  EXPECT_EQ(encode(kText, plain(Level::kWarn, "two\nlines")),
            "2026-11-22T18:00:00.007Z WARN id-1 two\rlines\n");
}

TEST(LogRecord, IsALineOfJson) {
  EXPECT_EQ(encode(kJson, plain(Level::kInfo, "a \"b\"\n")),
            R"({"timestamp":"2026-11-22T18:00:00.007Z","level":"INFO","message":"a \"b\"\n",)"
            R"("requestId":"id-1"})"
            "\n");
}

TEST(LogRecord, NamesItsLevel) {
  const std::array<std::string_view, 6> names = {"TRACE", "DEBUG", "INFO",
                                                 "WARN",  "ERROR", "FATAL"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto level = static_cast<Level>(i);
    EXPECT_EQ(encode(kText, plain(level, "m")),
              "2026-11-22T18:00:00.007Z " + std::string(names[i]) + " id-1 m\n");
    EXPECT_EQ(settings_of("", names[i]).level_min, level);
  }
}

TEST(LogRecord, LeavesOutWhatIsAbsent) {
  EXPECT_EQ(encode(kText, {.level = Level::kInfo, .message = "m"}),
            "2026-11-22T18:00:00.007Z INFO - m\n");
  EXPECT_EQ(encode(kJson, {.level = Level::kInfo, .message = ""}),
            R"({"timestamp":"2026-11-22T18:00:00.007Z","level":"INFO","message":""})"
            "\n");
}

TEST(LogRecord, IsOneEventWithAllThatAnErrorHas) {
  constexpr std::array<std::string_view, 2> stack = {"bootstrap+0x1a2b", "build-id 00ff"};
  const Record record{.level = Level::kError,
                      .message = "none\nleft",
                      .request_id = "id-1",
                      .tenant_id = "blue",
                      .error_type = "OutOfStock",
                      .stack = stack,
                      .time = {}};
  EXPECT_EQ(encode(kText, record),
            "2026-11-22T18:00:00.007Z ERROR id-1 tenant=blue OutOfStock: none\rleft\r    "
            "bootstrap+0x1a2b\r    build-id 00ff\n");
  EXPECT_EQ(encode(kJson, record),
            R"({"timestamp":"2026-11-22T18:00:00.007Z","level":"ERROR","message":"none\nleft",)"
            R"("requestId":"id-1","tenantId":"blue","errorType":"OutOfStock",)"
            R"("stackTrace":["bootstrap+0x1a2b","build-id 00ff"]})"
            "\n");
}

TEST(LogRecord, CannotBeForgedByAnyOfItsTexts) {
  constexpr std::array<std::string_view, 1> stack = {"s\nFATAL"};
  const Record record{.level = Level::kError,
                      .message = "m\nFATAL",
                      .request_id = "i\nFATAL",
                      .tenant_id = "t\nFATAL",
                      .error_type = "e\nFATAL",
                      .stack = stack,
                      .time = {}};
  for (const Settings& settings : {kText, kJson}) {
    const std::string line = encode(settings, record);
    EXPECT_EQ(line.find('\n'), line.size() - 1) << line;
  }
}

TEST(LogRecord, TakesTheTimesOfAllDays) {
  const auto at = [](std::int64_t milliseconds) {
    std::string line;
    append_record(line, kText,
                  {.message = "m",
                   .time = std::chrono::sys_time<std::chrono::milliseconds>(
                       std::chrono::milliseconds(milliseconds))});
    return line.substr(0, 24);
  };
  EXPECT_EQ(at(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(at(951'868'799'999), "2000-02-29T23:59:59.999Z");
  EXPECT_EQ(at(4'102'444'800'120), "2100-01-01T00:00:00.120Z");
}

TEST(LogRecord, AllocatesNothingWhereThereIsRoom) {
  std::string line;
  line.reserve(2048);
  const char* const before = line.data();
  append_record(line, kJson, plain(Level::kInfo, std::string(500, '"')));
  EXPECT_EQ(line.data(), before);
}

TEST(LogSettings, ReadBothVariables) {
  EXPECT_FALSE(settings_of("", "").is_json);
  EXPECT_FALSE(settings_of("Text", "").is_json);
  EXPECT_TRUE(settings_of("JSON", "").is_json);
  EXPECT_EQ(settings_of("JSON", "WARN").level_min, Level::kWarn);
  EXPECT_EQ(settings_of("", "FATAL").level_min, Level::kFatal);
  EXPECT_EQ(settings_of("", "").level_min, Level::kTrace);
  EXPECT_EQ(settings_of("", "loud").level_min, Level::kTrace);
}

}  // namespace
}  // namespace lambda::logging
