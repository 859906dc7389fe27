// `tools/bazel run //tools/format`: sets every C++ and Starlark file of the workspace, or checks.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "tools/format/cpp_format.h"
#include "tools/format/difference.h"
#include "tools/format/starlark_format.h"

namespace {

namespace fs = std::filesystem;
using Checked = std::expected<std::vector<std::string>, std::string>;
using Mended = std::expected<void, std::string>;

constexpr const char* kHelp =
    "tools/bazel run //tools/format [-- OPTION]\n"
    "\n"
    "Sets every .h, .cpp and .c file as .clang-format says, and every BUILD and .bzl file as\n"
    "buildifier does, and mends those of buildifier's warnings that it can mend.\n"
    "\n"
    "  --check   changes nothing; prints each file's first line that has another form, and each\n"
    "            warning, and ends with 1 when there is one. The tests of //tests/style/format\n"
    "            do the same.\n"
    "  --help    this text\n";

struct Request {
  fs::path clang_format;
  fs::path buildifier;
  fs::path buildifier_problem;  // A file that says why there is no buildifier; empty when there is.
  bool is_check = false;
  bool is_help = false;
  std::string unknown;
};

Request read(int count, char** words) {
  Request request;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    const std::size_t value = word.find('=') + 1;
    if (word.starts_with("--clang-format=")) {
      request.clang_format = fs::absolute(word.substr(value));
    } else if (word.starts_with("--buildifier=")) {
      request.buildifier = fs::absolute(word.substr(value));
    } else if (word.starts_with("--buildifier-problem=")) {
      request.buildifier_problem = fs::absolute(word.substr(value));
    } else if (word == "--check") {
      request.is_check = true;
    } else if (word == "--help") {
      request.is_help = true;
    } else {
      request.unknown = word;
    }
  }
  return request;
}

// Returns whether all is well.
bool report(const Checked& checked) {
  if (!checked) {
    std::fprintf(stderr, "%s\n", checked.error().c_str());
    return false;
  }
  for (const std::string& complaint : *checked) {
    std::printf("%s\n", complaint.c_str());
  }
  return checked->empty();
}

bool report(const Mended& mended) {
  if (!mended) {
    std::fprintf(stderr, "%s\n", mended.error().c_str());
  }
  return mended.has_value();
}

// One language at a time: the second is looked at also when the first has faults.
bool work(const Request& request, const fs::path& workspace) {
  using namespace lambda::format;
  bool is_well = request.is_check ? report(check_cpp(workspace, request.clang_format))
                                  : report(mend_cpp(workspace, request.clang_format));
  std::ifstream file(request.buildifier_problem);
  const std::string problem{std::istreambuf_iterator<char>(file), {}};
  if (!problem.empty()) {
    return report(Mended(std::unexpected(problem)));
  }
  is_well &= request.is_check ? report(check_starlark(workspace, request.buildifier))
                              : report(mend_starlark(workspace, request.buildifier));
  return is_well;
}

}  // namespace

int main(int count, char** words) {
  const Request request = read(count, words);
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  if (request.is_help) {
    std::printf("%s", kHelp);
    return 0;
  }
  if (!request.unknown.empty() || workspace == nullptr) {
    std::fprintf(stderr, "%s%s\n\n%s", request.unknown.c_str(),
                 workspace == nullptr ? ": start it by `bazel run`" : ": no such option", kHelp);
    return 2;
  }
  const bool is_well = work(request, workspace);
  if (!is_well && request.is_check) {
    std::printf("to mend: %s\n", std::string(lambda::format::kMend).c_str());
  }
  return is_well ? 0 : 1;
}
