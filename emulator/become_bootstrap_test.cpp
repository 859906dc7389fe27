// In Lambda the entrypoint becomes the function's program, or says why not where Lambda looks.
#include "emulator/become_bootstrap.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <fstream>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "core/files/unique_fd.h"
#include "emulator/testing/started_entrypoint.h"

namespace lambda::emulator {
namespace {

namespace fs = std::filesystem;
using testing::Ended;
using testing::has;

/// Takes one request to a Runtime API, and answers it or not.
class RuntimeApi {
 public:
  explicit RuntimeApi(std::string answer)
      : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), answer_(std::move(answer)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_.get(), generic, size) != 0 || ::listen(listener_.get(), 4) != 0 ||
        ::getsockname(listener_.get(), generic, &size) != 0) {
      std::abort();
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { take(); });
  }
  ~RuntimeApi() {
    ::shutdown(listener_.get(), SHUT_RDWR);
    if (thread_.joinable()) {
      thread_.join();
    }
  }
  std::string variable() const { return std::format("AWS_LAMBDA_RUNTIME_API=127.0.0.1:{}", port_); }
  /// Until its sender has left.
  std::string request() {
    thread_.join();
    return request_;
  }

 private:
  void take() {
    const UniqueFd connection(::accept(listener_.get(), nullptr, nullptr));
    char buffer[4096];
    ssize_t got = 0;
    bool is_answered = answer_.empty();
    while ((got = ::recv(connection.get(), buffer, sizeof buffer, 0)) > 0) {
      request_.append(buffer, static_cast<std::size_t>(got));
      if (is_answered || !has(request_, "\r\n\r\n{")) {
        continue;
      }
      ::send(connection.get(), answer_.data(), answer_.size(), MSG_NOSIGNAL);
      is_answered = true;
    }
  }

  UniqueFd listener_;
  std::string answer_;
  std::uint16_t port_ = 0;
  std::string request_;
  std::thread thread_;
};

class InLambda : public testing::StartedEntrypoint {
 protected:
  std::string no_task() const { return "LAMBDA_TASK_ROOT=" + (folder_ / "none").string(); }
};

TEST_F(InLambda, ReportsThatThereIsNoProgram) {
  RuntimeApi api("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
  const Ended ended = run({"app.main"}, {api.variable(), no_task()});
  EXPECT_EQ(ended.status, 127);
  EXPECT_TRUE(ended.err.starts_with("Runtime.InvalidEntrypoint: Couldn't find valid bootstrap(s)"))
      << ended.err;
  const std::string request = api.request();
  EXPECT_TRUE(request.starts_with("POST /2018-06-01/runtime/init/error HTTP/1.1\r\n")) << request;
  EXPECT_TRUE(has(request, "\r\nLambda-Runtime-Function-Error-Type: Runtime.InvalidEntrypoint\r\n"))
      << request;
  const std::size_t body = request.find("\r\n\r\n") + 4;
  EXPECT_TRUE(has(request, std::format("\r\nContent-Length: {}\r\n", request.size() - body)))
      << request;
  EXPECT_TRUE(request.substr(body).starts_with(
      R"({"errorType":"Runtime.InvalidEntrypoint","errorMessage":"Couldn't find valid)"))
      << request;
}

TEST_F(InLambda, EndsSoonThoughTheRuntimeApiNeverAnswers) {
  RuntimeApi api("");
  const auto start = std::chrono::steady_clock::now();
  const Ended ended = run({"app.main"}, {api.variable(), no_task()});
  EXPECT_EQ(ended.status, 127);
  EXPECT_TRUE(has(ended.err, "did not take this error")) << ended.err;
  const auto took = std::chrono::steady_clock::now() - start;
  EXPECT_GE(took, std::chrono::milliseconds(1900));
  EXPECT_LT(took, std::chrono::seconds(6));
}

TEST_F(InLambda, ReportsAProgramThatCannotRun) {
  RuntimeApi api("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
  fs::create_directories(folder_ / "task");
  std::ofstream(folder_ / "task/bootstrap") << "no program";
  fs::permissions(folder_ / "task/bootstrap", fs::perms::all);
  const Ended ended =
      run({"app.main"}, {api.variable(), "LAMBDA_TASK_ROOT=" + (folder_ / "task").string()});
  EXPECT_EQ(ended.status, 127);
  EXPECT_TRUE(has(api.request(), "is neither a program (ELF) nor a script (#!)")) << ended.err;
}

TEST_F(InLambda, KeepsTheHandlerOfTheEnvironmentUnlessOneIsNamed) {
  fs::create_directories(folder_ / "task");
  std::ofstream(folder_ / "task/bootstrap") << "#!/bin/sh\necho \"$_HANDLER\"\n";
  fs::permissions(folder_ / "task/bootstrap", fs::perms::all);
  const std::vector<std::string> variables = {"AWS_LAMBDA_RUNTIME_API=127.0.0.1:9", "_HANDLER=kept",
                                              "LAMBDA_TASK_ROOT=" + (folder_ / "task").string()};
  EXPECT_EQ(run({}, variables).out, "kept\n");
  EXPECT_EQ(run({"named"}, variables).out, "named\n");
}

}  // namespace
}  // namespace lambda::emulator
