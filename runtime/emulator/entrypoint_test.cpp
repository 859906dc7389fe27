// The program as a person starts it: what it prints where, and with which status it ends.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/emulator/testing/raw_http.h"
#include "runtime/emulator/testing/test_function.h"

namespace lambda::emulator {
namespace {

namespace fs = std::filesystem;
using testing::raw_request;
using testing::RawConnection;

std::string read_file(const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

struct Ended {
  int status = -1;  // 128 and the signal when it was killed.
  std::string out;
  std::string err;
};

/// The entrypoint with the tests' bootstrap, in a folder of its own.
class Entrypoint : public ::testing::Test {
 protected:
  Entrypoint()
      : folder_(fs::path(::testing::TempDir()) /
                ::testing::UnitTest::GetInstance()->current_test_info()->name()),
        program_(testing::data_path("runtime/emulator/entrypoint")),
        bootstrap_(testing::data_path("runtime/emulator/testing/bootstrap")) {
    fs::create_directories(folder_);
  }
  ~Entrypoint() override { fs::remove_all(folder_); }

  pid_t start(std::vector<std::string> arguments, std::vector<std::string> variables = {}) {
    arguments.insert(arguments.begin(), program_);
    const pid_t pid = ::fork();
    if (pid != 0) return pid;
    const auto redirect = [&](const char* name, int fd) {
      ::dup2(::open((folder_ / name).c_str(), O_RDWR | O_CREAT | O_TRUNC, 0644), fd);
    };
    redirect("out", STDOUT_FILENO);
    redirect("err", STDERR_FILENO);
    ::dup2(::open((folder_ / "in").c_str(), O_RDONLY | O_CREAT, 0644), STDIN_FILENO);
    for (const std::string& variable : variables) ::putenv(const_cast<char*>(variable.c_str()));
    std::vector<char*> pointers;
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    ::execv(program_.c_str(), pointers.data());
    ::_exit(126);
  }
  Ended wait(pid_t pid) {
    int status = 0;
    ::waitpid(pid, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
            read_file(folder_ / "out"), read_file(folder_ / "err")};
  }
  Ended run(std::vector<std::string> arguments, std::vector<std::string> variables = {}) {
    return wait(start(std::move(arguments), std::move(variables)));
  }
  Ended invoke(std::string event, std::string handler = "echo") {
    return run({"--bootstrap", bootstrap_, "--invoke", std::move(event), std::move(handler)});
  }
  /// The port that a started emulator wrote.
  std::uint16_t await_port() {
    std::string text;
    while ((text = read_file(folder_ / "port")).empty()) std::this_thread::yield();
    return static_cast<std::uint16_t>(std::atoi(text.c_str()));
  }
  std::vector<std::string> serve_arguments(std::string handler) {
    return {"--bootstrap", bootstrap_, "--address", "127.0.0.1:0", "--port-file",
            (folder_ / "port").string(), std::move(handler)};
  }

  fs::path folder_;
  std::string program_;
  std::string bootstrap_;
};

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
  connection.send(raw_request("POST", "/2015-03-31/functions/f/invocations", "", "\"bad\""));
  while (!has(read_file(folder_ / "err"), "START")) std::this_thread::yield();
  ::kill(pid, SIGTERM);
  // Its caller learns that it was stopped.
  const auto answer = connection.read_answer();
  ASSERT_TRUE(answer.has_value());
  EXPECT_TRUE(has(answer->body, "Sandbox.Failure"));
  EXPECT_EQ(wait(pid).status, 0);
  EXPECT_EQ(::kill(-pid, 0), -1);
}

TEST_F(Entrypoint, StopsAnInvocationOnInterrupt) {
  const pid_t pid = start({"--bootstrap", bootstrap_, "--invoke", "\"bad\"", "--timeout", "60",
                           "hang"});
  while (!has(read_file(folder_ / "err"), "START")) std::this_thread::yield();
  ::kill(pid, SIGINT);
  EXPECT_EQ(wait(pid).status, 128 + SIGINT);
}

/// Whether a process runs that is neither gone nor waiting to be reaped.
bool is_running(pid_t pid) {
  const std::string status = read_file(std::format("/proc/{}/status", pid));
  return !status.empty() && !has(status, "State:\tZ");
}

TEST_F(Entrypoint, LeavesNoOrphanWhenItIsKilled) {
  const pid_t pid = start(serve_arguments("pid"));
  RawConnection connection(await_port());
  connection.send(raw_request("POST", "/2015-03-31/functions/f/invocations", "", "1"));
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
  const Ended ended =
      run({"echo"}, {api, "LAMBDA_TASK_ROOT=" + (logs / "task").string()});
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
