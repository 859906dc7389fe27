// An event comes from a word, a file or a stream, and never longer than Lambda takes.
#include "deploy/lambda/payload.h"

#include <sstream>

#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"

namespace lambda::deploy {
namespace {

TEST(Payload, ComesFromAWordAFileOrAStream) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "event.json", "[2]").has_value());
  std::istringstream input("[3]");
  EXPECT_EQ(read_payload({}, false, input).value(), "{}");
  EXPECT_EQ(read_payload({"[1]"}, false, input).value(), "[1]");
  EXPECT_EQ(read_payload({"@" + (folder / "event.json").string()}, false, input).value(), "[2]");
  EXPECT_EQ(read_payload({"-"}, false, input).value(), "[3]");
}

TEST(Payload, HasAMaximum) {
  std::istringstream exact(std::string(6'291'456, 'x'));
  EXPECT_TRUE(read_payload({"-"}, false, exact).has_value());
  std::istringstream longer(std::string(6'291'457, 'x'));
  EXPECT_EQ(read_payload({"-"}, false, longer).error().type, "Invoke.TooLarge");
  std::istringstream async_exact(std::string(1'048'576, 'x'));
  EXPECT_TRUE(read_payload({"-"}, true, async_exact).has_value());
  std::istringstream async(std::string(1'048'577, 'x'));
  EXPECT_EQ(read_payload({"-"}, true, async).error().type, "Invoke.TooLarge");
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "l", std::string(6'291'457, 'x')).has_value());
  std::istringstream none;
  EXPECT_EQ(read_payload({"@" + (folder / "l").string()}, false, none).error().type,
            "Invoke.TooLarge");
}

TEST(Payload, IsOneWord) {
  std::istringstream none;
  EXPECT_EQ(read_payload({"{", "}"}, false, none).error().type, "Usage");
  EXPECT_EQ(read_payload({"@/no/such/file"}, false, none).error().type, "File.Unreadable");
}

}  // namespace
}  // namespace lambda::deploy
