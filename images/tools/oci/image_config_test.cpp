// What is inherited from a base, what is replaced, and which bases are refused.
#include "images/tools/oci/image_config.h"

#include <string>

#include <gtest/gtest.h>

#include "core/digest/sha256.h"

namespace lambda::images {
namespace {

ConfigChange change() {
  return {.architecture = "amd64",
          .entrypoint = {"/lambda-entrypoint"},
          .working_folder = "/var/task",
          .environment = {{"LAMBDA_TASK_ROOT", "/var/task"}},
          .environment_defaults = {{"PATH", "/default"}},
          .labels = {{"mine", "1"}},
          .layers = {{sha256_digest("ours"), "lambda_function: bootstrap"}}};
}

std::string base_config(const std::string& more = "") {
  return R"({"architecture":"amd64","os":"linux","created":"2024-01-01T00:00:00Z",)"
         R"("config":{"Env":["PATH=/base","LAMBDA_TASK_ROOT=/old"],"Cmd":["/bin/bash"],)"
         R"("Labels":{"theirs":"2"},"User":"993","StopSignal":"SIGINT"},)"
         R"("rootfs":{"type":"layers","diff_ids":[")" +
         sha256_digest("base") + R"("]})" + more + "}";
}

TEST(ImageConfig, OfTheEmptyBaseHasOursOnly) {
  const auto config = derive_config("", 0, change());
  ASSERT_TRUE(config.has_value()) << config.error().message;
  EXPECT_EQ(*config,
            R"({"architecture":"amd64","config":{"Entrypoint":["/lambda-entrypoint"],)"
            R"("Env":["LAMBDA_TASK_ROOT=/var/task","PATH=/default"],"Labels":{"mine":"1"},)"
            R"("WorkingDir":"/var/task"},"created":"1970-01-01T00:00:00Z",)"
            R"("history":[{"created":"1970-01-01T00:00:00Z",)"
            R"("created_by":"lambda_function: bootstrap"}],"os":"linux",)"
            R"("rootfs":{"diff_ids":[")" +
                sha256_digest("ours") + R"("],"type":"layers"}})");
}

TEST(ImageConfig, InheritsWhatItDoesNotReplace) {
  const auto config = derive_config(base_config(), 1, change());
  ASSERT_TRUE(config.has_value()) << config.error().message;
  for (const char* kept : {R"("Env":["PATH=/base","LAMBDA_TASK_ROOT=/var/task"])",
                           R"("Labels":{"mine":"1","theirs":"2"})", R"("User":"993")",
                           R"("StopSignal":"SIGINT")", R"("created_by":"base layer")"}) {
    EXPECT_NE(config->find(kept), std::string::npos) << kept << " in " << *config;
  }
  const std::string ids =
      R"("diff_ids":[")" + sha256_digest("base") + R"(",")" + sha256_digest("ours") + "\"]";
  EXPECT_NE(config->find(ids), std::string::npos);
}

TEST(ImageConfig, DropsTheBasesCommandAndTime) {
  const auto config = derive_config(base_config(), 1, change());
  ASSERT_TRUE(config.has_value());
  for (const char* gone : {"Cmd", "bash", "2024"}) {
    EXPECT_EQ(config->find(gone), std::string::npos) << gone;
  }
}

// Each of these would be wrong for an image on the base.
TEST(ImageConfig, DropsWhatIsTheBasesAlone) {
  for (const char* member : {"Image", "OnBuild", "Hostname", "ArgsEscaped"}) {
    std::string base = base_config();
    base.insert(base.find("\"User\""), "\"" + std::string(member) + "\":[\"gone\"],");
    const auto config = derive_config(base, 1, change());
    ASSERT_TRUE(config.has_value()) << config.error().message;
    EXPECT_EQ(config->find("gone"), std::string::npos) << member << " in " << *config;
  }
  for (const char* member : {"container", "container_config", "docker_version", "author", "id"}) {
    const auto config =
        derive_config(base_config(",\"" + std::string(member) + "\":\"gone\""), 1, change());
    ASSERT_TRUE(config.has_value()) << config.error().message;
    EXPECT_EQ(config->find("gone"), std::string::npos) << member << " in " << *config;
  }
}

