// The program as a person starts it: what it prints where, and with which status it ends.
#include <signal.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "emulator/testing/raw_http.h"
#include "emulator/testing/started_entrypoint.h"

namespace lambda::emulator {
namespace {

namespace fs = std::filesystem;
using testing::Ended;
using testing::has;
using testing::raw_request;
using testing::RawConnection;
using testing::read_file;

class Entrypoint : public testing::StartedEntrypoint {};

TEST_F(Entrypoint, PrintsTheAnswerAloneOnStandardOutput) {
  const Ended ended = invoke("{\"name\": \"Ada\"}");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(ended.out, "{\"name\": \"Ada\"}\n");
  EXPECT_TRUE(ended.err.starts_with("START RequestId: ")) << ended.err;
  EXPECT_TRUE(has(ended.err, "\nREPORT RequestId: ")) << ended.err;
}

TEST_F(Entrypoint, ReadsTheEventFromAFileOrStandardInput) {
  std::ofstream(folder_ / "event.json") << "[1,\n2]";
  EXPECT_EQ(invoke("@" + (folder_ / "event.json").string()).out, "[1,\n2]\n");
  std::ofstream(folder_ / "in") << "\"typed\"";
  EXPECT_EQ(invoke("-").out, "\"typed\"\n");
}

TEST_F(Entrypoint, RunsTheProgramOfALayerInTheFunctionsFolder) {
  fs::create_directories(folder_ / "layer");
  fs::create_directories(folder_ / "task");
  fs::copy_file(bootstrap_, folder_ / "layer/bootstrap");
  const Ended ended = run({"--layer-root", (folder_ / "layer").string(), "--task-root",
                           (folder_ / "task").string(), "--invoke", "1", "echo"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(ended.out, "1\n");
}

TEST_F(Entrypoint, EndsWith1AfterAFunctionError) {
  const Ended ended = invoke("\"bad\"", "exit");
  EXPECT_EQ(ended.status, 1);
  EXPECT_TRUE(has(ended.out, "Runtime.ExitError")) << ended.out;
}

TEST_F(Entrypoint, PrintsNotesAfterTheReport) {
  std::ofstream(folder_ / "digest") << "sha256:1\n";
  const Ended ended =
      run({"--bootstrap", bootstrap_, "--invoke", "1", "--note", "image: a.tar", "--note-file",
           std::format("digest: ={}", (folder_ / "digest").string()), "echo"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_TRUE(ended.err.ends_with("\nimage: a.tar\ndigest: sha256:1\n")) << ended.err;
}

struct Mistake {
  std::vector<std::string> arguments;
  const char* part;
};

TEST_F(Entrypoint, EndsWith2AndARemedyWhenItCannotWork) {
  std::ofstream(folder_ / "data") << "text";
  const std::string data = (folder_ / "data").string();
  const Mistake mistakes[] = {
      {{"--bootstrap", bootstrap_, "--invoke", "{name: Ada}"}, "is not JSON: Unexpected character"},
      {{"--bootstrap", bootstrap_, "--invoke", "{", "--typed-as", "tools/bazel run //a:b.invoke"},
       "quoted for the shell: tools/bazel run //a:b.invoke -- '{"},
      {{"--bootstrap", bootstrap_, "--invoke", "{"}, "quoted for the shell: --invoke '{"},
      {{"--bootstrap", bootstrap_, "--invoke", "@/no", "--typed-as", "x"},
       "Name one that can: x -- @FILE"},
      {{"--bootstrap", bootstrap_, "--invoke", "@/no/such"}, "/no/such cannot be read"},
      {{"--bootstrap", "/no/such"}, "--bootstrap PATH"},
      {{"--bootstrap", data}, "chmod +x"},
      {{"--task-root", folder_.string()}, "Couldn't find valid bootstrap(s)"},
      {{"--bootstrap", bootstrap_, "--task-root", "/no/such"}, "--task-root DIR"},
      {{"--bootstrap", bootstrap_, "--address", "8080"}, "Type HOST:PORT"},
      {{"--bootstrap", bootstrap_, "--adress", "1"}, "Did you mean --address"},
      {{"--bootstrap", bootstrap_, "--address", "127.0.0.1:0", "--port-file", "/no/such/file"},
       "/no/such/file"},
  };
  for (const Mistake& mistake : mistakes) {
    const Ended ended = run(mistake.arguments);
    EXPECT_EQ(ended.status, 2) << ended.err;
    EXPECT_EQ(ended.out, "");
    EXPECT_TRUE(has(ended.err, mistake.part)) << ended.err;
  }
}

TEST_F(Entrypoint, TeachesItself) {
  const Ended ended = run({"--help"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_TRUE(has(ended.out, "--invoke EVENT")) << ended.out;
}

TEST_F(Entrypoint, ServesUntilItIsStoppedAndLeavesNoProcess) {
  const pid_t pid = start(serve_arguments("hang"));
  RawConnection connection(await_port());
  connection.send(raw_request("POST", "/2015-03-31/functions/function/invocations", "", "\"bad\""));
  while (!has(read_file(folder_ / "err"), "START")) {
    std::this_thread::yield();
  }
  ::kill(pid, SIGTERM);
  // Its caller learns that it was stopped.
  const auto answer = connection.read_answer();
  ASSERT_TRUE(answer.has_value());
  EXPECT_TRUE(has(answer->body, "Sandbox.Failure"));
  EXPECT_EQ(wait(pid).status, 0);
  EXPECT_EQ(::kill(-pid, 0), -1);
}

TEST_F(Entrypoint, SaysHowToInvokeItByItsOwnNameAndWhatToDoAfterAChange) {
  auto arguments = serve_arguments("echo");
  arguments.insert(arguments.begin(), {"--function-name", "hello", "--typed-as",
                                       "tools/bazel run //h:hello.serve", "--note", "zip: a.zip"});
  const pid_t pid = start(arguments);
  const std::string address = std::format("127.0.0.1:{}", await_port());
  while (!has(read_file(folder_ / "err"), "zip: a.zip\n")) {
    std::this_thread::yield();
  }
  ::kill(pid, SIGTERM);
  EXPECT_EQ(wait(pid).err,
            std::format("hello waits at http://{0}. Invoke it:\n"
                        "  curl -d '{{}}' http://{0}/2015-03-31/functions/hello/invocations\n"
                        "It runs the program as it is now. After a change of its code stop it with "
                        "Ctrl-C and start it again:\n"
                        "  tools/bazel run //h:hello.serve\n"
                        "zip: a.zip\n",
                        address));
}

TEST_F(Entrypoint, SaysNothingOfChangesToAFunctionThatReloads) {
  auto arguments = serve_arguments("echo");
  arguments.insert(arguments.begin(), {"--env", "LAMBDA_RELOAD=1", "--note", "ready"});
  const pid_t pid = start(arguments);
  while (!has(read_file(folder_ / "err"), "ready\n")) {
    std::this_thread::yield();
  }
  ::kill(pid, SIGTERM);
  EXPECT_FALSE(has(wait(pid).err, "After a change"));
}

TEST_F(Entrypoint, StopsAnInvocationOnASignal) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const pid_t pid =
        start({"--bootstrap", bootstrap_, "--invoke", "\"bad\"", "--timeout", "60", "hang"});
    while (!has(read_file(folder_ / "err"), "START")) {
      std::this_thread::yield();
    }
    ::kill(pid, signal);
    EXPECT_EQ(wait(pid).status, 128 + signal);
    fs::remove(folder_ / "err");  // The next one has a log of its own.
  }
}

TEST_F(Entrypoint, EndsTheAnswerWithOneLineEnd) {
  std::ofstream(folder_ / "event") << "1\n";
  EXPECT_EQ(invoke("@" + (folder_ / "event").string()).out, "1\n");
  EXPECT_EQ(invoke("1").out, "1\n");
}

TEST_F(Entrypoint, SaysHowManyEventsAreLost) {
  auto arguments = serve_arguments("hang");
  arguments.insert(arguments.begin(), {"--max-concurrency", "1"});
  const pid_t pid = start(arguments);
  RawConnection connection(await_port());
  for (int i = 0; i < 3; ++i) {
    connection.send(raw_request("POST", "/2015-03-31/functions/function/invocations",
                                "X-Amz-Invocation-Type: Event\r\n", "\"bad\""));
    EXPECT_EQ(connection.read_answer().value().status, 202);
  }
  while (!has(read_file(folder_ / "err"), "START")) {
    std::this_thread::yield();
  }
  ::kill(pid, SIGTERM);
  const Ended ended = wait(pid);
  EXPECT_EQ(ended.status, 0);
  EXPECT_TRUE(has(ended.err, "\n2 events were still waiting and are lost.\n")) << ended.err;
}

TEST_F(Entrypoint, TakesTheLargestEventAndNoneLarger) {
  constexpr std::size_t kEventBytesMax = 6 * 1024 * 1024;
  const std::string largest = "\"" + std::string(kEventBytesMax - 2, 'e') + "\"";
  std::ofstream(folder_ / "event") << largest;
  const Ended taken = invoke("@" + (folder_ / "event").string());
  EXPECT_EQ(taken.status, 0) << taken.err;
  EXPECT_EQ(taken.out.size(), kEventBytesMax + 1) << "and a line end";
  std::ofstream(folder_ / "event", std::ios::app) << " ";
  const Ended refused = invoke("@" + (folder_ / "event").string());
  EXPECT_EQ(refused.status, 2);
  EXPECT_TRUE(has(refused.err, "is larger than 6291456 bytes")) << refused.err;
}

/// Whether a process runs that is neither gone nor waiting to be reaped.
bool is_running(pid_t pid) {
  const std::string status = read_file(std::format("/proc/{}/status", pid));
  return !status.empty() && !has(status, "State:\tZ");
}

TEST_F(Entrypoint, LeavesNoOrphanWhenItIsKilled) {
  const pid_t pid = start(serve_arguments("pid"));
  RawConnection connection(await_port());
  connection.send(raw_request("POST", "/2015-03-31/functions/function/invocations", "", "1"));
  const pid_t function = std::atoi(connection.read_answer().value().body.c_str());
  EXPECT_TRUE(is_running(function));
  ::kill(pid, SIGKILL);
  wait(pid);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (is_running(function) && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::yield();
  }
  EXPECT_FALSE(is_running(function));
}

TEST_F(Entrypoint, BecomesTheBootstrapWhereThereIsARuntimeApi) {
  const pid_t server = start(serve_arguments("environment"));
  const std::string api = std::format("AWS_LAMBDA_RUNTIME_API=127.0.0.1:{}", await_port());
  // The emulator's invoke port answers 404 there, so the bootstrap ends with its own status.
  fs::create_directories(folder_ / "task");
  fs::copy_file(bootstrap_, folder_ / "task" / "bootstrap");
  fs::create_directories(folder_ / "lambda");
  fs::path logs = folder_;
  folder_ /= "lambda";
  const Ended ended = run({"echo"}, {api, "LAMBDA_TASK_ROOT=" + (logs / "task").string()});
  EXPECT_EQ(ended.status, 72) << ended.err;
  const Ended unknown =
      run({"no-such-behaviour"}, {api, "LAMBDA_TASK_ROOT=" + (logs / "task").string()});
  EXPECT_EQ(unknown.status, 69) << "the argument becomes _HANDLER";
  const Ended missing = run({"echo"}, {api, "LAMBDA_TASK_ROOT=" + (logs / "none").string()});
  EXPECT_EQ(missing.status, 127);
  EXPECT_TRUE(has(missing.err, "Runtime.InvalidEntrypoint: Couldn't find valid bootstrap(s)"))
      << missing.err;
  folder_ = logs;
  ::kill(server, SIGTERM);
  EXPECT_EQ(wait(server).status, 0);
}

}  // namespace
}  // namespace lambda::emulator
