// Every reading of _HANDLER, every convention and every encoding, by the real bootstrap under both
// emulators: what the caller gets.
// Source: runtime/lisp/README.md, whose tables these rows follow.
#include <gtest/gtest.h>

#include "tests/lisp/lisp_function.h"
#include "tests/peers/runfile.h"

namespace lambda::lisp_test {
namespace {

struct Row {
  std::string name;
  Function function;
  std::string event;
  std::string expected;
};

using Variables = std::map<std::string, std::string>;

std::vector<Row> readings() {
  return {
      {"QuotedName", {"'identity", {}}, "[1]", "[1]"},
      {"LambdaForm",
       {"(lambda (body headers) (declare (ignore headers)) (string-upcase body))", {}},
       "\"é\"",
       "\"É\""},
      {"SeveralForms",
       {"(defvar *n* 7) (defun f (b h) (declare (ignore b h)) (format nil \"~D\" *n*)) 'f", {}},
       "1",
       "7"},
      {"FileAndSymbol", {"app.my-package:handle", {}}, "\"a\"", "\"A\""},
      {"InternalSymbol", {"app.my-package::answer-number", {}}, "1", "42"},
      {"SymbolInClUser", {"plain.simple-handler", {}}, "1", "simple 1"},
      {"SymbolOfClUserNamed", {"plain.cl-user::simple-handler", {}}, "1", "simple 1"},
      {"HandlerOfTheBodyAlone", {"plain.body-only", {}}, "1", "only 1"},
      {"FaslThatLoadsAFasl", {"compiled.compiled:handle", {}}, "1", "Hello, 1!"},
      {"RoswellScript", {"shout.ros", {}}, "\"a\"", "\"A\"\nT"},
      {"LastMainOfAScript", {"two_mains.ros", {}}, "1", "second"},
      {"PlainScript", {"plain_script.lisp", {}}, "1", "script got 1"},
      {"FilesOfTheTask", {"app.my-package::in-task-folder", {}}, "1", "#!/bin/sh"},
  };
}

std::vector<Row> conventions() {
  const std::string octets = "LAMBDA_LISP_CONVENTION";
  const std::string encoding = "LAMBDA_LISP_ENCODING";
  return {
      {"NilIsNull", {"app.my-package::nothing", {}}, "1", "null"},
      {"ResponseWithType", {"app.my-package:typed", {}}, "1", "<p>1</p>"},
      {"DeclaredOctets", {"app.my-package:declared-octets", {}}, "123", "321"},
      {"DeclaredStream", {"app.my-package:declared-stream", {}}, "\"a\"", "\"a\"/-1/!\"\"é"},
      {"DeclarationBeforeVariable",
       {"app.my-package:declared-octets", {{octets, "string"}, {encoding, "utf-16le"}}},
       "123",
       "321"},
      {"StringOfBaseCharacters",
       {"(lambda (b h) h (coerce (format nil \"<~D>\" (length b)) 'simple-base-string))", {}},
       "\"é\"",
       "<3>"},
      {"OctetsInAVectorThatGrows",
       {"(lambda (b h) b h (make-array 2 :element-type '(unsigned-byte 8) :adjustable t "
        ":fill-pointer t :initial-contents '(52 50)))",
        {}},
       "1",
       "42"},
      {"StreamReadInEveryWay",
       {"(lambda (in h) h (let ((peeked (peek-char nil in)) (first (read-char in)) "
        "(second (read-char in))) (unread-char second in) (let ((again (read-char in)) "
        "(octet (read-byte in)) (rest (make-string 5 :initial-element #\\-))) "
        "(format t \"~A~A~A~A~D~D~A~S\" peeked first second again octet (read-sequence rest in) "
        "rest (read-byte in nil :end)))))",
        {{octets, "stream"}}},
       "\"é1\"",
       "\"\"éé491\"----:END"},
      {"OctetsByVariable", {"'reverse", {{octets, "octets"}}}, "123", "321"},
      {"StringByVariable", {"'reverse", {{octets, ":STRING"}}}, "\"aé\"", "\"éa\""},
      {"StreamByVariable",
       {"(lambda (in headers) headers (format t \"<~A>\" (read-line in)))", {{octets, "stream"}}},
       "\"é\"",
       "<\"é\">"},
      {"JsonByUsersLibrary", {"json.twice", {{octets, "json"}}}, "21", "42"},
      {"DeclaredEncoding", {"app.my-package:latin", {}}, "\"é\"", "4 \"é\""},
      {"EncodingByVariable",
       {"(lambda (b h) h (format nil \"~D ~A\" (length b) b))", {{encoding, "iso-8859-1"}}},
       "\"é\"",
       "4 \"é\""},
      {"DefaultEncodingIsUtf8",
       {"(lambda (b h) h (format nil \"~D ~A\" (length b) b))", {{"LANG", "C"}, {"LC_ALL", "C"}}},
       "\"é\U0001F600\"",
       "4 \"é\U0001F600\""},
  };
}

std::vector<Row> surroundings() {
  return {
      {"HeadersAsKeywords", {"app.my-package::show-header-values", {}}, "1", "NIL|36|T|T"},
      {"ContextAsAnObject", {"app.my-package::show-context", {}}, "1", "T arn:aws:lambda: T T NIL"},
      {"LogGoesElsewhere", {"app.my-package::log-all", {}}, "1", "\"logged\""},
  };
}

struct Run {
  Row row;
  peers::Emulator emulator;
};

void PrintTo(const Run& run, std::ostream* stream) { *stream << run.row.function.handler; }

std::vector<Run> runs() {
  std::vector<Run> all;
  for (const auto& rows : {readings(), conventions(), surroundings()}) {
    for (const Row& row : rows) {
      all.push_back({row, peers::Emulator::kOurs});
      all.push_back({row, peers::Emulator::kAws});
    }
  }
  return all;
}

class LispHandler : public testing::TestWithParam<Run> {};

TEST_P(LispHandler, AnswersTheEvent) {
  const Row& row = GetParam().row;
  const auto emulator = start(GetParam().emulator, row.function);
  ASSERT_NE(emulator, nullptr);
  for (int i = 0; i < 2; ++i) {  // The second meets a process that has served one.
    const std::string got = answer(*emulator, row.event);
    // The newline that a script's last WRITE-LINE leaves is not compared.
    EXPECT_EQ(row.expected, got.substr(0, row.expected.size())) << emulator->log();
    EXPECT_LE(got.size(), row.expected.size() + 1) << got;
  }
}

INSTANTIATE_TEST_SUITE_P(All, LispHandler, testing::ValuesIn(runs()), [](const auto& info) {
  return info.param.row.name + name_of(info.param.emulator);
});

// However new the source is.
TEST(LispFile, IsTakenCompiledWhereBothAreThere) {
  const std::filesystem::path fasl = task_folder() / "compiled.fasl";
  const std::filesystem::path source = task_folder() / "compiled.lisp";
  peers::write_file(source,
                    "(defpackage :compiled (:use :common-lisp) (:export #:handle))\n"
                    "(defun compiled:handle (body headers) (declare (ignore body headers)) "
                    "\"from the source\")\n");
  std::filesystem::last_write_time(source,
                                   std::filesystem::last_write_time(fasl) + std::chrono::hours(1));
  const Function function{"compiled.compiled:handle", {}};
  const auto emulator = start(peers::Emulator::kOurs, function);
  ASSERT_NE(emulator, nullptr);
  EXPECT_EQ("Hello, 1!", answer(*emulator, "1")) << emulator->log();
  std::filesystem::rename(fasl, task_folder() / "compiled.away");
  const auto without = start(peers::Emulator::kOurs, function);
  ASSERT_NE(without, nullptr);
  EXPECT_EQ("from the source", answer(*without, "1")) << without->log();
  std::filesystem::rename(task_folder() / "compiled.away", fasl);
  std::filesystem::remove(source);
}

TEST(LispEnvironment, IsInSpecialVariables) {
  const auto emulator = start(peers::Emulator::kOurs, {"app.my-package::show-environment", {}});
  ASSERT_NE(emulator, nullptr);
  EXPECT_EQ("app.my-package::show-environment|function|$LATEST|T|T|T", answer(*emulator, "1"))
      << emulator->log();
}

TEST(LispHeaders, AreAllThatLambdaSent) {
  const auto emulator = start(peers::Emulator::kOurs, {"app.my-package::show-headers", {}});
  ASSERT_NE(emulator, nullptr);
  const std::string context = "eyJhIjogMX0=";  // {"a": 1}
  const std::string names = answer(*emulator, "1", {{"X-Amz-Client-Context", context}});
  for (const std::string name :
       {"AWS-REQUEST-ID", "DEADLINE-MS", "INVOKED-FUNCTION-ARN", "TRACE-ID", "CLIENT-CONTEXT"}) {
    EXPECT_NE(names.find(":LAMBDA-RUNTIME-" + name), std::string::npos) << names;
  }
}

TEST(LispLog, HasTheFormAndLevelThatAreConfigured) {
  const auto emulator =
      start(peers::Emulator::kOurs,
            {"app.my-package::log-all",
             {{"AWS_LAMBDA_LOG_FORMAT", "JSON"}, {"AWS_LAMBDA_LOG_LEVEL", "WARN"}}});
  ASSERT_NE(emulator, nullptr);
  EXPECT_EQ("\"logged\"", answer(*emulator, "1"));
  const std::string log = emulator->log();
  EXPECT_NE(log.find(R"("level":"ERROR","message":"two\nlines 1","requestId":")"),
            std::string::npos)
      << log;
  EXPECT_EQ(log.find("quiet"), std::string::npos) << log;
  EXPECT_NE(log.find("to standard output"), std::string::npos) << log;
}

TEST(LispReload, LooksAtNoFileUnlessItIsTold) {
  const std::filesystem::path file = task_folder() / "settled.lisp";
  peers::write_file(file, "(defun handle (body) (format nil \"one ~A\" body))");
  const auto emulator = start(peers::Emulator::kOurs, {"settled.handle", {}});
  ASSERT_NE(emulator, nullptr);
  EXPECT_EQ("one 1", answer(*emulator, "1")) << emulator->log();
  peers::write_file(file, "(defun handle (body) (format nil \"two ~A\" body))");
  std::filesystem::last_write_time(
      file, std::filesystem::file_time_type::clock::now() + std::chrono::hours(1));
  EXPECT_EQ("one 1", answer(*emulator, "1")) << emulator->log();
  std::filesystem::remove(file);  // Its date would hide what the next test changes.
}

// As its developer saves it: a handler, one that cannot be read, and another handler.
TEST(LispReload, TakesTheFileAsItIsNow) {
  const std::filesystem::path file = task_folder() / "changing.lisp";
  auto date = std::filesystem::file_time_type::clock::now();
  const auto save = [&](const std::string& text) {
    peers::write_file(file, text);
    std::filesystem::last_write_time(file, date += std::chrono::seconds(2));
  };
  save("(defun handle (body) (format nil \"one ~A\" body))");
  const auto emulator =
      start(peers::Emulator::kOurs, {"changing.handle", {{"LAMBDA_RELOAD", "1"}}});
  ASSERT_NE(emulator, nullptr);
  EXPECT_EQ("one 1", answer(*emulator, "1")) << emulator->log();
  save("(defun handle (body) (format nil \"two");
  EXPECT_NE(answer(*emulator, "1").find("while loading"), std::string::npos) << emulator->log();
  save("(defun handle (body) (format nil \"three ~A\" body))");
  EXPECT_EQ("three 1", answer(*emulator, "1")) << emulator->log();
}

}  // namespace
}  // namespace lambda::lisp_test
