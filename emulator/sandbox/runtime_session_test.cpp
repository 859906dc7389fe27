// The rules of the Runtime API: who may call what, when.
#include "emulator/sandbox/runtime_session.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda::emulator {
namespace {

using Phase = RuntimeSession::Phase;

class Session : public ::testing::Test {
 protected:
  Session() {
    invocation_.request_id = "id-1";
    invocation_.invocation_id = "attempt-1";
  }
  void deliver() {
    EXPECT_EQ(session_.on_next().status, 200);
    session_.on_delivered(invocation_);
  }
  static PostedResult posted(std::string_view id, std::string body = "{}") {
    PostedResult result;
    result.request_id = id;
    result.body = std::move(body);
    return result;
  }

  FunctionInvocation invocation_;
  RuntimeSession session_;
};

TEST_F(Session, TakesOneAnswerForEachNext) {
  deliver();
  EXPECT_EQ(session_.phase(), Phase::kInvoking);
  EXPECT_EQ(session_.on_response(posted("id-1", "42")).status, 202);
  EXPECT_EQ(session_.phase(), Phase::kAnswered);
  const auto outcome = session_.take_outcome();
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->payload, "42");
  EXPECT_FALSE(outcome->is_function_error);
  EXPECT_FALSE(session_.take_outcome().has_value());
}

TEST_F(Session, RefusesASecondAnswer) {
  deliver();
  session_.on_response(posted("id-1", "1"));
  const Verdict second = session_.on_response(posted("id-1", "2"));
  EXPECT_EQ(second.status, 403);
  EXPECT_EQ(second.error_type, "InvalidStateTransition");
  EXPECT_EQ(session_.on_error(posted("id-1")).status, 403);
  EXPECT_EQ(session_.take_outcome()->payload, "1");
}

TEST_F(Session, RefusesAnAnswerToAnotherId) {
  EXPECT_EQ(session_.on_response(posted("id-1")).status, 400);
  deliver();
  for (const char* id : {"", "id-2", "ID-1"}) {
    const Verdict verdict = session_.on_response(posted(id));
    EXPECT_EQ(verdict.status, 400) << id;
    EXPECT_EQ(verdict.error_type, "InvalidRequestID");
  }
  EXPECT_FALSE(session_.has_outcome());
}

TEST_F(Session, ChecksTheAttemptWhereItIsEchoed) {
  deliver();
  const std::string other = "attempt-0";
  PostedResult late = posted("id-1");
  late.invocation_id = &other;
  EXPECT_EQ(session_.on_response(late).status, 410);
  PostedResult right = posted("id-1");
  right.invocation_id = &invocation_.invocation_id;
  EXPECT_EQ(session_.on_response(right).status, 202);
}

TEST_F(Session, TellsALateAnswerThatItIsLate) {
  deliver();
  session_.abandon();
  EXPECT_EQ(session_.on_response(posted("id-1")).status, 410);
  EXPECT_EQ(session_.on_error(posted("id-1")).status, 410);
  EXPECT_FALSE(session_.has_outcome());
}

TEST_F(Session, ForgetsTheInvocationBefore) {
  deliver();
  session_.abandon();
  session_.on_delivery_failed();  // As after a time limit that did not end the process.
  invocation_.request_id = "id-2";
  invocation_.invocation_id = "attempt-2";
  deliver();
  EXPECT_EQ(session_.on_response(posted("id-1")).status, 400);
  PostedResult stale = posted("id-2");
  const std::string attempt = "attempt-1";
  stale.invocation_id = &attempt;
  EXPECT_EQ(session_.on_error(stale).status, 410);
  EXPECT_EQ(session_.on_response(posted("id-2", "2")).status, 202) << "it is not late";
  EXPECT_EQ(session_.take_outcome()->payload, "2");
}

TEST_F(Session, GivesNoOutcomeOfTheInvocationBefore) {
  deliver();
  const std::string type = "Function.Broken";
  PostedResult error = posted("id-1", "{}");
  error.error_type = &type;
  session_.on_error(error);
  EXPECT_TRUE(session_.has_outcome());
  deliver();  // Nobody took it.
  EXPECT_FALSE(session_.has_outcome());
  session_.on_response(posted("id-1", "1"));
  const auto outcome = session_.take_outcome();
  EXPECT_FALSE(outcome->is_function_error);
  EXPECT_EQ(outcome->error_type, "");
}

