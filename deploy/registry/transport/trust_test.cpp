// Which file is chosen, and what is said when there is none.
#include "deploy/registry/transport/trust.h"

#include <cstdlib>

#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"

namespace lambda::registry {
namespace {

TEST(Certificates, AreThoseAskedForBeforeTheEnvironments) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "asked", "a"));
  ASSERT_TRUE(write_file(folder / "variable", "b"));
  setenv("SSL_CERT_FILE", (folder / "variable").c_str(), 1);
  EXPECT_EQ(folder / "asked", find_certificates(folder / "asked"));
  EXPECT_EQ(folder / "variable", find_certificates(""));
}

TEST(Certificates, ThatAreNamedButAbsentAreAnError) {
  unsetenv("SSL_CERT_FILE");
  const auto found = find_certificates("/nonexistent/ca.pem");
  ASSERT_FALSE(found);
  EXPECT_EQ("Registry.BadCertificates", found.error().type);
  EXPECT_TRUE(found.error().message.contains("--ca-file"));
}

}  // namespace
}  // namespace lambda::registry
