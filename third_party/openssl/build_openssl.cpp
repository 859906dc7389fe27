// Builds OpenSSL's two libraries by its own Configure and make, with the pinned compiler, from the
// execution root of a Bazel action. Every path it gives to them is relative, so that the folder of
// the build is in no output.
// Source: OpenSSL 3.5, INSTALL.md: "Building OpenSSL", "Configuration Options".
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

constexpr int kUsage = 2;
constexpr std::size_t kLogBytesShown = 4000;

// What the action's command line says, in its order.
struct Job {
  fs::path source;            // The folder with Configure.
  fs::path zig;               // The compiler.
  std::string target;         // As zig writes it.
  std::string configuration;  // OpenSSL's name for it, like linux-x86_64.
  fs::path ssl;               // Outputs: the libraries, and a folder for the headers.
  fs::path crypto;
  fs::path headers;
  Words options;  // For Configure.
};

// Runs `words` in `folder`, its output in `log`. True when it ended with 0.
bool run(const fs::path& folder, const fs::path& log, const Words& words) {
  const pid_t child = ::fork();
  if (child == 0) {
    std::vector<char*> pointers;
    for (const std::string& word : words) {
      pointers.push_back(const_cast<char*>(word.c_str()));
    }
    pointers.push_back(nullptr);
    const bool is_ready = std::freopen(log.c_str(), "a", stdout) != nullptr &&
                          ::dup2(STDOUT_FILENO, STDERR_FILENO) >= 0 && ::chdir(folder.c_str()) == 0;
    if (is_ready) {
      ::execvp(pointers[0], pointers.data());
    }
    std::fprintf(stderr, "%s: %s. Install perl and make (Debian: apt-get install perl make).\n",
                 pointers[0], std::strerror(errno));
    ::_exit(127);
  }
  int status = 0;
  while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string end_of(const fs::path& log) {
  std::ifstream file(log, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return text.size() > kLogBytesShown ? text.substr(text.size() - kLogBytesShown) : text;
}

// Compiler and caches as OpenSSL's makefile must see them from `folder`; the time stands still.
void set_environment(const Job& job, const fs::path& folder) {
  const fs::path sdk = job.zig.parent_path();
  const auto from_folder = [&](const fs::path& path) {
    return fs::proximate(path, folder).string();
  };
  const std::string zig = from_folder(job.zig);
  const std::string cache = from_folder(sdk.parent_path() / "cache");
  ::setenv("CC", (zig + " cc -target " + job.target).c_str(), 1);
  ::setenv("AR", (zig + " ar").c_str(), 1);
  ::setenv("RANLIB", (zig + " ranlib").c_str(), 1);
  ::setenv("ZIG_LIB_DIR", from_folder(sdk / "lib").c_str(), 1);
  ::setenv("ZIG_GLOBAL_CACHE_DIR", cache.c_str(), 1);
  ::setenv("ZIG_LOCAL_CACHE_DIR", cache.c_str(), 1);
  ::setenv("SOURCE_DATE_EPOCH", "0", 1);
}

// The source's own headers, then those that the build generated.
void copy_headers(const Job& job, const fs::path& folder) {
  fs::create_directories(job.headers / "openssl");
  for (const fs::path& from : {job.source / "include/openssl", folder / "include/openssl"}) {
    for (const auto& entry : fs::directory_iterator(from)) {
      if (entry.path().extension() != ".h") {
        continue;
      }
      fs::copy_file(entry.path(), job.headers / "openssl" / entry.path().filename(),
                    fs::copy_options::overwrite_existing);
    }
  }
}

int build(const Job& job) {
  const fs::path folder = job.headers.parent_path() / "openssl_build";
  const fs::path log = fs::absolute(job.headers.parent_path() / "openssl_build.log");
  fs::remove_all(folder);
  fs::remove(log);
  fs::create_directories(folder);
  set_environment(job, folder);
  const fs::path configure = fs::proximate(job.source / "Configure", folder);
  Words configuring = {"perl", configure.string(), job.configuration};
  configuring.insert(configuring.end(), job.options.begin(), job.options.end());
  const std::string jobs = "-j" + std::to_string(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN)));
  if (!run(folder, log, configuring) || !run(folder, log, {"make", jobs, "build_libs"})) {
    std::cerr << "OpenSSL did not build. It ended with:\n" << end_of(log) << "\n";
    return 1;
  }
  fs::copy_file(folder / "libssl.a", job.ssl, fs::copy_options::overwrite_existing);
  fs::copy_file(folder / "libcrypto.a", job.crypto, fs::copy_options::overwrite_existing);
  copy_headers(job, folder);
  fs::remove_all(folder);
  fs::remove(log);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  constexpr int kFixedWords = 8;
  if (argc < kFixedWords) {
    std::cerr << "Usage: build_openssl SOURCE ZIG TARGET CONFIGURATION SSL CRYPTO HEADERS "
                 "[OPTION...]\nthird_party/openssl/openssl_libraries.bzl calls it.\n";
    return kUsage;
  }
  const Job job = {argv[1], argv[2], argv[3], argv[4],
                   argv[5], argv[6], argv[7], Words(argv + kFixedWords, argv + argc)};
  try {
    return build(job);
  } catch (const fs::filesystem_error& error) {
    std::cerr << "OpenSSL did not build: " << error.what() << "\n";
    return 1;
  }
}
