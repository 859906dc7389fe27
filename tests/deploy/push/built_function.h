// A function that was built, for tests of pushing it: documents and layers in a folder.
// Source: OCI Image Specification 1.1; deploy/function/function_document.h.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "deploy/function/function_document.h"
#include "deploy/push/progress.h"
#include "deploy/push/push_options.h"
#include "images/tools/oci/descriptor.h"

namespace lambda::deploy_test {

/// Bytes that do not compress, the same for the same seed.
std::string some_bytes(std::size_t size, unsigned seed);

/// Adds an image for `architecture` with a layer for each of `layers` to `function`, its files in
/// `folder`. `labels` are its config's.
void add_image(deploy::FunctionDocument& function, const std::filesystem::path& folder,
               const std::string& architecture, const std::vector<std::string>& layers,
               const std::map<std::string, std::string>& labels = {});

/// All that a registry must have for the image: its config and layers.
std::vector<images::Descriptor> blobs_of(const deploy::FunctionArchitecture& built);

std::string digest_of(const deploy::FunctionArchitecture& built);

/// Pushes to `repository` of the registry at `port`, with waits that suit a test.
deploy::PushOptions quick_options(std::uint16_t port, const std::string& repository);

/// Says nothing.
class NoProgress final : public deploy::Progress {
 public:
  void note(const std::string&) override {}
  void expect(std::uint64_t) override {}
  void sent(std::uint64_t) override {}
  void finish() override {}
};

}  // namespace lambda::deploy_test
