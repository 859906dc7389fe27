// A layer is published when its newest version differs in anything. Source: publish_verb.h.
#include "deploy/lambda/publish_verb.h"

#include "gtest/gtest.h"
#include "images/tools/oci/json_text.h"

namespace lambda::deploy {
namespace {

DesiredLayer layer() {
  return {.name = "l",
          .description = "//l",
          .architecture = "arm64",
          .runtimes = {"provided.al2023"},
          .measured = {.sha256 = "same="}};
}

TEST(PublishedLayer, IsTheSameInContentRuntimesAndArchitecture) {
  const FoundLayer same{.sha256 = "same=",
                        .runtimes = {"provided.al2023"},
                        .architectures = {"arm64"}};
  EXPECT_TRUE(is_published(layer(), same));
  FoundLayer other = same;
  other.sha256 = "other=";
  EXPECT_FALSE(is_published(layer(), other));
  other = same;
  other.runtimes = {"provided.al2"};
  EXPECT_FALSE(is_published(layer(), other));
  other = same;
  other.architectures = {};
  EXPECT_FALSE(is_published(layer(), other));
}

TEST(PublishedLayer, SaysWhatItIsFor) {
  DesiredLayer desired = layer();
  EXPECT_EQ(images::json_text(*layer_input(desired)),
            R"({"CompatibleArchitectures":["arm64"],"CompatibleRuntimes":["provided.al2023"],)"
            R"("Description":"//l","LayerName":"l"})");
  desired.license = "MIT";
  EXPECT_EQ(*images::string_member(*layer_input(desired), "LicenseInfo"), "MIT");
}

}  // namespace
}  // namespace lambda::deploy
