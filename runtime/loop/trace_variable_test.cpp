// The variable follows the invocation, in place.
#include "runtime/loop/trace_variable.h"

#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

namespace lambda::loop {
namespace {

std::string variable() {
  const char* const value = std::getenv("_X_AMZN_TRACE_ID");
  return value == nullptr ? "(unset)" : value;
}

TEST(TraceVariable, FollowsEachInvocation) {
  TraceVariable trace;
  EXPECT_TRUE(trace.set("Root=1"));
  EXPECT_EQ(variable(), "Root=1");
  EXPECT_TRUE(trace.set("Root=22;Sampled=1"));
  EXPECT_EQ(variable(), "Root=22;Sampled=1");
  EXPECT_TRUE(trace.set(""));
  EXPECT_EQ(variable(), "(unset)");
  EXPECT_TRUE(trace.set("Root=3"));
  EXPECT_EQ(variable(), "Root=3");
  EXPECT_TRUE(trace.set(std::string(5000, 'x')));
  EXPECT_EQ(variable(), std::string(5000, 'x'));
}

// A thread may be reading what getenv() gave it.
TEST(TraceVariable, LeavesTheTextBeforeWhole) {
  TraceVariable trace;
  EXPECT_TRUE(trace.set("Root=1"));
  const char* const first = std::getenv("_X_AMZN_TRACE_ID");
  EXPECT_TRUE(trace.set("Root=22"));
  const char* const second = std::getenv("_X_AMZN_TRACE_ID");
  EXPECT_STREQ(first, "Root=1");
  EXPECT_TRUE(trace.set("Root=333"));
  EXPECT_STREQ(second, "Root=22");
  EXPECT_EQ(variable(), "Root=333");
}

TEST(TraceVariable, TakesTurnsBetweenTwoPlaces) {
  TraceVariable trace;
  EXPECT_TRUE(trace.set("Root=1"));
  const char* const first = std::getenv("_X_AMZN_TRACE_ID");
  EXPECT_TRUE(trace.set("Root=2"));
  EXPECT_TRUE(trace.set("Root=3"));
  EXPECT_EQ(std::getenv("_X_AMZN_TRACE_ID"), first);
}

TEST(TraceVariable, FollowsAnEnvironmentThatMoves) {
  TraceVariable trace;
  EXPECT_TRUE(trace.set("Root=1"));
  for (int i = 0; i < 200; ++i) {
    setenv(("TRACE_VARIABLE_TEST_" + std::to_string(i)).c_str(), "", 1);
  }
  EXPECT_TRUE(trace.set("Root=2"));
  EXPECT_EQ(variable(), "Root=2");
  unsetenv("_X_AMZN_TRACE_ID");
  EXPECT_TRUE(trace.set("Root=3"));
  EXPECT_EQ(variable(), "Root=3");
  clearenv();
  EXPECT_TRUE(trace.set("Root=4"));
  EXPECT_EQ(variable(), "Root=4");
}

TEST(TraceVariable, ReplacesWhatAHandlerSet) {
  TraceVariable trace;
  EXPECT_TRUE(trace.set("Root=1"));
  setenv("_X_AMZN_TRACE_ID", "handler's own", 1);
  EXPECT_TRUE(trace.set("Root=2"));
  EXPECT_EQ(variable(), "Root=2");
}

TEST(TraceVariable, EndsWithTheObject) {
  {
    TraceVariable trace;
    EXPECT_TRUE(trace.set("Root=1"));
  }
  EXPECT_EQ(variable(), "(unset)");
}

}  // namespace
}  // namespace lambda::loop
