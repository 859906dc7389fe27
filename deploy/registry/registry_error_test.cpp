// Refusals as registries write them.
#include "deploy/registry/registry_error.h"

#include <gtest/gtest.h>

namespace lambda::registry {
namespace {

const Url kUrl{{true, "r.example", 443}, "/v2/a/blobs/uploads/?_state=signed"};

struct Case {
  int status;
  std::string body;
  std::string type;
  Outlook outlook;
};

class Refusal : public testing::TestWithParam<Case> {};

TEST_P(Refusal, HasTypeAndOutlookAndShowsNoQuery) {
  const Fault fault = fault_of("PUT", kUrl, {GetParam().status, {}, GetParam().body});
  EXPECT_EQ(GetParam().type, fault.error.type);
  EXPECT_EQ(GetParam().outlook, fault.error.outlook);
  EXPECT_TRUE(fault.error.message.contains("PUT https://r.example/v2/a/blobs/uploads/ "));
  EXPECT_FALSE(fault.error.message.contains("signed"));
}

INSTANTIATE_TEST_SUITE_P(
    Registry, Refusal,
    testing::Values(Case{401, "", "Registry.Unauthorized", Outlook::kLasting},
                    Case{403, "<html>", "Registry.Denied", Outlook::kLasting},
                    Case{404, R"({"errors":[{"code":"NAME_UNKNOWN"}]})", "Registry.NameUnknown",
                         Outlook::kLasting},
                    Case{400, "{}", "Registry.Refused", Outlook::kLasting},
                    Case{413, "<html>", "Registry.Refused", Outlook::kLasting},
                    Case{501, "", "Registry.Refused", Outlook::kLasting},
                    Case{408, "", "Registry.Busy", Outlook::kPassing},
                    Case{425, "", "Registry.Busy", Outlook::kPassing},
                    Case{429, "", "Registry.Busy", Outlook::kPassing},
                    Case{502, "<html>", "Registry.Busy", Outlook::kPassing},
                    Case{504, "", "Registry.Busy", Outlook::kPassing},
                    Case{500, R"({"errors":[7]})", "Registry.Busy", Outlook::kPassing},
                    Case{503, R"({"errors":"x"})", "Registry.Busy", Outlook::kPassing}));

TEST(Refusal, SaysWhatToDo) {
  const auto message = [](int status) {
    return fault_of("PUT", kUrl, {status, {}, ""}).error.message;
  };
  EXPECT_TRUE(message(401).contains("docker login HOST")) << message(401);
  EXPECT_TRUE(message(401).contains("LAMBDA_REGISTRY_PASSWORD")) << message(401);
  EXPECT_TRUE(message(403).contains("expired")) << message(403);
  EXPECT_TRUE(message(413).contains("--chunk-mib=8")) << message(413);
  EXPECT_TRUE(message(404).ends_with("was answered 404")) << message(404);
}

TEST(Refusal, RepeatsTheRegistrysWords) {
  const Fault fault = fault_of(
      "PUT", kUrl, {400, {}, R"({"errors":[{"code":"MANIFEST_INVALID","message":"no config"}]})"});
  EXPECT_TRUE(fault.error.message.contains("MANIFEST_INVALID: no config")) << fault.error.message;
}

TEST(Refusal, CarriesTheAskedWaitOfWhatPassesAlone) {
  EXPECT_EQ(std::nullopt, fault_of("PUT", kUrl, {400, {{"retry-after", "7"}}, ""}).asked_wait);
  const Fault fault = fault_of("PUT", kUrl, {429, {{"retry-after", "7"}}, ""});
  EXPECT_EQ(Milliseconds(7000), fault.asked_wait);
}

TEST(RegistryWords, AreOnePrintableLine) {
  EXPECT_EQ(
      "DENIED: no; B: two lines",
      registry_words(
          R"({"errors":[{"code":"DENIED","message":"no"},{"code":"B","message":"two\nlines"}]})"));
  EXPECT_EQ("", registry_words("not json"));
  EXPECT_LE(registry_words(R"({"errors":[{"code":")" + std::string(5000, 'x') + R"("}]})").size(),
            600u);
}

}  // namespace
}  // namespace lambda::registry
