// Each step of a push meets each fault, once and always, before a real registry. However it ends,
// a tag stands for a whole image or is not there, no password went to another host, and the same
// push without the fault ends right.
#include <atomic>
#include <cstdlib>
#include <memory>
#include <string>
#include <tuple>

#include <gtest/gtest.h>

#include "tests/deploy/push/built_function.h"
#include "tests/deploy/push/fault_server.h"
#include "tests/peers/http.h"
#include "tests/peers/registry.h"
#include "tests/peers/responder.h"
#include "tests/peers/runfile.h"

namespace lambda::deploy_test {
namespace {

constexpr int kAlways = 1'000'000;
constexpr char kTag[] = "v1";

using Case = std::tuple<Step, Fault, int>;

/// A push of one image to a registry that the test spoils.
class FaultyRegistry : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    setenv("LAMBDA_REGISTRY_USER", "user", 1);
    setenv("LAMBDA_REGISTRY_PASSWORD", "secret", 1);
    setenv("DOCKER_CONFIG", peers::new_folder("docker").c_str(), 1);
    auto registry = peers::start_registry();
    ASSERT_TRUE(registry.has_value()) << registry.error().message;
    registry_ = std::move(*registry);
    function_ = {};
    // Two blobs that go in one request, and one that goes in a chunk.
    add_image(function_, peers::new_folder("function"), "x86_64",
              {some_bytes(20'000, 1), some_bytes(300'000, 2)});
  }
  static void TearDownTestSuite() { registry_.reset(); }

  void SetUp() override { ASSERT_NE(nullptr, registry_); }

  static peers::HttpResponse ask(const std::string& method, const std::string& path) {
    const auto answer = peers::exchange(
        registry_->port(), {method, path, {{"accept", std::string(images::kManifestType)}}, {}});
    EXPECT_TRUE(answer.has_value()) << answer.error().message;
    return answer.value_or(peers::HttpResponse{});
  }

  static bool is_tagged(const std::string& name) {
    return ask("HEAD", "/v2/" + name + "/manifests/" + kTag).status == 200;
  }

  static void expect_whole(const std::string& name) {
    const auto& built = function_.architectures.front();
    const auto tagged = ask("HEAD", "/v2/" + name + "/manifests/" + kTag);
    EXPECT_EQ(200, tagged.status);
    EXPECT_EQ(digest_of(built), tagged.headers.at("docker-content-digest"));
    for (const images::Descriptor& blob : blobs_of(built)) {
      EXPECT_EQ(200, ask("HEAD", "/v2/" + name + "/blobs/" + blob.digest).status) << blob.digest;
    }
  }

  static auto push_to(std::uint16_t port, const std::string& name) {
    deploy::PushOptions options = quick_options(port, name);
    options.tags = {kTag};
    return push_function(function_, options);
  }

  static std::unique_ptr<peers::Server> registry_;
  static images::FunctionDocument function_;
};

std::unique_ptr<peers::Server> FaultyRegistry::registry_;
images::FunctionDocument FaultyRegistry::function_;

class PushFault : public FaultyRegistry, public testing::WithParamInterface<Case> {};

/// What is wrong whatever is tried again: an answer that may not be believed, or not be followed.
bool is_final(Step step, Fault fault) {
  const bool is_question = step == Step::kAskManifest || step == Step::kAskBlob;
  if (fault == Fault::kRedirectElsewhere) {
    return !is_question;
  }
  const bool names_digest =
      step == Step::kCloseUpload || step == Step::kPutManifest || step == Step::kPutTag;
  return fault == Fault::kWrongDigest && names_digest;
}

