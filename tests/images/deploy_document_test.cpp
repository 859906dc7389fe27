// What the rule tells `deploy`, read by its own reader: every file it names is there, and the
// image's parts belong together.
#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "images/tools/function/function_document.h"
#include "tests/images/functions_under_test.h"
#include "tests/peers/oci_layout.h"
#include "tests/peers/runfile.h"

namespace lambda::images_test {
namespace {

namespace fs = std::filesystem;

// The document beside the program that `variable` names, with paths as the program finds them.
images::FunctionDocument document(const std::string& variable) {
  const fs::path program = peers::runfile(variable);
  const fs::path runfiles = std::getenv("TEST_SRCDIR");
  const std::string text = peers::read_file(program.string() + ".function.json");
  auto read = images::parse_function_document(
      text, [&](const std::string& path) { return runfiles / path; });
  EXPECT_TRUE(read.has_value()) << read.error().message << "\n" << text;
  return read.value_or(images::FunctionDocument{});
}

std::string line_of(const fs::path& file) {
  const std::string text = peers::read_file(file);
  return text.substr(0, text.find('\n'));
}

TEST(DeployDocument, NamesAPushsImageAndNothingElse) {
  const images::FunctionDocument push = document("PUSH");
  EXPECT_EQ("push", push.verb);
  EXPECT_EQ("hello", push.name);
  EXPECT_EQ("//handlers/cpp/hello:hello.push", push.label);
  ASSERT_EQ(2u, push.architectures.size());
  for (const images::FunctionArchitecture& built : push.architectures) {
    const std::string manifest = peers::read_file(built.manifest);
    EXPECT_EQ(line_of(built.digest), peers::sha256_digest(manifest)) << built.architecture;
    EXPECT_TRUE(manifest.contains(peers::sha256_digest(peers::read_file(built.config))));
    EXPECT_GE(built.layers.size(), 2u);
    size_t absent = 0;
    for (const auto& layer : built.layers) {
      absent += !layer;
      if (layer) {
        EXPECT_TRUE(manifest.contains(peers::sha256_digest(peers::read_file(*layer))));
      }
    }
    const size_t ours = built.layers.size() - absent;
    if (absent > 0) {
      EXPECT_EQ(2u, ours) << "the entry point and the function";
    }
    if (absent == 0) {
      EXPECT_EQ(3u, ours) << "and below them what an empty base lacks";
    }
    EXPECT_EQ(built.base.has_value(), absent > 0);
    EXPECT_EQ("", built.zip);
    EXPECT_EQ("", built.layer);
  }
}

TEST(DeployDocument, NamesADeploymentsImageAndZip) {
  const images::FunctionDocument deployment = document("DEPLOY");
  EXPECT_EQ("deploy", deployment.verb);
  ASSERT_EQ(hello().size(), deployment.architectures.size());
  for (size_t i = 0; i < hello().size(); ++i) {
    const images::FunctionArchitecture& built = deployment.architectures[i];
    EXPECT_EQ(peers::read_file(hello()[i].digest), peers::read_file(built.digest));
    EXPECT_EQ(hello()[i].architecture, built.architecture);
    EXPECT_TRUE(fs::equivalent(hello()[i].zip, built.zip));
    EXPECT_EQ("", built.layer);
  }
}

TEST(DeployDocument, NamesAPublicationsLayerAndNothingElse) {
  const images::FunctionDocument publication = document("PUBLISH");
  EXPECT_EQ("publish", publication.verb);
  ASSERT_EQ(2u, publication.architectures.size());
  for (const images::FunctionArchitecture& built : publication.architectures) {
    EXPECT_TRUE(peers::read_file(built.layer).starts_with("PK")) << built.layer;
    EXPECT_EQ("", built.manifest);
    EXPECT_EQ("", built.zip);
  }
}

}  // namespace
}  // namespace lambda::images_test
