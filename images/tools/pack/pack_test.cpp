// The verbs, one after the other, as the rules run them: from a program to a checked layout, a
// docker archive, a zip and a folder. Source: archive_verbs.h and image_verbs.h.
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <Poco/InflatingStream.h>
#include <Poco/StreamCopier.h>
#include <gtest/gtest.h>

#include "core/digest/sha256.h"
#include "core/elf/elf_builder.h"
#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"
#include "core/options/command_line.h"
#include "images/tools/pack/archive_verbs.h"
#include "images/tools/pack/image_verbs.h"

namespace lambda::images {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kBytesMax = 1 << 20;

class Pack : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(write_file(path("program"), build_elf({})).has_value());
    ASSERT_TRUE(write_file(path("data"), "text").has_value());
    ASSERT_TRUE(write_file(path("entries"), "program\tbootstrap\t" + path("program") +
                                                "\nfile\tconf/data\t" + path("data") + "\n")
                    .has_value());
  }

  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  int pack(const std::vector<std::string>& words) const {
    std::vector<Verb> verbs = archive_verbs();
    for (Verb& verb : image_verbs()) {
      verbs.push_back(verb);
    }
    return run_verbs("pack", "", verbs, words);
  }

  void make_image(const std::string& out) const {
    ASSERT_EQ(pack({"layer", "--entries=" + path("entries"), "--prefix=var/task",
                    "--link=var/runtime/bootstrap=/var/task/bootstrap", "--created-by=test",
                    "--out=" + path("layer.tar.gz"), "--note=" + path("layer.json")}),
              0);
    ASSERT_EQ(pack({"image", "--architecture=x86_64", "--layer=" + path("layer.json"),
                    "--env=GREETING=a=b", "--label=team=one", "--user=1000",
                    "--config=" + path(out + ".config"), "--manifest=" + path(out + ".manifest"),
                    "--digest=" + path(out + ".digest")}),
              0);
  }

  std::vector<std::string> parts(const std::string& verb) const {
    return {verb, "--name=x86_64", "--manifest=" + path("one.manifest"),
            "--config=" + path("one.config"), "--blob=" + path("layer.tar.gz")};
  }

  TemporaryFolder folder_;
};

TEST_F(Pack, MakesALayoutThatPassesTheCheck) {
  make_image("one");
  fs::create_directory(path("layout"));
  std::vector<std::string> words = parts("layout");
  words.push_back("--out=" + path("layout"));
  ASSERT_EQ(pack(words), 0);
  EXPECT_EQ(run_verbs("check", "", {check_layout_verb()}, {"layout", path("layout")}), 0);
  EXPECT_EQ(run_verbs("check", "", {check_layout_verb()}, {"layout", path("none")}), 1);
}

TEST_F(Pack, WritesTheDigestOfTheManifest) {
  make_image("one");
  EXPECT_EQ(*read_file(path("one.digest"), kBytesMax),
            sha256_digest(*read_file(path("one.manifest"), kBytesMax)) + "\n");
}

TEST_F(Pack, ConfiguresTheImageForLambda) {
  make_image("one");
  const std::string config = *read_file(path("one.config"), kBytesMax);
  for (const char* said :
       {R"("Entrypoint":["/lambda-entrypoint"])", R"("WorkingDir":"/var/task")",
        R"("GREETING=a=b")", R"("LAMBDA_TASK_ROOT=/var/task")",
        R"("LAMBDA_RUNTIME_DIR=/var/runtime")", R"("team":"one")", R"("lambda.base":"empty")",
        R"("User":"1000")", R"("architecture":"amd64")",
        R"("LD_LIBRARY_PATH=/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:)"
        R"(/var/task:/var/task/lib:/opt/lib")",
        R"("PATH=/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin")"}) {
    EXPECT_NE(config.find(said), std::string::npos) << said << " in " << config;
  }
}

