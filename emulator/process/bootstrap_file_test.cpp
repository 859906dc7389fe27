// A bootstrap that cannot run is refused with its reason and a remedy.
#include "emulator/process/bootstrap_file.h"

#include <sys/stat.h>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "emulator/testing/test_function.h"

namespace lambda::emulator {
namespace {

namespace fs = std::filesystem;

class BootstrapFile : public ::testing::Test {
 protected:
  BootstrapFile() : folder_(fs::path(::testing::TempDir()) / "bootstrap_file") {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~BootstrapFile() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& bytes, mode_t mode = 0755) {
    const std::string path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << bytes;
    ::chmod(path.c_str(), mode);
    return path;
  }
  static std::string own_bytes() {
    std::ifstream file(testing::data_path("emulator/testing/bootstrap"), std::ios::binary);
    std::string bytes(4096, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return bytes;
  }
  static std::string refusal(const std::string& path) {
    const auto checked = check_bootstrap(path);
    if (checked) {
      return "";
    }
    EXPECT_EQ(checked.error().type, "Runtime.InvalidEntrypoint");
    return checked.error().message;
  }
  static bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
  }

  fs::path folder_;
};

TEST_F(BootstrapFile, TakesAProgramOfThisMachine) {
  EXPECT_EQ(refusal(testing::data_path("emulator/testing/bootstrap")), "");
}

TEST_F(BootstrapFile, TakesAScriptWhoseInterpreterIsHere) {
  EXPECT_EQ(refusal(write("bootstrap", "#!/bin/sh -e\n")), "");
  EXPECT_TRUE(has(refusal(write("other", "#! /no/such/shell\n")), "/no/such/shell"));
}

TEST_F(BootstrapFile, NamesWhatIsMissingOrNoProgram) {
  EXPECT_TRUE(has(refusal((folder_ / "none").string()), "No such file"));
  EXPECT_TRUE(has(refusal(folder_.string()), "is a folder"));
  EXPECT_TRUE(has(refusal(write("data", own_bytes(), 0644)), "chmod +x"));
  EXPECT_TRUE(has(refusal(write("empty", "")), "neither a program"));
  EXPECT_TRUE(has(refusal(write("text", "hello")), "neither a program"));
  EXPECT_TRUE(has(refusal(write("cut", own_bytes().substr(0, 30))), "damaged"));
}

TEST_F(BootstrapFile, NamesTheProcessorItWasBuiltFor) {
  std::string bytes = own_bytes();
  const std::uint16_t mips = 8;
  std::memcpy(bytes.data() + 18, &mips, sizeof mips);
  const std::string message = refusal(write("mips", bytes));
  EXPECT_TRUE(has(message, "ELF machine 8")) << message;
  bytes = own_bytes();
  bytes[4] = 1;
  EXPECT_TRUE(has(refusal(write("narrow", bytes)), "64-bit"));
}

TEST_F(BootstrapFile, NamesALoaderThatIsNotHere) {
  // A header of this machine's processor with one segment: the loader's path.
  std::string bytes = own_bytes().substr(0, 64);
  const std::uint64_t header_at = 64;
  const std::uint16_t header_count = 1;
  std::memcpy(bytes.data() + 32, &header_at, sizeof header_at);
  std::memcpy(bytes.data() + 56, &header_count, sizeof header_count);
  const std::string loader = std::string("/no/such/loader.so") + '\0';
  std::string segment(56, '\0');
  segment[0] = 3;  // PT_INTERP
  const std::uint64_t at = 64 + 56;
  const std::uint64_t size = loader.size();
  std::memcpy(segment.data() + 8, &at, sizeof at);
  std::memcpy(segment.data() + 32, &size, sizeof size);
  const std::string message = refusal(write("dynamic", bytes + segment + loader));
  EXPECT_TRUE(has(message, "/no/such/loader.so")) << message;
  EXPECT_TRUE(has(message, "statically")) << message;
}

TEST_F(BootstrapFile, IsTheFirstExecutableCandidate) {
  const std::string data = write("data", "x", 0644);
  const std::string good = write("good", "#!/bin/sh\n");
  const auto found = find_bootstrap({(folder_ / "none").string(), data, good});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(*found, good);
  const auto none = find_bootstrap({(folder_ / "none").string(), data});
  ASSERT_FALSE(none.has_value());
  EXPECT_TRUE(has(none.error().message, "none: No such file")) << none.error().message;
  EXPECT_TRUE(has(none.error().message, "data: is not executable")) << none.error().message;
}

TEST(BootstrapCandidates, AreThoseOfLambda) {
  EXPECT_EQ(bootstrap_candidates("/t", "/l")[1], "/l/bootstrap");
  EXPECT_EQ(bootstrap_candidates("/var/task"),
            (std::vector<std::string>{"/var/task/bootstrap", "/opt/bootstrap",
                                      "/var/runtime/bootstrap"}));
}

}  // namespace
}  // namespace lambda::emulator
