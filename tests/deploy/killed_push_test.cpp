// kill -9 at random moments of a push, and what is left: never a tag on half an image; and the next
// push ends as if nothing had been. The seed is printed; LAMBDA_TEST_SEED repeats it.
#include <csignal>
#include <random>

#include <gtest/gtest.h>

#include "tests/deploy/cloud.h"
#include "tests/deploy/seed.h"
#include "tests/peers/child.h"
#include "tests/peers/oci_layout.h"

namespace lambda::deploy_test {
namespace {

using peers::Outcome;
using std::chrono::microseconds;

constexpr int kKills = 40;
constexpr char kManifestType[] = "application/vnd.oci.image.manifest.v1+json";

class KilledPush : public Cloud {
 protected:
  static peers::Command push_to(const std::string& repository) {
    return command(hello(), "push", {"--repository", in_ecr(repository), "--tag", "v1"},
                   ecr_password());
  }

  static peers::HttpResponse behind(const std::string& method, const std::string& path) {
    const auto answer =
        peers::exchange(ecr().plain_port(), {method, path, {{"accept", kManifestType}}, ""});
    EXPECT_TRUE(answer.has_value()) << answer.error().message;
    return answer.value_or(peers::HttpResponse{});
  }

  // Whether the tag is there; then all that its image has must be there too.
  static bool has_whole_image(const std::string& repository) {
    const std::string root = "/v2/" + repository;
    const peers::HttpResponse manifest = behind("GET", root + "/manifests/v1");
    if (manifest.status == 404) {
      return false;
    }
    EXPECT_EQ(200, manifest.status) << manifest.body;
    const ArchitectureFiles files = hello().architectures[0];
    EXPECT_EQ(files.digest_text(), peers::sha256_digest(manifest.body));
    std::vector<std::filesystem::path> blobs = {files.config};
    for (const auto& layer : files.layers) {
      blobs.push_back(*layer);
    }
    for (const std::filesystem::path& blob : blobs) {
      const std::string name = root + "/blobs/sha256:" + blob.filename().string();
      EXPECT_EQ(200, behind("HEAD", name).status) << name;
    }
    return true;
  }
};

TEST_F(KilledPush, LeavesNoTagOnHalfAnImageAndEndsWhenRunAgain) {
  std::mt19937 random(test_seed());
  make_repository("whole");
  make_repository("first");
  ASSERT_EQ(0, peers::run(push_to("first")).status);  // The second is as fast as all others.
  const auto begin = std::chrono::steady_clock::now();
  const Outcome whole = peers::run(push_to("whole"));
  ASSERT_EQ(0, whole.status) << whole;
  const auto time =
      std::chrono::duration_cast<microseconds>(std::chrono::steady_clock::now() - begin);
  std::uniform_int_distribution<int64_t> moments(0, time.count());
  int killed = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    const std::string repository = "killed" + std::to_string(kill);
    make_repository(repository);
    auto child = peers::Child::start(push_to(repository));
    ASSERT_TRUE(child.has_value()) << child.error().message;
    const microseconds moment(moments(random));
    if (!child->wait(std::chrono::duration_cast<std::chrono::milliseconds>(moment))) {
      child->send(SIGKILL);
      child->wait(std::chrono::seconds(5));
      ++killed;
    }
    has_whole_image(repository);
    const Outcome again = peers::run(push_to(repository));
    ASSERT_EQ(0, again.status) << "killed after " << moment << ": " << again;
    EXPECT_EQ(whole.output.substr(whole.output.find('@')),
              again.output.substr(again.output.find('@')));
    EXPECT_TRUE(has_whole_image(repository)) << "killed after " << moment;
  }
  EXPECT_GT(killed, kKills / 4) << "most pushes ended before they could be killed";
}

}  // namespace
}  // namespace lambda::deploy_test
