// A config.json in a folder, and helpers that are real programs: this test itself, by a link.
#include "deploy/registry/login/docker_credentials.h"

#include <cstdlib>
#include <iostream>
#include <string>

#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"

namespace lambda::registry {
namespace {

const Origin kRegistry{true, "r.example", 443};

/// A folder on PATH in which this program stands under the name of a helper.
class Helper : public testing::Test {
 protected:
  void SetUp() override {
    const auto self = std::filesystem::read_symlink("/proc/self/exe");
    for (const char* name : {"known", "unknown", "broken", "identity"}) {
      std::filesystem::create_symlink(self,
                                      folder_.path() / (std::string("docker-credential-") + name));
    }
    setenv("PATH", folder_.path().c_str(), 1);
  }

  std::expected<std::optional<Credentials>, Error> ask(const std::string& config) {
    EXPECT_TRUE(write_file(folder_ / "config.json", config));
    return docker_credentials(folder_ / "config.json", kRegistry);
  }

  TemporaryFolder folder_;
};

TEST_F(Helper, IsAskedByStandardInput) {
  const auto found = ask(R"({"credHelpers": {"r.example": "known"}})");
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_TRUE(*found);
  EXPECT_EQ("user of r.example", (*found)->user);
  EXPECT_EQ("secret", (*found)->password);
}

TEST_F(Helper, MayGiveAnIdentityToken) {
  const auto found = ask(R"({"credsStore": "identity"})");
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ("secret", found->value().identity_token);
}

TEST_F(Helper, ThatKnowsNothingLeavesItToTheFile) {
  const auto found =
      ask(R"({"credsStore": "unknown", "auths": {"r.example": {"auth": "dXNlcjpwYXNz"}}})");
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ("user", found->value().user);
}

TEST_F(Helper, ThatFailsOrIsAbsentIsAnErrorThatNamesIt) {
  for (const std::string name : {"broken", "absent"}) {
    const auto found = ask(R"({"credsStore": ")" + name + R"("})");
    ASSERT_FALSE(found);
    EXPECT_EQ("Credentials.Helper", found.error().type);
    EXPECT_TRUE(found.error().message.contains("docker-credential-" + name));
  }
}

TEST_F(Helper, OrLoginOfAnotherRegistryMayBeMalformed) {
  const auto found = ask(R"({"auths": {"bad.example": {"auth": "%%%"}},
                             "credHelpers": {"worse.example": "../x", "r.example": "known"}})");
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_TRUE(*found);
  EXPECT_EQ("secret", (*found)->password);
}

TEST_F(Helper, OrLoginOfThisRegistryThatIsMalformedIsAnError) {
  for (const char* config :
       {R"({"credsStore": "../x"})", R"({"credHelpers": {"r.example": "a b"}})",
        R"({"auths": {"r.example": {"auth": "%%%"}}})"}) {
    const auto found = ask(config);
    ASSERT_FALSE(found) << config;
    EXPECT_EQ("Credentials.Malformed", found.error().type);
    EXPECT_TRUE(found.error().message.contains((folder_ / "config.json").string()))
        << found.error().message;
  }
}

TEST(DockerCredentials, OfNoFileAreAbsent) {
  const auto found = docker_credentials("/nonexistent/config.json", kRegistry);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_FALSE(*found);
}

TEST(DockerConfigPath, IsInTheFolderThatIsNamedElseAtHome) {
  setenv("HOME", "/ada", 1);
  setenv("DOCKER_CONFIG", "/etc/docker", 1);
  EXPECT_EQ("/etc/docker/config.json", docker_config_path());
  setenv("DOCKER_CONFIG", "", 1);
  EXPECT_EQ("/ada/.docker/config.json", docker_config_path());
  unsetenv("DOCKER_CONFIG");
  EXPECT_EQ("/ada/.docker/config.json", docker_config_path());
  setenv("HOME", "", 1);
  EXPECT_EQ("", docker_config_path());
  unsetenv("HOME");
  EXPECT_EQ("", docker_config_path());
}

TEST_F(Helper, SaysWhatItSaidWhenItFails) {
  const auto found = ask(R"({"credsStore": "broken"})");
  ASSERT_FALSE(found);
  EXPECT_TRUE(found.error().message.contains("no key chain")) << found.error().message;
  EXPECT_TRUE(found.error().message.contains("status 1")) << found.error().message;
  EXPECT_TRUE(found.error().message.contains("r.example")) << found.error().message;
}

TEST(HelperAnswer, MustHaveUserAndSecret) {
  EXPECT_TRUE(parse_helper_answer(R"({"ServerURL":"","Username":"u","Secret":"s"})"));
  EXPECT_FALSE(parse_helper_answer(R"({"Username":"u"})"));
  EXPECT_FALSE(parse_helper_answer(R"({"Username":"","Secret":"s"})"));
  EXPECT_FALSE(parse_helper_answer(""));
}

/// What this program does under the name of a helper.
int answer_as(const std::string& name) {
  std::string server;
  std::getline(std::cin, server);
  if (name.ends_with("unknown")) {
    std::cout << "credentials not found in native keychain\n";
    return 1;
  }
  if (name.ends_with("broken")) {
    std::cerr << "no key chain\n";
    return 1;
  }
  const std::string user = name.ends_with("identity") ? "<token>" : "user of " + server;
  std::cout << R"({"ServerURL":")" << server << R"(","Username":")" << user
            << R"(","Secret":"secret"})";
  return 0;
}

}  // namespace
}  // namespace lambda::registry

int main(int argc, char** argv) {
  const std::string name = std::filesystem::path(argv[0]).filename();
  if (name.starts_with("docker-credential-")) {
    return lambda::registry::answer_as(name);
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
