// What is seen on a terminal and in a log, by a clock that the test moves.
#include "deploy/push/progress.h"

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>

namespace lambda::deploy {
namespace {

class Text : public testing::Test {
 protected:
  TextProgress make(bool is_terminal) {
    return TextProgress(out_, is_terminal, [this] { return now_; });
  }
  std::ostringstream out_;
  std::chrono::steady_clock::time_point now_{};
};

TEST_F(Text, OnATerminalIsOneLineThatGoesAway) {
  auto progress = make(true);
  progress.expect(2'000'000);
  progress.sent(1'000'000);
  EXPECT_EQ("", out_.str());
  now_ += std::chrono::milliseconds(100);
  progress.sent(500'000);
  EXPECT_EQ("\r\x1b[Ksent 1.5 MB of 2.0 MB", out_.str());
  progress.note("done");
  EXPECT_TRUE(out_.str().ends_with("\r\x1b[Kdone\n"));
  progress.finish();
  EXPECT_TRUE(out_.str().ends_with("done\n"));
}

TEST_F(Text, OnATerminalGoesAwayAtTheEnd) {
  auto progress = make(true);
  progress.expect(1'000);
  now_ += std::chrono::milliseconds(100);
  progress.sent(500);
  progress.finish();
  EXPECT_TRUE(out_.str().ends_with("\r\x1b[Ksent 500 B of 1.0 kB\r\x1b[K")) << out_.str();
  const std::string drawn = out_.str();
  progress.finish();
  EXPECT_EQ(drawn, out_.str()) << "there is nothing more to take away";
}

TEST_F(Text, IsDrawnTenTimesASecondAtMost) {
  auto progress = make(true);
  progress.expect(1'000);
  for (int i = 0; i < 10; ++i) {
    now_ += std::chrono::milliseconds(50);
    progress.sent(1);
  }
  const std::string text = out_.str();
  EXPECT_EQ(5, std::ranges::count(text, '\r')) << text;
}

TEST_F(Text, BeginsAnewWithWhatIsExpectedNext) {
  auto progress = make(false);
  progress.expect(1'000);
  progress.sent(1'000);
  now_ += std::chrono::seconds(60);
  progress.expect(2'000'000);
  now_ += std::chrono::seconds(10);
  progress.sent(1'000'000);
  EXPECT_EQ("sent 1.0 MB of 2.0 MB, 100.0 kB/s\n", out_.str());
}

TEST_F(Text, ElsewhereIsALineNowAndThen) {
  auto progress = make(false);
  progress.expect(40'000'000);
  now_ += std::chrono::seconds(9);
  progress.sent(10'000'000);
  EXPECT_EQ("", out_.str());
  now_ += std::chrono::seconds(1);
  progress.sent(10'000'000);
  EXPECT_EQ("sent 20.0 MB of 40.0 MB, 2.0 MB/s\n", out_.str());
  EXPECT_FALSE(out_.str().contains('\r'));
}

TEST(Size, IsForPeople) {
  EXPECT_EQ("0 B", size_text(0));
  EXPECT_EQ("999 B", size_text(999));
  EXPECT_EQ("1.0 kB", size_text(1000));
  EXPECT_EQ("1.0 MB", size_text(999'999));
  EXPECT_EQ("10.0 GB", size_text(10'000'000'000));
}

TEST(PushPlanText, SaysWhatIsSentAndWhatIsCopied) {
  PushPlan plan;
  plan.push.images.push_back({.architecture = "x86_64",
                              .digest = "sha256:" + std::string(64, 'a'),
                              .manifest_text = "{}",
                              .config_text = "{}",
                              .manifest = {},
                              .layers = {},
                              .base = std::nullopt});
  plan.found = {.manifests = {Presence::kAbsent}, .blobs = {}, .tags = {Presence::kThere}};
  const registry::RepositoryName base{{true, "base.example", 443}, "al"};
  plan.missing.push_back({{"", "sha256:" + std::string(64, 'b'), 2'000'000}, nullptr, {}, base});
  plan.missing.push_back({{"", "sha256:" + std::string(64, 'c'), 300}, nullptr, "layer", {}});
  plan.blobs_there = 2;
  plan.push.tags = {{"v1", "", "sha256:" + std::string(64, 'a'), ""}};
  const std::string text = push_plan_text(plan, {{true, "r.example", 443}, "hello"});
  EXPECT_EQ("image x86_64: r.example/hello@sha256:" + std::string(64, 'a') +
                " is to be pushed\n2 of its blobs are there already\ncopy  sha256:" +
                std::string(64, 'b') + " 2.0 MB from base.example/al\nsend  sha256:" +
                std::string(64, 'c') + " 300 B\ntag   v1 stands for it already\n",
            text);
}

}  // namespace
}  // namespace lambda::deploy
