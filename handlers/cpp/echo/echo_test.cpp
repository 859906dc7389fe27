// Every byte comes back, whatever it is.
#include "handlers/cpp/echo/echo.h"

#include <string>

#include <gtest/gtest.h>

#include "runtime/testing/testing.h"

TEST(Echo, ReturnsTheBytesOfTheEvent) {
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte) {
    every_byte += static_cast<char>(byte);
  }
  for (const std::string& event : {std::string(), std::string("{\"a\":1}"), every_byte}) {
    const auto result = lambda::test::call(echo, event);
    EXPECT_FALSE(result.error.has_value());
    EXPECT_EQ(result.body, event);
  }
}

TEST(Echo, CopiesNothing) {
  const std::string event = "the event";
  EXPECT_EQ(echo(event).bytes.data(), event.data());
}
