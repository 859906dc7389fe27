// A folder of a known name is taken only when it is one's own, by one at a time, and left clean.
#include "images/tools/lisp/fixed_folder.h"

#include <sys/stat.h>

#include <atomic>
#include <future>
#include <thread>

#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"

namespace lambda::images {
namespace {

namespace fs = std::filesystem;

std::string refusal(const std::expected<FixedFolder, Error>& folder) {
  return folder ? "taken" : folder.error().type;
}

TEST(FixedFolder, IsEmptyOnesOwnAndGoneAfterwards) {
  const TemporaryFolder parent;
  fs::path path;
  {
    const auto folder = FixedFolder::take("fixed", parent.path());
    ASSERT_TRUE(folder.has_value()) << folder.error().message;
    path = folder->path();
    EXPECT_EQ(parent / "fixed", path);
    EXPECT_TRUE(fs::is_empty(path));
    EXPECT_EQ(fs::perms::owner_all, fs::status(path).permissions() & fs::perms::mask);
    ASSERT_TRUE(write_file(path / "made", "here").has_value());
  }
  EXPECT_FALSE(fs::exists(path));
  EXPECT_TRUE(fs::is_empty(parent.path())) << "a lock is left behind";
}

TEST(FixedFolder, LosesWhatAnEarlierBuildLeft) {
  const TemporaryFolder parent;
  fs::create_directories(parent / "fixed/deep");
  fs::permissions(parent / "fixed", fs::perms::owner_all);
  ASSERT_TRUE(write_file(parent / "fixed/deep/old", "poison").has_value());
  const auto folder = FixedFolder::take("fixed", parent.path());
  ASSERT_TRUE(folder.has_value()) << folder.error().message;
  EXPECT_TRUE(fs::is_empty(folder->path()));
}

TEST(FixedFolder, IsRefusedWhenItBelongsToAnotherUser) {
  const TemporaryFolder parent;
  fs::create_directory(parent / "fixed");
  fs::permissions(parent / "fixed", fs::perms::owner_all);
  ASSERT_TRUE(write_file(parent / "fixed/theirs", "x").has_value());
  const auto folder = FixedFolder::take("fixed", parent.path(), ::geteuid() + 1);
  ASSERT_EQ("FixedFolder.Foreign", refusal(folder));
  const std::string& message = folder.error().message;
  EXPECT_TRUE(message.contains("belongs to user " + std::to_string(::geteuid()))) << message;
  EXPECT_TRUE(message.contains("rm -r " + (parent / "fixed").string())) << message;
  EXPECT_TRUE(fs::exists(parent / "fixed/theirs")) << "what belongs to others is left alone";
}

TEST(FixedFolder, IsRefusedWhenOthersMayWriteToIt) {
  const TemporaryFolder parent;
  fs::create_directory(parent / "fixed");
  for (const mode_t mode : {0770, 0702, 0777, 01777}) {
    ASSERT_EQ(0, ::chmod((parent / "fixed").c_str(), mode));
    EXPECT_EQ("FixedFolder.Foreign", refusal(FixedFolder::take("fixed", parent.path()))) << mode;
  }
  ASSERT_EQ(0, ::chmod((parent / "fixed").c_str(), 0755));
  EXPECT_EQ("taken", refusal(FixedFolder::take("fixed", parent.path())));
}

TEST(FixedFolder, IsRefusedWhenItIsALinkOrAFile) {
  const TemporaryFolder parent;
  fs::create_directory(parent / "elsewhere");
  ASSERT_TRUE(write_file(parent / "elsewhere/kept", "x").has_value());
  fs::create_directory_symlink(parent / "elsewhere", parent / "linked");
  ASSERT_TRUE(write_file(parent / "file", "x").has_value());
  EXPECT_EQ("FixedFolder.Foreign", refusal(FixedFolder::take("linked", parent.path())));
  EXPECT_EQ("FixedFolder.Foreign", refusal(FixedFolder::take("file", parent.path())));
  EXPECT_TRUE(fs::exists(parent / "elsewhere/kept"));
}

TEST(FixedFolder, IsRefusedWhereOthersCouldRenameIt) {
  const TemporaryFolder parent;
  ASSERT_EQ(0, ::chmod(parent.path().c_str(), 0777));
  EXPECT_EQ("FixedFolder.Foreign", refusal(FixedFolder::take("fixed", parent.path())));
  ASSERT_EQ(0, ::chmod(parent.path().c_str(), 01777));
  EXPECT_EQ("taken", refusal(FixedFolder::take("fixed", parent.path())));
}

TEST(FixedFolder, SaysWhenItCannotBeMade) {
  const auto folder = FixedFolder::take("fixed", "/proc/self");
  ASSERT_EQ("FixedFolder.Unusable", refusal(folder));
  EXPECT_TRUE(folder.error().message.contains("/proc/self/fixed")) << folder.error().message;
}

// Each holds the folder alone: who comes second finds nothing of the first, and its own folder.
TEST(FixedFolder, HoldsOneAtATime) {
  constexpr int kBuilds = 8;
  const TemporaryFolder parent;
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  std::vector<std::future<std::string>> builds;
  for (int i = 0; i < kBuilds; ++i) {
    builds.push_back(std::async(std::launch::async, [&]() -> std::string {
      const auto folder = FixedFolder::take("fixed", parent.path());
      if (!folder) {
        return folder.error().message;
      }
      most = std::max<int>(most, ++inside);
      const bool was_empty = fs::is_empty(folder->path());
      const auto written = write_file(folder->path() / "mine", "x");
      --inside;
      return was_empty && written ? "well" : "not alone";
    }));
  }
  for (auto& build : builds) {
    EXPECT_EQ("well", build.get());
  }
  EXPECT_EQ(1, most);
  EXPECT_TRUE(fs::is_empty(parent.path()));
}

}  // namespace
}  // namespace lambda::images
