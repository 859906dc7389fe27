// A function that was built, for tests of pushing it: documents and layers in a folder.
// Source: OCI Image Specification 1.1.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "deploy/push/push.h"
#include "deploy/push/push_options.h"
#include "images/tools/function/function_document.h"
#include "images/tools/oci/descriptor.h"

namespace lambda::deploy_test {

/// Bytes that do not compress, the same for the same seed.
std::string some_bytes(std::size_t size, unsigned seed);

/// Adds an image for `architecture` with a layer for each of `layers` to `function`, its files in
/// `folder`. `labels` are its config's.
void add_image(images::FunctionDocument& function, const std::filesystem::path& folder,
               const std::string& architecture, const std::vector<std::string>& layers,
               const std::map<std::string, std::string>& labels = {});

/// All that a registry must have for the image: its config and layers.
std::vector<images::Descriptor> blobs_of(const images::FunctionArchitecture& built);

std::string digest_of(const images::FunctionArchitecture& built);

/// Pushes to `repository` of the registry at `port`, with waits that suit a test.
deploy::PushOptions quick_options(std::uint16_t port, const std::string& repository);

/// Reads the function's images, resolves the destination and pushes, as the verb does. Says
/// nothing.
std::expected<deploy::PushResult, Error> push_function(const images::FunctionDocument& function,
                                                       const deploy::PushOptions& options);

/// The same for `--plan`.
std::expected<std::string, Error> preview_function(const images::FunctionDocument& function,
                                                   const deploy::PushOptions& options);

}  // namespace lambda::deploy_test
