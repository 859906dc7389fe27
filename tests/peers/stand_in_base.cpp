// One layout with an image for each architecture; the index over both is made in the registry.
#include "tests/peers/stand_in_base.h"

#include <sstream>

#include "tests/peers/run.h"
#include "tests/peers/runfile.h"

namespace lambda::peers {
namespace {

namespace fs = std::filesystem;
using Environment = std::map<std::string, std::string>;

constexpr size_t kPaddingBytes = 200'000;

std::expected<std::string, Error> output_of(const std::vector<std::string>& arguments,
                                            const Environment& environment = {}) {
  const Outcome outcome = run({arguments, environment, {}, {}});
  if (outcome.status == 0) {
    return outcome.output.substr(0, outcome.output.find('\n'));
  }
  std::ostringstream text;
  for (const std::string& argument : arguments) {
    text << argument << ' ';
  }
  text << outcome;
  return std::unexpected(Error{"Peers.Base", text.str()});
}

// Bytes that deflate cannot make much smaller, so that a blob can be cut.
std::string padding() {
  std::string bytes;
  for (unsigned state = 1; bytes.size() < kPaddingBytes;) {
    state = state * 1664525u + 1013904223u;
    bytes.push_back(static_cast<char>(state >> 24));
  }
  return bytes;
}

fs::path make_root() {
  const fs::path root = new_folder("root");
  for (const std::string folder : {"etc", "tmp", "usr/share", "var/task", "var/runtime"}) {
    fs::create_directories(root / folder);
  }
  write_file(root / kStandInFile, "Made by a test to stand in for a base image.\n");
  write_file(root / "etc/os-release", "NAME=\"Stand-in base\"\nID=stand-in\n");
  write_file(root / "usr/share/padding", padding());
  return root;
}

std::expected<std::string, Error> make_image(const fs::path& layout, const fs::path& root,
                                             const std::string& architecture) {
  const std::string image = layout.string() + ":" + architecture;
  return output_of({"umoci", "new", "--image", image})
      .and_then([&](auto) { return output_of({"umoci", "insert", "--image", image, root, "/"}); })
      .and_then([&](auto) {
        return output_of({"umoci", "config", "--image", image, "--os", "linux", "--architecture",
                          architecture, "--config.env", "STAND_IN=yes", "--config.env",
                          "PATH=/usr/bin:/bin", "--config.label", "stand-in=yes"});
      });
}

}  // namespace

std::expected<PushedBase, Error> push_stand_in_base(const std::string& host,
                                                    const Environment& environment) {
  const fs::path layout = new_folder("base") / "layout";
  const fs::path root = make_root();
  PushedBase pushed{.repository = "base", .index = "", .platforms = {}};
  std::vector<std::string> append = {"crane",      "index", "append",
                                     "--insecure", "--tag", host + "/base:2023"};
  auto done = output_of({"umoci", "init", "--layout", layout});
  for (const std::string architecture : {"amd64", "arm64"}) {
    const std::string name = host + "/base:" + architecture;
    done =
        done.and_then([&](auto) { return make_image(layout, root, architecture); })
            .and_then([&](auto) {
              const std::string from = "oci:" + layout.string() + ":" + architecture;
              const std::string to = "oci:" + (layout / ".." / architecture).string();
              return output_of({"skopeo", "--insecure-policy", "copy", from, to});
            })
            .and_then([&](auto) {
              return output_of({"crane", "push", "--insecure", layout / ".." / architecture, name},
                               environment);
            })
            .and_then([&](auto) {
              return output_of({"crane", "digest", "--insecure", name}, environment);
            });
    if (done) {
      pushed.platforms[architecture] = *done;
    }
    append.insert(append.end(), {"--manifest", name});
  }
  return done.and_then([&](auto) { return output_of(append, environment); })
      .and_then([&](auto) {
        return output_of({"crane", "digest", "--insecure", host + "/base:2023"}, environment);
      })
      .transform([&](const std::string& digest) {
        pushed.index = digest;
        return pushed;
      });
}

}  // namespace lambda::peers
