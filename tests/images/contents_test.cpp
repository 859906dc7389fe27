// What is in the image and in the zip, as umoci, unzip and readelf see it: the same program,
// static.
#include <regex>

#include <gtest/gtest.h>

#include "tests/images/functions_under_test.h"
#include "tests/peers/run.h"
#include "tests/peers/runfile.h"

namespace lambda::images_test {
namespace {

using peers::Outcome;
using peers::run;

class Contents : public testing::TestWithParam<Built> {
 protected:
  void SetUp() override {
    const std::string image = hello_layout().string() + ":" + GetParam().architecture;
    const std::filesystem::path folder = peers::new_folder("contents");
    const Outcome unpacked = run({{"umoci", "unpack", "--image", image, folder / "image"}});
    ASSERT_EQ(0, unpacked.status) << unpacked;
    root_ = folder / "image" / "rootfs";
    zip_ = folder / "zip";
    const Outcome unzipped = run({{"unzip", "-q", GetParam().zip, "-d", zip_}});
    ASSERT_EQ(0, unzipped.status) << unzipped;
  }

  std::filesystem::path root_;
  std::filesystem::path zip_;
};

TEST_P(Contents, ImageAndZipHoldTheSameBootstrap) {
  const std::string in_image = peers::read_file(root_ / "var/task/bootstrap");
  EXPECT_FALSE(in_image.empty());
  EXPECT_TRUE(in_image == peers::read_file(zip_ / "bootstrap"));
}

TEST_P(Contents, BootstrapCanBeRunByAnyUser) {
  using std::filesystem::perms;
  for (const auto& file : {root_ / "var/task/bootstrap", zip_ / "bootstrap"}) {
    EXPECT_EQ(perms(0755), std::filesystem::status(file).permissions() & perms::mask) << file;
  }
}

TEST_P(Contents, BasesOwnEntrypointFindsTheBootstrap) {
  EXPECT_EQ("/var/task/bootstrap", std::filesystem::read_symlink(root_ / "var/runtime/bootstrap"));
}

TEST_P(Contents, ProgramsAreStaticAndForTheArchitecture) {
  const std::string machine = GetParam().architecture == "arm64" ? "AArch64" : "X86-64";
  for (const auto& program : {root_ / "var/task/bootstrap", root_ / "lambda-entrypoint"}) {
    const Outcome header = run({{"readelf", "--wide", "--file-header", program}});
    EXPECT_TRUE(header.output.contains(machine)) << header;
    const Outcome segments = run({{"readelf", "--wide", "--program-headers", program}});
    EXPECT_FALSE(segments.output.contains("INTERP")) << segments;
    // Position-independent, it has a dynamic section all the same: for itself alone.
    const Outcome dynamic = run({{"readelf", "--wide", "--dynamic", program}});
    EXPECT_EQ(0, dynamic.status) << dynamic;
    EXPECT_FALSE(dynamic.output.contains("(NEEDED)")) << dynamic;
  }
}

// What programs look for outside /var/task, whichever base it is.
TEST_P(Contents, EverybodyMayWriteToTmp) {
  EXPECT_EQ(std::filesystem::perms(01777), std::filesystem::status(root_ / "tmp").permissions());
}

TEST_P(Contents, KnowsItsUsers) {
  const std::string users = peers::read_file(root_ / "etc/passwd");
  EXPECT_TRUE(users.starts_with("root:x:0:0:")) << users;
  EXPECT_TRUE(peers::read_file(root_ / "etc/group").starts_with("root:x:0:"));
}

TEST_P(Contents, HasCertificatesWhereAmazonLinuxHasThem) {
  std::filesystem::path bundle = root_ / "etc/pki/tls/certs/ca-bundle.crt";
  if (std::filesystem::is_symlink(bundle)) {  // Amazon Linux's own leads elsewhere in the image.
    bundle = root_ / std::filesystem::read_symlink(bundle).relative_path();
  }
  const Outcome found = run({{"openssl", "storeutl", "-noout", "-certs", bundle}});
  EXPECT_EQ(0, found.status) << found;
  EXPECT_TRUE(std::regex_search(found.output, std::regex("Total found: [1-9][0-9]{2}"))) << found;
}

// The empty base's ground: the user that Lambda runs functions as, and the bundle's other names.
TEST_P(Contents, OfTheEmptyBaseFitsLambdaAndOtherDistributions) {
  if (std::filesystem::exists(root_ / "etc/os-release")) {
    return;  // Amazon Linux has its own.
  }
  EXPECT_TRUE(peers::read_file(root_ / "etc/passwd").contains("\nsbx_user1051:x:993:990:"));
  EXPECT_TRUE(peers::read_file(root_ / "etc/group").contains("\nsbx_user1051:x:990:"));
  for (const char* name : {"etc/ssl/cert.pem", "etc/ssl/certs/ca-certificates.crt"}) {
    EXPECT_EQ("/etc/pki/tls/certs/ca-bundle.crt", std::filesystem::read_symlink(root_ / name));
  }
}

TEST_P(Contents, ZipHoldsNoTimeOfItsBuild) {
  const Outcome listed = run({{"unzip", "-Z", "-T", GetParam().zip}});
  EXPECT_TRUE(listed.output.contains("19800101.000000")) << listed;
}

INSTANTIATE_TEST_SUITE_P(Hello, Contents, testing::ValuesIn(hello()),
                         [](const auto& info) { return info.param.architecture; });

}  // namespace
}  // namespace lambda::images_test
