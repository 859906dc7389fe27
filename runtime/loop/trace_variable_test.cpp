// The variable follows the invocation, in place.
#include "runtime/loop/trace_variable.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace lambda::loop {
namespace {

std::string variable() {
  const char* const value = std::getenv("_X_AMZN_TRACE_ID");
  return value == nullptr ? "(unset)" : value;
}

TEST(TraceVariable, FollowsEachInvocation) {
  TraceVariable trace;
  trace.set("Root=1");
  EXPECT_EQ(variable(), "Root=1");
  trace.set("Root=22;Sampled=1");
  EXPECT_EQ(variable(), "Root=22;Sampled=1");
  trace.set("");
  EXPECT_EQ(variable(), "(unset)");
  trace.set("Root=3");
  EXPECT_EQ(variable(), "Root=3");
  trace.set(std::string(5000, 'x'));
  EXPECT_EQ(variable(), std::string(5000, 'x'));
}

TEST(TraceVariable, StaysWhereItIs) {
  TraceVariable trace;
  trace.set("Root=1");
  const char* const first = std::getenv("_X_AMZN_TRACE_ID");
  trace.set("Root=2");
  EXPECT_EQ(std::getenv("_X_AMZN_TRACE_ID"), first);
}

TEST(TraceVariable, ReplacesWhatAHandlerSet) {
  TraceVariable trace;
  trace.set("Root=1");
  setenv("_X_AMZN_TRACE_ID", "handler's own", 1);
  trace.set("Root=2");
  EXPECT_EQ(variable(), "Root=2");
}

TEST(TraceVariable, EndsWithTheObject) {
  {
    TraceVariable trace;
    trace.set("Root=1");
  }
  EXPECT_EQ(variable(), "(unset)");
}

}  // namespace
}  // namespace lambda::loop