TEST_F(Pack, PutsAnImageOnABaseAndNamesIt) {
  make_image("one");  // The first image is the base of the second.
  ASSERT_EQ(pack({"image", "--architecture=x86_64", "--base-manifest=" + path("one.manifest"),
                  "--base-config=" + path("one.config"), "--base-name=registry/base:1",
                  "--base-digest=" + sha256_digest("b"), "--layer=" + path("layer.json"),
                  "--config=" + path("two.config"), "--manifest=" + path("two.manifest"),
                  "--digest=" + path("two.digest")}),
            0);
  const std::string manifest = *read_file(path("two.manifest"), kBytesMax);
  EXPECT_NE(manifest.find(R"("org.opencontainers.image.base.name":"registry/base:1")"),
            std::string::npos);
  EXPECT_NE(manifest.find(R"("org.opencontainers.image.base.digest":")" + sha256_digest("b")),
            std::string::npos);
  const std::string config = *read_file(path("two.config"), kBytesMax);
  EXPECT_NE(config.find(R"("lambda.base":"registry/base:1@sha256:)"), std::string::npos);
  EXPECT_NE(config.find("GREETING=a=b"), std::string::npos);
}

TEST_F(Pack, MakesADockerArchive) {
  make_image("one");
  std::vector<std::string> words = parts("archive");
  words.insert(words.end(), {"--tag=hello:latest", "--out=" + path("hello.tar")});
  EXPECT_EQ(pack(words), 0);
  EXPECT_NE(read_file(path("hello.tar"), kBytesMax)->find("RepoTags"), std::string::npos);
}

TEST_F(Pack, MakesAZipAndAFolderWithTheSameProgram) {
  ASSERT_EQ(pack({"zip", "--entries=" + path("entries"), "--out=" + path("hello.zip")}), 0);
  EXPECT_TRUE(read_file(path("hello.zip"), kBytesMax)->starts_with("PK"));
  ASSERT_EQ(pack({"zip", "--entries=" + path("entries"), "--for=layer",
                  "--out=" + path("hello.layer.zip")}),
            0);
  EXPECT_EQ(*read_file(path("hello.layer.zip"), kBytesMax),
            *read_file(path("hello.zip"), kBytesMax));
  ASSERT_EQ(pack({"folder", "--entries=" + path("entries"), "--out=" + path("task")}), 0);
  EXPECT_EQ(*read_file(path("task/bootstrap"), kBytesMax), build_elf({}));
  EXPECT_EQ(*read_file(path("task/conf/data"), kBytesMax), "text");
}

TEST_F(Pack, ChecksABootstrap) {
  EXPECT_EQ(pack({"bootstrap", "--architecture=x86_64", "--glibc=none", path("program"),
                  "--out=" + path("facts")}),
            0);
  EXPECT_EQ(*read_file(path("facts"), kBytesMax), "x86_64, static\n");
  EXPECT_EQ(pack({"bootstrap", "--architecture=arm64", "--glibc=2.34", path("program")}), 1);
  EXPECT_EQ(pack({"bootstrap", "--architecture=x86_64", "--glibc=new", path("program")}), 2);
  EXPECT_EQ(pack({"bootstrap", "--architecture=x86_64", "--glibc=2.34", path("none")}), 1);
}

// A library counts where the loader looks, and only there.
TEST_F(Pack, ChecksABootstrapAgainstWhatIsPackedWithIt) {
  const std::string program =
      build_elf({.loader = "/lib64/ld-linux-x86-64.so.2", .libraries = {"libextra.so"}});
  ASSERT_TRUE(write_file(path("dynamic"), program).has_value());
  const auto check = [&](const std::string& place) {
    const std::string list = "file\t" + place + "\t" + path("data") + "\n";
    EXPECT_TRUE(write_file(path("list"), list).has_value());
    return pack({"bootstrap", "--architecture=x86_64", "--glibc=2.34", "--entries=" + path("list"),
                 path("dynamic"), "--out=" + path("facts")});
  };
  EXPECT_EQ(check("libextra.so"), 0);
  EXPECT_EQ(check("lib/libextra.so"), 0);
  EXPECT_EQ(check("other/libextra.so"), 1);
  EXPECT_EQ(check("lib/libother.so"), 1);
  EXPECT_EQ(pack({"bootstrap", "--architecture=x86_64", "--glibc=2.34", path("dynamic")}), 1);
}

TEST_F(Pack, AddsSharedFoldersToALayer) {
  ASSERT_EQ(pack({"layer", "--entries=" + path("entries"), "--shared=tmp", "--shared=var/tmp",
                  "--created-by=test", "--out=" + path("layer.gz"), "--note=" + path("note")}),
            0);
  std::ifstream packed(path("layer.gz"), std::ios::binary);
  Poco::InflatingInputStream gunzip(packed, Poco::InflatingStreamBuf::STREAM_GZIP);
  std::string tar;
  Poco::StreamCopier::copyToString(gunzip, tar);
  for (const char* folder : {"tmp/", "var/tmp/"}) {
    const std::size_t at = tar.find(std::string(1, '\0') + folder);
    ASSERT_NE(at, std::string::npos) << folder;
    EXPECT_EQ(tar.substr(at + 1 + 100, 7), "0001777") << folder;
  }
}

TEST_F(Pack, ProvesThatFoldersAreWhole) {
  fs::create_directory(path("conf"));
  ASSERT_TRUE(write_file(path("conf/a"), "x").has_value());
  const std::string list = "folder\t" + path("conf") + "\nfile\t" + path("conf/a") + "\n";
  ASSERT_TRUE(write_file(path("list"), list).has_value());
  const std::vector<std::string> words = {"whole", "--list=" + path("list"),
                                          "--out=" + path("proof")};
  EXPECT_EQ(pack(words), 0);
  EXPECT_EQ(*read_file(path("proof"), kBytesMax), "whole\n");
  fs::remove(path("proof"));
  fs::create_symlink("gone", path("conf/dangling"));
  EXPECT_EQ(pack(words), 1);
  EXPECT_FALSE(fs::exists(path("proof")));
}

TEST_F(Pack, RefusesAPipeAndWritesNothing) {
  ASSERT_EQ(0, ::mkfifo(path("pipe").c_str(), 0600));
  ASSERT_TRUE(write_file(path("list"), "file\tpipe\t" + path("pipe") + "\n").has_value());
  EXPECT_EQ(pack({"zip", "--entries=" + path("list"), "--out=" + path("x.zip")}), 1);
  EXPECT_EQ(pack({"layer", "--entries=" + path("list"), "--created-by=t", "--out=" + path("x.gz"),
                  "--note=" + path("x.json")}),
            1);
  EXPECT_EQ(pack({"folder", "--entries=" + path("list"), "--out=" + path("x")}), 1);
  for (const char* written : {"x.zip", "x.gz", "x.json", "x"}) {
    EXPECT_FALSE(fs::exists(path(written))) << written;
  }
  EXPECT_EQ(pack({"bootstrap", "--architecture=x86_64", "--glibc=2.34", path("pipe")}), 1);
}

TEST_F(Pack, RefusesWhatItCannotUse) {
  make_image("one");
  EXPECT_EQ(pack({"layer", "--entries=" + path("none"), "--out=x", "--note=y"}), 1);
  EXPECT_EQ(pack({"zip", "--entries=" + path("data"), "--out=" + path("x.zip")}), 1);
  EXPECT_EQ(pack({"zip", "--entries=" + path("entries"), "--for=fun", "--out=" + path("x.zip")}),
            2);
  EXPECT_EQ(pack({"layer", "--entries=" + path("entries"), "--link=broken", "--out=x", "--note=y"}),
            2);
  EXPECT_EQ(pack({"image", "--architecture=x86_64", "--env=novalue", "--config=" + path("c"),
                  "--manifest=" + path("m"), "--digest=" + path("d")}),
            2);
  EXPECT_EQ(pack({"layout", "--name=x86_64", "--manifest=" + path("one.manifest"),
                  "--config=" + path("one.config"), "--out=" + path("layout")}),
            1)
      << "a layer is missing";
  EXPECT_EQ(pack({"archive", "--name=x86_64", "--name=arm64", "--manifest=a", "--config=b",
                  "--tag=a:b", "--out=x"}),
            2);
}

}  // namespace
}  // namespace lambda::images
