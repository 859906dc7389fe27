// Has libFuzzer begin from a fuzzer's seeds. Its arguments `--seed=FILE`, which `bazel run` gives,
// are copied to a new folder; that is the corpus to read and write, or, where the caller names
// folders of his own, one more to read.
// Source: https://llvm.org/docs/LibFuzzer.html, "Startup initialization" and "Options".
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSeed = "--seed=";

// What the command line asks for besides the seeds.
struct Request {
  std::vector<fs::path> seeds;
  std::vector<char*> words;          // The program, and all that is libFuzzer's.
  bool has_folder = false;           // Of the caller's own.
  bool is_of_what_is_given = false;  // Files to run, to merge, to shrink: seeds would disturb.
};

[[noreturn]] void end_with(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  std::exit(1);
}

bool works_on_what_is_given(std::string_view word) {
  for (const std::string_view option : {"-merge=", "-minimize_crash=", "-cleanse_crash="}) {
    if (word.starts_with(option)) {
      return true;
    }
  }
  return false;
}

Request read(int count, char** words) {
  Request request;
  for (int i = 0; i < count; ++i) {
    const std::string_view word = words[i];
    if (i > 0 && word.starts_with(kSeed)) {
      request.seeds.push_back(fs::absolute(word.substr(kSeed.size())));
      continue;
    }
    request.words.push_back(words[i]);
    if (i == 0) {
      continue;
    }
    if (works_on_what_is_given(word)) {
      request.is_of_what_is_given = true;
    }
  }
  return request;
}

// Under `bazel run`, paths are meant from where the user stands; faults found are written there.
void stand_where_the_user_does() {
  const char* folder = std::getenv("BUILD_WORKING_DIRECTORY");
  std::error_code problem;
  if (folder != nullptr) {
    fs::current_path(folder, problem);
  }
  if (problem) {
    end_with(std::string(folder) + ": " + problem.message());
  }
}

void look_at_paths(Request& request) {
  for (size_t i = 1; i < request.words.size(); ++i) {
    if (request.words[i][0] == '-') {
      continue;
    }
    if (fs::is_directory(request.words[i])) {
      request.has_folder = true;
    } else {
      request.is_of_what_is_given = true;
    }
  }
}

// A number before each name: two seeds of different folders may have one name.
std::string copy_seeds(const std::vector<fs::path>& seeds, const fs::path& program) {
  std::string folder = fs::temp_directory_path() / (program.filename().string() + ".XXXXXX");
  if (mkdtemp(folder.data()) == nullptr) {
    end_with("cannot make a folder like " + folder);
  }
  for (size_t i = 0; i < seeds.size(); ++i) {
    std::error_code problem;
    const std::string name = std::to_string(i) + "-" + seeds[i].filename().string();
    fs::copy_file(seeds[i], fs::path(folder) / name, problem);
    if (problem) {
      end_with(seeds[i].string() + ": " + problem.message());
    }
  }
  return folder;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* count, char*** words) {
  static Request request = read(*count, *words);  // libFuzzer keeps the pointers.
  if (request.seeds.empty()) {
    return 0;  // A process that libFuzzer starts for itself.
  }
  static const fs::path program = fs::absolute((*words)[0]);
  stand_where_the_user_does();
  look_at_paths(request);
  static std::string folder;
  if (!request.is_of_what_is_given) {
    folder = copy_seeds(request.seeds, program);
    request.words.push_back(folder.data());
    std::fprintf(stderr, "%zu seeds, copied to %s%s\n", request.seeds.size(), folder.c_str(),
                 request.has_folder ? "" : ", where new inputs go too");
  }
  static std::string path = program;
  request.words[0] = path.data();  // libFuzzer may start it again, from the new folder.
  request.words.push_back(nullptr);
  *count = static_cast<int>(request.words.size()) - 1;
  *words = request.words.data();
  return 0;
}