TEST_F(Session, RefusesATooLargeErrorToo) {
  deliver();
  PostedResult large = posted("id-1", "");
  large.is_too_large = true;
  const Verdict verdict = session_.on_error(large);
  EXPECT_EQ(verdict.status, 413);
  EXPECT_EQ(verdict.message, "Exceeded maximum allowed payload size (6291556 bytes).");
  EXPECT_EQ(session_.take_outcome()->error_type, "Function.ResponseSizeTooLarge");
}

TEST_F(Session, NamesTheTransitionThatIsNotAllowed) {
  deliver();
  EXPECT_EQ(session_.on_next().message,
            "State transition from Running to Ready failed for runtime. Error: State transition is "
            "not allowed");
  session_.on_response(posted("id-1", "1"));
  EXPECT_TRUE(
      session_.on_response(posted("id-1"))
          .message.starts_with("State transition from ResponseSent to InvocationResponse failed"));
  EXPECT_TRUE(session_.on_error(posted("id-1"))
                  .message.starts_with(
                      "State transition from ResponseSent to InvocationErrorResponse failed"));
  EXPECT_TRUE(session_.on_init_error("", "").message.starts_with(
      "State transition from ResponseSent to InitError failed"));
}

TEST_F(Session, RefusesNextBeforeTheAnswer) {
  deliver();
  EXPECT_EQ(session_.on_next().status, 403);
  EXPECT_EQ(session_.phase(), Phase::kInvoking);
}

TEST_F(Session, LetsARuntimeThatLostItsConnectionAskAgain) {
  EXPECT_EQ(session_.on_next().status, 200);
  EXPECT_EQ(session_.on_next().status, 200);
  session_.on_next_lost();
  EXPECT_EQ(session_.phase(), Phase::kAnswered);
  deliver();
  session_.on_delivery_failed();
  deliver();
  EXPECT_EQ(session_.on_response(posted("id-1")).status, 202);
}

TEST_F(Session, AnswersATooLargeResponseTwice) {
  deliver();
  PostedResult large = posted("id-1", "");
  large.is_too_large = true;
  const Verdict verdict = session_.on_response(large);
  EXPECT_EQ(verdict.status, 413);
  EXPECT_EQ(verdict.error_type, "RequestEntityTooLarge");
  const auto outcome = session_.take_outcome();
  EXPECT_TRUE(outcome->is_function_error);
  EXPECT_EQ(outcome->payload,
            R"({"errorType":"Function.ResponseSizeTooLarge","errorMessage":"Response payload size )"
            R"(exceeded maximum allowed payload size (6291556 bytes)."})");
  EXPECT_EQ(session_.on_next().status, 200);
}

TEST_F(Session, PassesOnAnErrorDocument) {
  deliver();
  const std::string type = "Function.Broken";
  PostedResult error = posted("id-1", R"({"errorMessage":"m"})");
  error.error_type = &type;
  EXPECT_EQ(session_.on_error(error).status, 202);
  const auto outcome = session_.take_outcome();
  EXPECT_TRUE(outcome->is_function_error);
  EXPECT_EQ(outcome->error_type, "Function.Broken");
  EXPECT_EQ(outcome->payload, R"({"errorMessage":"m"})");
}

TEST_F(Session, TakesAnInitErrorOnceAndOnlyInInit) {
  EXPECT_EQ(session_.on_init_error("Runtime.NoConfig", "{}").status, 202);
  EXPECT_EQ(session_.phase(), Phase::kFailed);
  EXPECT_EQ(session_.take_outcome()->error_type, "Runtime.NoConfig");
  EXPECT_EQ(session_.on_init_error("Runtime.NoConfig", "{}").status, 403);
  EXPECT_EQ(session_.on_next().status, 403);
}

TEST_F(Session, RefusesAnInitErrorAfterNext) {
  deliver();
  EXPECT_EQ(session_.on_init_error("Runtime.NoConfig", "{}").status, 403);
  EXPECT_FALSE(session_.has_outcome());
}

TEST_F(Session, FailsAnInvocationWhoseResponseWasCut) {
  deliver();
  session_.on_truncated_response("id-0");
  EXPECT_FALSE(session_.has_outcome());
  session_.on_truncated_response("id-1");
  EXPECT_EQ(session_.take_outcome()->error_type, "Runtime.TruncatedResponse");
}

TEST_F(Session, FailsAnInvocationWithAnUnknownResponseMode) {
  deliver();
  EXPECT_EQ(session_.on_invalid_response_mode("id-0").error_type, "InvalidRequestID");
  EXPECT_EQ(session_.on_invalid_response_mode("id-1").error_type, "InvalidFunctionResponseMode");
  EXPECT_EQ(session_.take_outcome()->error_type, "Runtime.InvalidResponseModeHeader");
}

}  // namespace
}  // namespace lambda::emulator
