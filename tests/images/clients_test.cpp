// Everybody's clients take the image as it is: skopeo, umoci, crane, and a registry between them.
#include <Poco/Dynamic/Var.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <gtest/gtest.h>

#include "tests/images/functions_under_test.h"
#include "tests/peers/oci_layout.h"
#include "tests/peers/registry.h"
#include "tests/peers/run.h"
#include "tests/peers/runfile.h"

namespace lambda::images_test {
namespace {

using peers::Outcome;
using peers::run;

std::string first_line(const std::filesystem::path& file) {
  const std::string text = peers::read_file(file);
  return text.substr(0, text.find('\n'));
}

std::string field(const std::string& json, const std::string& name) {
  Poco::JSON::Parser parser;
  return parser.parse(json).extract<Poco::JSON::Object::Ptr>()->getValue<std::string>(name);
}

class Clients : public testing::TestWithParam<Built> {
 protected:
  std::string in_layout() const {
    return "oci:" + hello_layout().string() + ":" + GetParam().architecture;
  }
};

TEST_P(Clients, SkopeoReadsTheLayout) {
  const Outcome inspected = run({{"skopeo", "inspect", in_layout()}});
  ASSERT_EQ(0, inspected.status) << inspected;
  EXPECT_EQ(GetParam().image_architecture, field(inspected.output, "Architecture"));
  EXPECT_EQ(first_line(GetParam().digest), field(inspected.output, "Digest"));
}

TEST_P(Clients, SkopeoReadsTheArchive) {
  const std::string archive = "docker-archive:" + GetParam().tar.string();
  const Outcome inspected = run({{"skopeo", "inspect", archive}});
  ASSERT_EQ(0, inspected.status) << inspected;
  EXPECT_EQ(GetParam().image_architecture, field(inspected.output, "Architecture"));
}

TEST_P(Clients, ArchiveAndLayoutHoldTheSameConfiguration) {
  const Outcome layout = run({{"skopeo", "inspect", "--config", "--raw", in_layout()}});
  const Outcome archive = run(
      {{"skopeo", "inspect", "--config", "--raw", "docker-archive:" + GetParam().tar.string()}});
  ASSERT_EQ(0, layout.status) << layout;
  EXPECT_EQ(layout.output, archive.output);
}

TEST_P(Clients, SkopeoCopiesBoth) {
  const std::string to = "oci:" + (peers::new_folder("copy") / "layout").string() + ":copy";
  const Outcome layout = run({{"skopeo", "--insecure-policy", "copy", in_layout(), to}});
  EXPECT_EQ(0, layout.status) << layout;
  const std::string again = "oci:" + (peers::new_folder("copy") / "layout").string() + ":copy";
  const Outcome archive = run({{"skopeo", "--insecure-policy", "copy",
                                "docker-archive:" + GetParam().tar.string(), again}});
  EXPECT_EQ(0, archive.status) << archive;
}

TEST_P(Clients, RegistryTakesTheImageUnchanged) {
  const auto registry = peers::start_registry();
  ASSERT_TRUE(registry.has_value()) << registry.error().message;
  const std::string host = "127.0.0.1:" + std::to_string((*registry)->port());
  const std::string name = host + "/hello:" + GetParam().architecture;
  const Outcome pushed = run({{"skopeo", "--insecure-policy", "copy", "--dest-tls-verify=false",
                               in_layout(), "docker://" + name}});
  ASSERT_EQ(0, pushed.status) << pushed;
  const Outcome valid = run({{"crane", "validate", "--insecure", "--remote", name}});
  EXPECT_EQ(0, valid.status) << valid;
  const Outcome digest = run({{"crane", "digest", "--insecure", name}});
  EXPECT_EQ(first_line(GetParam().digest) + "\n", digest.output) << digest;
}

TEST_P(Clients, CranePushesTheArchive) {
  const auto registry = peers::start_registry();
  ASSERT_TRUE(registry.has_value()) << registry.error().message;
  const std::string host = "127.0.0.1:" + std::to_string((*registry)->port());
  const std::string name = host + "/hello:archive";
  const Outcome pushed = run({{"crane", "push", "--insecure", GetParam().tar, name}});
  ASSERT_EQ(0, pushed.status) << pushed;
  const Outcome valid = run({{"crane", "validate", "--insecure", "--remote", name}});
  EXPECT_EQ(0, valid.status) << valid;
}

INSTANTIATE_TEST_SUITE_P(Hello, Clients, testing::ValuesIn(hello()),
                         [](const auto& info) { return info.param.architecture; });

TEST(Crane, PushesTheWholeLayout) {
  const auto registry = peers::start_registry();
  ASSERT_TRUE(registry.has_value()) << registry.error().message;
  const std::string host = "127.0.0.1:" + std::to_string((*registry)->port());
  const Outcome pushed =
      run({{"crane", "push", "--insecure", "--index", hello_layout(), host + "/hello:all"}});
  ASSERT_EQ(0, pushed.status) << pushed;
  const Outcome valid = run({{"crane", "validate", "--insecure", "--remote", host + "/hello:all"}});
  EXPECT_EQ(0, valid.status) << valid;
  for (const Built& built : hello()) {
    const std::string one = host + "/hello@" + first_line(built.digest);
    const Outcome image = run({{"crane", "validate", "--insecure", "--remote", one}});
    EXPECT_EQ(0, image.status) << image;
  }
}

}  // namespace
}  // namespace lambda::images_test
