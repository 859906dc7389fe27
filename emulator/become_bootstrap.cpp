// What the entrypoint does in Lambda itself: it becomes the function's program.
#include "emulator/become_bootstrap.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <format>

#include <Poco/Exception.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>

#include "core/lambda/api_names.h"
#include "emulator/process/bootstrap_file.h"
#include "emulator/sandbox/function_error.h"

namespace lambda::emulator {
namespace {

constexpr int kReportSeconds = 2;

/// So that the caller of the function reads why, and not only that it exited.
void report_init_error(const std::string& runtime_api, const Error& error) {
  const std::string body = error_document(error.type, error.message);
  const std::string request = std::format(
      "POST {} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n{}: {}\r\n"
      "Content-Length: {}\r\nConnection: close\r\n\r\n{}",
      api_names::kInitErrorPath, runtime_api, api_names::kErrorType, error.type, body.size(), body);
  try {
    const Poco::Timespan limit(kReportSeconds, 0);
    Poco::Net::StreamSocket socket;
    socket.connect(Poco::Net::SocketAddress(runtime_api), limit);
    socket.setSendTimeout(limit);
    socket.setReceiveTimeout(limit);
    socket.sendBytes(request.data(), static_cast<int>(request.size()));
    char answer[64];
    socket.receiveBytes(answer, sizeof answer);
  } catch (const Poco::Exception& exception) {
    std::fprintf(stderr, "The Runtime API at %s did not take this error: %s\n", runtime_api.c_str(),
                 exception.displayText().c_str());
  }
}

int fail(const std::string& runtime_api, const Error& error) {
  std::fprintf(stderr, "%s: %s\n", error.type.c_str(), error.message.c_str());
  report_init_error(runtime_api, error);
  return kExitNoBootstrap;
}

}  // namespace

int become_bootstrap(const std::string& handler, const std::string& runtime_api) {
  if (!handler.empty()) {
    ::setenv("_HANDLER", handler.c_str(), 1);
  }
  const char* task_root = std::getenv("LAMBDA_TASK_ROOT");
  const auto bootstrap =
      find_bootstrap(bootstrap_candidates(task_root == nullptr ? "/var/task" : task_root));
  if (!bootstrap) {
    return fail(runtime_api, bootstrap.error());
  }
  if (const auto checked = check_bootstrap(*bootstrap); !checked) {
    return fail(runtime_api, checked.error());
  }
  char* arguments[] = {const_cast<char*>(bootstrap->c_str()), nullptr};
  ::execv(bootstrap->c_str(), arguments);
  return fail(runtime_api, {"Runtime.InvalidEntrypoint",
                            std::format("exec {}: {}", *bootstrap, std::strerror(errno))});
}

}  // namespace lambda::emulator
