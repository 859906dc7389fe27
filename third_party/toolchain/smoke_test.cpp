// The toolchain works: C++23's library, exceptions, threads and Poco in one static program.
#include <expected>
#include <stdexcept>
#include <string>
#include <thread>

#include <Poco/SHA2Engine.h>
#include <gtest/gtest.h>

TEST(Toolchain, HasTheLibraryOfCpp23) {
  const std::expected<int, std::string> value = std::unexpected("none");
  EXPECT_EQ(value.error(), "none");
}

TEST(Toolchain, UnwindsThroughAThread) {
  bool is_caught = false;
  std::thread([&] {
    try {
      throw std::runtime_error("thrown");
    } catch (const std::exception&) {
      is_caught = true;
    }
  }).join();
  EXPECT_TRUE(is_caught);
}

TEST(Toolchain, LinksPoco) {
  Poco::SHA2Engine engine(Poco::SHA2Engine::SHA_256);
  engine.update(std::string("abc"));
  EXPECT_EQ(Poco::DigestEngine::digestToHex(engine.digest()),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
