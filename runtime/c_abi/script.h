// For tests: a runtime behind the C functions, on a server that follows a script.
#pragma once

#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/c_abi/lambda.h"
#include "runtime/connection/scripted_server.h"

namespace lambda {

inline std::string_view view_of(const lambda_text& text) { return {text.bytes, text.size}; }

inline lambda_text text_of(std::string_view view) { return {view.data(), view.size()}; }

inline connection::ScriptedExchange event(const std::string& body, const std::string& more = "") {
  return {.answer = connection::make_answer(200,
                                            "Lambda-Runtime-Aws-Request-Id: id-1\r\n"
                                            "Lambda-Runtime-Deadline-Ms: 4102444800000\r\n" +
                                                more,
                                            body)};
}

inline connection::ScriptedExchange status(int code) {
  return {.answer = connection::make_answer(code, "", "{}")};
}

/// A runtime on a server that follows a script, and the requests it made.
class Script {
 public:
  explicit Script(std::vector<connection::ScriptedExchange> exchanges)
      : server_({std::move(exchanges)}) {
    setenv("AWS_LAMBDA_RUNTIME_API", server_.endpoint().authority.c_str(), 1);
    EXPECT_EQ(lambda_open(&runtime_), LAMBDA_OK);
  }
  ~Script() { close(); }

  lambda_runtime* runtime() { return runtime_; }
  const std::vector<std::string>& requests() {
    close();
    return server_.finish();
  }

 private:
  void close() {
    lambda_close(runtime_);
    runtime_ = nullptr;
  }

  connection::ScriptedServer server_;
  lambda_runtime* runtime_ = nullptr;
};

}  // namespace lambda
