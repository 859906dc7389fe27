// Both forms, byte by byte, and what the two variables may hold.
#include "runtime/logging/record.h"

#include <gtest/gtest.h>

namespace lambda::logging {
namespace {

constexpr std::chrono::sys_time<std::chrono::milliseconds> kTime{
    std::chrono::milliseconds(1'795'370'400'007)};

TEST(LogRecord, IsALineOfText) {
  EXPECT_EQ(encode_record({}, Level::kWarn, "two\nlines", "id-1", kTime),
            "2026-11-22T18:00:00.007Z WARN id-1 two\rlines\n");
}

TEST(LogRecord, IsALineOfJson) {
  EXPECT_EQ(encode_record({.is_json = true}, Level::kInfo, "a \"b\"\n", "id-1", kTime),
            R"({"timestamp":"2026-11-22T18:00:00.007Z","level":"INFO","message":"a \"b\"\n",)"
            R"("requestId":"id-1"})"
            "\n");
}

TEST(LogSettings, ReadBothVariables) {
  EXPECT_FALSE(settings_of("", "").is_json);
  EXPECT_FALSE(settings_of("Text", "").is_json);
  EXPECT_TRUE(settings_of("JSON", "").is_json);
  EXPECT_EQ(settings_of("JSON", "WARN").level_min, Level::kWarn);
  EXPECT_EQ(settings_of("", "FATAL").level_min, Level::kFatal);
  EXPECT_EQ(settings_of("", "loud").level_min, Level::kTrace);
}

}  // namespace
}  // namespace lambda::logging