TEST_P(PushFault, EndsRightOrWithAClearErrorAndNeverWithATagOnAHalfImage) {
  const auto [step, fault, times] = GetParam();
  std::atomic<int> visits = 0;
  std::atomic<bool> was_password_seen = false;
  const peers::Responder elsewhere([&](const peers::HttpRequest& request) {
    ++visits;
    if (request.headers.contains("authorization")) {
      was_password_seen = true;
    }
    return peers::HttpResponse{404, {}, "{}"};
  });
  std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
  name = "case" + name.substr(name.rfind('/') + 1);
  for (char& c : name) {
    c = static_cast<char>(std::tolower(c));
  }
  FaultServer faulty(registry_->port(), elsewhere.port(), step, fault, times);

  const auto result = push_to(faulty.port(), name);

  EXPECT_GT(faulty.failed(), 0) << "the fault never happened";
  EXPECT_FALSE(was_password_seen);
  if (result) {
    expect_whole(name);
  } else {
    EXPECT_FALSE(result.error().message.empty());
    EXPECT_FALSE(result.error().message.contains("secret")) << result.error().message;
    if (is_tagged(name)) {
      expect_whole(name);  // The fault was behind the last step.
    }
    if (step < Step::kPutTag) {
      EXPECT_FALSE(is_tagged(name)) << result.error().message;
    }
  }
  const bool should_pass = times != kAlways && !is_final(step, fault);
  if (should_pass) {
    EXPECT_TRUE(result.has_value()) << result.error().message;
  }
  if (is_final(step, fault) ||
      (times == kAlways && fault != Fault::kWrongDigest && fault != Fault::kRedirectElsewhere)) {
    EXPECT_FALSE(result.has_value());
  }

  const FaultServer well(registry_->port(), elsewhere.port(), step, fault, 0);
  const auto again = push_to(well.port(), name);
  EXPECT_TRUE(again.has_value()) << again.error().message;
  expect_whole(name);
}

std::string name_of(const testing::TestParamInfo<Case>& info) {
  constexpr const char* kSteps[] = {"AskManifest", "AskBlob",     "StartUpload", "SendChunk",
                                    "CloseUpload", "PutManifest", "PutTag",      "ReadBlob"};
  constexpr const char* kFaults[] = {
      "RefuseConnection", "DropWithin",      "KeepHalf",    "LoseAnswer",
      "CutAnswer",        "TooManyRequests", "ServerError", "BadGateway",
      "NoHttp",           "Stall",           "WrongDigest", "RedirectElsewhere"};
  return std::string(kSteps[static_cast<int>(std::get<0>(info.param))]) +
         kFaults[static_cast<int>(std::get<1>(info.param))] +
         (std::get<2>(info.param) == kAlways ? "Always" : "Once");
}

const auto kSteps =
    testing::Values(Step::kAskManifest, Step::kAskBlob, Step::kStartUpload, Step::kSendChunk,
                    Step::kCloseUpload, Step::kPutManifest, Step::kPutTag);

INSTANTIATE_TEST_SUITE_P(
    Once, PushFault,
    testing::Combine(kSteps,
                     testing::Values(Fault::kRefuseConnection, Fault::kDropWithin,
                                     Fault::kLoseAnswer, Fault::kCutAnswer, Fault::kTooManyRequests,
                                     Fault::kServerError, Fault::kBadGateway, Fault::kNoHttp,
                                     Fault::kStall, Fault::kWrongDigest, Fault::kRedirectElsewhere),
                     testing::Values(1)),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Always, PushFault,
    testing::Combine(kSteps,
                     testing::Values(Fault::kRefuseConnection, Fault::kCutAnswer,
                                     Fault::kTooManyRequests, Fault::kServerError,
                                     Fault::kWrongDigest, Fault::kRedirectElsewhere),
                     testing::Values(kAlways)),
    name_of);

// A stall is waited for at each attempt: two steps tell enough.
INSTANTIATE_TEST_SUITE_P(Stalled, PushFault,
                         testing::Values(Case{Step::kAskManifest, Fault::kStall, kAlways},
                                         Case{Step::kSendChunk, Fault::kStall, kAlways}),
                         name_of);

TEST_F(FaultyRegistry, GoesOnWhereAChunkBroke) {
  const peers::Responder elsewhere([](const auto&) { return peers::HttpResponse{404, {}, ""}; });
  const FaultServer faulty(registry_->port(), elsewhere.port(), Step::kSendChunk, Fault::kKeepHalf,
                           1);
  const auto result = push_to(faulty.port(), "resumed");
  ASSERT_TRUE(result.has_value()) << result.error().message;
  expect_whole("resumed");
  std::uint64_t bytes = 0;
  for (const images::Descriptor& blob : blobs_of(function_.architectures.front())) {
    bytes += blob.size;
  }
  EXPECT_EQ(bytes, faulty.uploaded_bytes()) << "no byte twice\n" << registry_->log();
}

}  // namespace
}  // namespace lambda::deploy_test
