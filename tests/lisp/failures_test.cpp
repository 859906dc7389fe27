// Every way to fail, by the real bootstrap under both emulators: the caller is told what and why,
// and the next event is served, by the same process where that can be.
// Source: runtime/lisp/README.md, "When something goes wrong".
#include <gtest/gtest.h>

#include "tests/lisp/lisp_function.h"

namespace lambda::lisp_test {
namespace {

using peers::Emulator;

struct Row {
  std::string name;
  Function function;
  std::vector<std::string> parts;  // Of what the caller reads.
};

std::string run_name(const testing::TestParamInfo<std::tuple<Row, Emulator>>& info) {
  return std::get<0>(info.param).name + name_of(std::get<1>(info.param));
}

void expect_parts(const std::string& text, const Row& row, const peers::Server& emulator) {
  for (const std::string& part : row.parts) {
    EXPECT_NE(text.find(part), std::string::npos) << "no " << part << " in " << text << "\n"
                                                  << emulator.log();
  }
}

class LispInitialization : public testing::TestWithParam<std::tuple<Row, Emulator>> {};

TEST_P(LispInitialization, SaysWhatWasLookedForAndWhere) {
  const auto& [row, kind] = GetParam();
  const auto emulator = start(kind, row.function);
  ASSERT_NE(emulator, nullptr);
  expect_parts(answer(*emulator, "1"), row, *emulator);
}

INSTANTIATE_TEST_SUITE_P(
    All, LispInitialization,
    testing::Combine(
        testing::Values(
            Row{"BlankHandler", {" ", {}}, {"Runtime.MalformedHandlerName", "is empty"}},
            Row{"UnprintableHandler",
                {"app.\x01x", {}},
                {"Runtime.MalformedHandlerName", "does not print", "code 1"}},
            Row{"ValueIsNoFunction",
                {"identity", {}},
                {"Runtime.HandlerNotFound", "IDENTITY has no value"}},
            Row{"FormIsNoFunction", {"(+ 1 2)", {}}, {"Runtime.HandlerNotFound", "gives 3"}},
            Row{"UnbalancedForms", {"(lambda (b h) b", {}}, {"Runtime.MalformedHandlerName"}},
            Row{"NoSuchFile",
                {"missing.handle", {}},
                {"Runtime.HandlerNotFound", "neither missing.fasl nor missing.lisp in /"}},
            Row{"NoSuchFunction",
                {"plain.no-such-function", {}},
                {"Runtime.HandlerNotFound", "plain.lisp was loaded", "no-such-function"}},
            Row{"NoSuchPackage",
                {"plain.no-package:handle", {}},
                {"Runtime.HandlerNotFound", "plain.lisp was loaded", "does not exist"}},
            Row{"NoFunctionNamed", {"plain.", {}}, {"Runtime.HandlerNotFound", "after the dot"}},
            Row{"ScriptWithoutFirstLine",
                {"no_first_line.ros", {}},
                {"Runtime.MalformedScript", "does not begin with #!"}},
            Row{"ScriptWithoutMain", {"no_main.ros", {}}, {"Runtime.HandlerNotFound", "MAIN"}},
            Row{"FileThatEndsTooSoon",
                {"broken.handle", {}},
                {"while loading", "broken.lisp", "end of file"}},
            Row{"FileThatFails",
                {"failing.handle", {}},
                {R"("errorType":"SIMPLE-ERROR")", R"(the \"database\" is away: (1 2))",
                 "failing.lisp", "CONNECT"}},
            Row{"FileThatLeaves", {"leaving.handle", {}}, {"Runtime.ExitError", "(exit :code 9)"}},
            Row{"UnknownConvention",
                {"'identity", {{"LAMBDA_LISP_CONVENTION", "xml"}}},
                {"Runtime.UnknownConvention", "string, octets, stream, json"}},
            Row{"UnknownEncoding",
                {"'identity", {{"LAMBDA_LISP_ENCODING", "klingon"}}},
                {"Runtime.UnknownEncoding", "klingon"}},
            Row{"NoJsonLibrary",
                {"'identity", {{"LAMBDA_LISP_CONVENTION", "json"}}},
                {"Runtime.NoJsonLibrary", "yason"}}),
        testing::Values(Emulator::kOurs, Emulator::kAws)),
    run_name);

Row fault(const std::string& name, const std::string& function, std::vector<std::string> parts) {
  return {name, {"faults.faults::" + function, {}}, std::move(parts)};
}

class LispFault : public testing::TestWithParam<std::tuple<Row, Emulator>> {};

TEST_P(LispFault, IsToldAndTheNextEventIsServed) {
  const auto& [row, kind] = GetParam();
  // An event of 2 asks for the fault, any other for an echo.
  // The reader of the second form must know the package that the first makes.
  const auto emulator =
      start(kind, {"(load \"faults.lisp\") (lambda (b h) (if (equal b \"2\") "
                   "(funcall (find-symbol (string-upcase \"" +
                       row.function.handler.substr(15) + "\") \"FAULTS\") b h) b))",
                   {}});
  ASSERT_NE(emulator, nullptr);
  EXPECT_EQ("1", answer(*emulator, "1")) << emulator->log();
  for (int i = 0; i < 2; ++i) {
    expect_parts(answer(*emulator, "2"), row, *emulator);
    EXPECT_EQ("3", answer(*emulator, "3")) << emulator->log();
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, LispFault,
    testing::Combine(
        testing::Values(
            fault("Condition", "stock",
                  {R"("errorType":"FAULTS::OUT-OF-STOCK")", R"(no \"\\\"tea\\\"\" left)",
                   "FAULTS::INNER (", "FAULTS::STOCK ("}),
            fault("TypeOfItsOwn", "own-type", {R"("errorType":"Shop.Closed")", "later"}),
            fault("NoReport", "no-report", {"FAULTS::UNPRINTABLE", "cannot be printed"}),
            fault("LongReport", "long-report",
                  {"\"errorMessage\":\"" + std::string(16'000, 'x') + "…\""}),
            fault("Handled", "handled", {"\"handled\""}),
            fault("OnlySignalled", "signalled", {"\"went on\""}),
            fault("OnlyWarned", "warned", {"\"warned\""}),
            fault("Break", "stopped", {"SIMPLE-CONDITION", "here"}),
            fault("DivisionByZero", "arithmetic", {"DIVISION-BY-ZERO", "FAULTS::ARITHMETIC"}),
            fault("Recursion", "recursion", {"CONTROL-STACK-EXHAUSTED", "recursion is too deep"}),
            fault("BigArray", "big-array", {"HEAP-EXHAUSTED", "192 MB heap"}),
            fault("ManyObjects", "many-objects", {"errorType", "errorMessage"}),
            fault("Exit", "leave", {"Runtime.ExitError", "(exit :code 3)"}),
            fault("ExitAtOnce", "leave-at-once", {"Runtime.ExitError", "(exit :code 4)"}),
            fault("NullRead", "null-read", {"MEMORY-FAULT-ERROR", "FAULTS::NULL-READ"}),
            fault("AbortInC", "c-abort", {"Runtime.Aborted", "abort()"}),
            fault("ExitInC", "c-exit", {"Runtime.ExitError", "exit()"}),
            fault("FaultInC", "c-fault", {"MEMORY-FAULT-ERROR", "#x8"}),
            fault("ErrorInAThread", "thread-error",
                  {"Runtime.ExitError", "a thread ended by SIMPLE-ERROR: in a thread"}),
            fault("FaultInAThreadOfC", "c-thread-fault",
                  {"Runtime.Fault", "SIGSEGV: there is no access to memory at 0000000000000008",
                   "build-id "})),
        testing::Values(Emulator::kOurs, Emulator::kAws)),
    run_name);

struct Ending {
  std::string name;
  std::string fault;
  bool ends_process;
};

class LispProcess : public testing::TestWithParam<std::tuple<Ending, Emulator>> {};

// As the README's table has it in its last column.
TEST_P(LispProcess, EndsAfterWhatItCannotSurvive) {
  const auto& [ending, kind] = GetParam();
  const auto emulator =
      start(kind, {"(load \"faults.lisp\") (lambda (b h) (if (equal b \"2\") "
                   "(funcall (find-symbol (string-upcase \"" +
                       ending.fault +
                       "\") \"FAULTS\") b h) "
                       "(format nil \"~D\" (funcall (find-symbol \"PROCESS-ID\" \"FAULTS\")))))",
                   {}});
  ASSERT_NE(emulator, nullptr);
  std::string process = answer(*emulator, "1");
  EXPECT_GT(std::stoi("0" + process), 1) << process;
  EXPECT_EQ(process, answer(*emulator, "1"));
  for (int i = 0; i < 2; ++i) {
    answer(*emulator, "2");
    const std::string next = answer(*emulator, "1");
    EXPECT_GT(std::stoi("0" + next), 1) << next;
    EXPECT_EQ(ending.ends_process, next != process) << emulator->log();
    process = next;
  }
}

INSTANTIATE_TEST_SUITE_P(All, LispProcess,
                         testing::Combine(testing::Values(Ending{"Condition", "stock", false},
                                                          Ending{"Break", "stopped", false},
                                                          Ending{"Recursion", "recursion", false},
                                                          Ending{"BigArray", "big-array", false},
                                                          Ending{"MemoryFault", "null-read", true},
                                                          Ending{"MemoryFaultInC", "c-fault", true},
                                                          Ending{"Exit", "leave", true},
                                                          Ending{"AbortInC", "c-abort", true},
                                                          Ending{"ErrorInAThread", "thread-error",
                                                                 true}),
                                          testing::Values(Emulator::kOurs, Emulator::kAws)),
                         [](const auto& info) {
                           return std::get<0>(info.param).name + name_of(std::get<1>(info.param));
                         });

TEST(LispThread, IsLoggedAsOneRecordWhenItEndsTheProcess) {
  const auto emulator =
      start(Emulator::kOurs, {"faults.faults::thread-error", {{"AWS_LAMBDA_LOG_FORMAT", "JSON"}}});
  ASSERT_NE(emulator, nullptr);
  answer(*emulator, "1");
  const std::string log = emulator->log();
  EXPECT_NE(log.find(R"("level":"FATAL","message":"a thread ended by SIMPLE-ERROR: in a thread)"
                     R"(\n    )"),
            std::string::npos)
      << log;
}

TEST(LispError, IsPrintedWithItsBacktraceInTheLog) {
  const auto emulator = start(Emulator::kOurs, {"faults.faults::stock", {}});
  ASSERT_NE(emulator, nullptr);
  answer(*emulator, "1");
  const std::string log = emulator->log();
  EXPECT_NE(log.find("FAULTS::OUT-OF-STOCK: no"), std::string::npos) << log;
  EXPECT_NE(log.find("    FAULTS::INNER ("), std::string::npos) << log;
}

TEST(LispError, IsRaisedForAnEventThatIsNoUtf8) {
  const auto emulator = start(Emulator::kAws, {"'identity", {}});
  ASSERT_NE(emulator, nullptr);
  const std::string told = answer(*emulator, "\"\xFF\"");
  EXPECT_NE(told.find("not UTF-8 at byte 1"), std::string::npos) << told;
}

}  // namespace
}  // namespace lambda::lisp_test