TEST(ImageConfig, SetsTheCommandWhenAsked) {
  ConfigChange with_handler = change();
  with_handler.command = {"app.main"};
  const auto config = derive_config(base_config(), 1, with_handler);
  ASSERT_TRUE(config.has_value());
  EXPECT_NE(config->find(R"("Cmd":["app.main"])"), std::string::npos);
}

TEST(ImageConfig, SetsTheUserWhenAsked) {
  ConfigChange with_user = change();
  with_user.user = "1000:1000";
  const auto config = derive_config(base_config(), 1, with_user);
  ASSERT_TRUE(config.has_value());
  EXPECT_NE(config->find(R"("User":"1000:1000")"), std::string::npos);
}

TEST(ImageConfig, PutsItsHistoryBehindTheBases) {
  const std::string two = R"(,"history":[{"created_by":"one"},)"
                          R"({"created_by":"two","empty_layer":true}])";
  const auto config = derive_config(base_config(two), 1, change());
  ASSERT_TRUE(config.has_value()) << config.error().message;
  EXPECT_LT(config->find("\"two\""), config->find("lambda_function: bootstrap"));
  EXPECT_EQ(config->find("base layer"), std::string::npos);
}

// The base's history has one of its two layers, as after a tool has added a layer.
TEST(ImageConfig, CompletesAPartialHistory) {
  std::string base = base_config(R"(,"history":[{"created_by":"one"}])");
  base.insert(base.find("]}"), ",\"" + sha256_digest("second") + "\"");
  const auto config = derive_config(base, 2, change());
  ASSERT_TRUE(config.has_value()) << config.error().message;
  EXPECT_NE(config->find(R"("history":[{"created_by":"one"},{"created":"1970-01-01T00:00:00Z",)"
                         R"("created_by":"base layer"},{"created":"1970-01-01T00:00:00Z",)"
                         R"("created_by":"lambda_function: bootstrap"}])"),
            std::string::npos)
      << *config;
}

// Of one layer the base tells three times: lines beyond it say that they have none.
TEST(ImageConfig, MarksLinesThatHaveNoLayer) {
  const std::string three = R"(,"history":[{"created_by":"one"},{"created_by":"two"},)"
                            R"({"created_by":"three","empty_layer":false}])";
  const auto config = derive_config(base_config(three), 1, change());
  ASSERT_TRUE(config.has_value()) << config.error().message;
  EXPECT_NE(config->find(R"("history":[{"created_by":"one"},)"
                         R"({"created_by":"two","empty_layer":true},)"
                         R"({"created_by":"three","empty_layer":true},{"created":)"),
            std::string::npos)
      << *config;
}

struct RefusedCase {
  std::string base;
  std::size_t layers;
  std::string type;
  std::string word;
};

class RefusedBase : public testing::TestWithParam<RefusedCase> {};

TEST_P(RefusedBase, SaysWhy) {
  const auto config = derive_config(GetParam().base, GetParam().layers, change());
  ASSERT_FALSE(config.has_value());
  EXPECT_EQ(config.error().type, GetParam().type);
  EXPECT_NE(config.error().message.find(GetParam().word), std::string::npos)
      << config.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    ImageConfig, RefusedBase,
    testing::Values(
        RefusedCase{R"({"architecture":"arm64","os":"linux"})", 0, "Config.WrongPlatform", "arm64"},
        RefusedCase{R"({"architecture":"amd64","os":"windows"})", 0, "Config.WrongPlatform",
                    "windows"},
        RefusedCase{"{}", 0, "Config.WrongPlatform", "none"},
        RefusedCase{"[", 0, "Json.Malformed", "base config"},
        RefusedCase{base_config(), 2, "Config.Malformed", "1 diff_ids"},
        RefusedCase{R"({"architecture":"amd64","os":"linux","rootfs":{"diff_ids":[1]}})", 1,
                    "Config.Malformed", "diff_id 0"},
        RefusedCase{base_config(R"(,"history":[1])"), 1, "Config.Malformed", "not an object"}));

}  // namespace
}  // namespace lambda::images
