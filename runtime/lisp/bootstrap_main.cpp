// main() of a Lisp function: sizes Lisp's memory from the function's, then enters SBCL, whose saved
// core is a part of this same file. Lisp's toplevel, in toplevel.lisp, then owns the loop.
// Source: SBCL 2.6.4 User Manual, "Runtime Options"; src/runtime/runtime.c, initialize_lisp(),
// which a linkable runtime leaves for another main() to call.
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/environment/environment.h"
#include "runtime/lisp/heap_size.h"

// Both are SBCL's, of sbcl.o.
extern "C" int initialize_lisp(int argc, char** argv, char** envp);  // Does not return.
extern "C" thread_local void* current_thread;  // Null in a thread that is not Lisp's.

/// For lambda_guard_exits(), which Lisp's toplevel calls once Lisp's own handlers are installed.
extern "C" int lambda_lisp_owns_thread(void) { return current_thread != nullptr ? 1 : 0; }

namespace {

/// Whether a build uses this program as an ordinary `sbcl`, to compile or to save: its first
/// argument then names a core. A function is never started so.
bool is_plain_sbcl(int argc, char** argv) {
  return argc > 1 && std::string_view(argv[1]) == "--core";
}

int enter_lisp(std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (std::string& word : words) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  return initialize_lisp(static_cast<int>(words.size()), arguments.data(), environ);
}

}  // namespace

int main(int argc, char** argv) {
  if (is_plain_sbcl(argc, argv)) {
    return initialize_lisp(argc, argv, environ);
  }
  const lambda::Environment environment = lambda::read_environment(environ);
  if (environment.handler.empty() && argc > 1) {
    ::setenv("_HANDLER", argv[1], 0);  // As an image's command, when no entrypoint has set it.
  }
  const std::uint32_t heap_mib = lambda::lisp::heap_mib(environment.function_memory_mib);
  static std::vector<std::string> words = {argv[0],
                                           "--dynamic-space-size",
                                           std::to_string(heap_mib) + "MB",
                                           "--control-stack-size",
                                           "8MB",
                                           "--tls-limit",
                                           "8192",
                                           "--disable-ldb",
                                           "--noinform",
                                           "--end-runtime-options"};
  return enter_lisp(words);
}
