// Equal inputs give equal digests on every machine: a second build of echo, in another folder, by
// another user's home, zone, locale and umask, gives what the first gave, for both architectures.
// What it takes from the first build: the unpacked toolchain, and from the disk cache what was
// compiled of other rooms and libraries, which would take ten minutes more. The function and the
// loop are compiled anew, since an unused macro gives these another name in the cache; everything
// is linked and packed anew. Without a disk cache, all is compiled anew.
#include <sys/stat.h>

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "tests/peers/inner_bazel.h"
#include "tests/peers/oci_layout.h"
#include "tests/peers/runfile.h"

namespace lambda::peers {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes kLimit{14};

// The first build's base is the second's: --config=offline wherever the first has an empty one.
bool is_base_empty() {
  const auto images = read_layout(runfile("ECHO_IMAGE"));
  EXPECT_TRUE(images.has_value()) << images.error().message;
  return images && read_file(images->front().configuration).contains(R"("lambda.base":"empty")");
}

// Those that the first build unpacked: there is no network here to fetch them again.
std::string same_certificates() {
  const fs::path bundle = fs::canonical(runfile("CERTIFICATES"));
  return "--override_repository=ca_certificates=" + bundle.parent_path().parent_path().string();
}

class SecondBuild : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    umask(0027);
    const fs::path folder = new_folder("second");
    workspace_ = folder / "another place" / "copy";
    fs::create_directories(workspace_.parent_path());
    copy_workspace(workspace_);
    const InnerBazel bazel{
        workspace_, folder, {}, {{"USER", "ada"}, {"TZ", "Asia/Tokyo"}, {"LANG", "C"}}};
    std::vector<std::string> arguments = {
        "build",
        "--color=no",
        "--curses=no",
        "--show_progress_rate_limit=60",
        same_toolchain(),
        same_certificates(),
        "--per_file_copt=^(handlers/cpp/echo|runtime/loop|runtime/connection)/"
        ".*@-DLAMBDA_SECOND_BUILD",
        "--modify_execution_info=CppLink=+no-cache,Lambda.*=+no-cache"};
    if (is_base_empty()) {
      arguments.push_back("--config=offline");
    }
    arguments.insert(arguments.end(),
                     {"//handlers/cpp/echo:echo.image", "//handlers/cpp/echo:echo.digest",
                      "//handlers/cpp/echo:echo.tar", "//handlers/cpp/echo:echo.zip",
                      "//handlers/cpp/echo:echo.layer"});
    outcome_ = run_bazel(bazel, arguments, kLimit);
  }

  void SetUp() override { ASSERT_EQ(0, outcome_.status) << outcome_; }

  fs::path second(const fs::path& first) const {
    return workspace_ / "bazel-bin/handlers/cpp/echo" / first.filename();
  }

  static fs::path workspace_;
  static Outcome outcome_;
};

fs::path SecondBuild::workspace_;
Outcome SecondBuild::outcome_;

TEST_F(SecondBuild, CompilesOursAnew) {
  EXPECT_TRUE(outcome_.errors.contains(" local")) << outcome_;
}

TEST_F(SecondBuild, GivesTheSameImages) {
  for (const std::string architecture : {"x86_64", "arm64"}) {
    const fs::path first = runfile_ending("ECHO_DIGEST", "." + architecture + ".digest");
    EXPECT_FALSE(read_file(first).empty());
    EXPECT_EQ(read_file(first), read_file(second(first))) << architecture;
  }
}

TEST_F(SecondBuild, GivesTheSameLayout) {
  const auto first = read_layout(runfile("ECHO_IMAGE"));
  const auto again = read_layout(second(runfile("ECHO_IMAGE")));
  ASSERT_TRUE(first.has_value()) << first.error().message;
  ASSERT_TRUE(again.has_value()) << again.error().message;
  ASSERT_EQ(first->size(), again->size());
  for (size_t i = 0; i < first->size(); ++i) {
    EXPECT_EQ((*first)[i].digest, (*again)[i].digest);
  }
}

TEST_F(SecondBuild, GivesTheSameArchivesZipsAndLayers) {
  for (const std::string architecture : {".x86_64", ".arm64"}) {
    for (const auto& [variable, ending] : {std::pair<const char*, std::string>{"ECHO_TAR", ".tar"},
                                           {"ECHO_ZIP", ".zip"},
                                           {"ECHO_LAYER", ".layer.zip"}}) {
      const fs::path first = runfile_ending(variable, architecture + ending);
      EXPECT_FALSE(read_file(first).empty()) << first;
      EXPECT_EQ(sha256_digest(read_file(first)), sha256_digest(read_file(second(first)))) << first;
    }
  }
}

}  // namespace
}  // namespace lambda::peers
