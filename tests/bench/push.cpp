// What a push costs beside crane and skopeo: 200 MB in eight layers to a registry on this machine,
// cold, with nothing changed, and cold to one that is 50 ms away. Rounds alternate; medians count.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "core/digest/sha256.h"
#include "core/errors/error.h"
#include "images/tools/oci/image_config.h"
#include "images/tools/oci/image_parts.h"
#include "images/tools/oci/layout.h"
#include "images/tools/oci/manifest.h"
#include "tests/bench/measured_run.h"
#include "tests/bench/median.h"
#include "tests/peers/child.h"
#include "tests/peers/delay_proxy.h"
#include "tests/peers/registry.h"

namespace lambda::bench {
namespace {

namespace fs = std::filesystem;

constexpr char kUsage[] =
    "usage: push [--rounds N] [--layers N] [--mb N] DEPLOY\n"
    "Times DEPLOY, the program bazel-bin/deploy/deploy, beside crane and skopeo.\n"
    "  --rounds N  pushes of each kind and program (default 3)\n"
    "  --layers N  layers of the image (default 8)\n"
    "  --mb N      megabytes of each layer (default 25)\n"
    "`bazel run //tests/bench:push` names the program itself.\n";

constexpr std::chrono::milliseconds kRoundTrip{50};
constexpr int kUnchangedPushes = 9;  // A round; they are short.

struct Size {
  int layers = 8;
  int megabytes = 25;
};

[[noreturn]] void stop(const std::string& reason) {
  std::fprintf(stderr, "push: %s\n", reason.c_str());
  std::exit(1);
}

template <typename T>
T or_stop(std::expected<T, Error> value) {
  if (!value) {
    stop(value.error().message);
  }
  return std::move(*value);
}

/// A file of bytes that do not compress.
fs::path make_layer(const fs::path& folder, int number, int megabytes) {
  const fs::path path = folder / ("layer" + std::to_string(number));
  std::ofstream file(path, std::ios::binary);
  std::mt19937_64 generator(static_cast<std::uint64_t>(number));
  std::vector<std::uint64_t> part(1'000'000 / sizeof(std::uint64_t));
  for (int i = 0; i < megabytes; ++i) {
    for (std::uint64_t& word : part) {
      word = generator();
    }
    file.write(reinterpret_cast<const char*>(part.data()), 1'000'000);
  }
  file.close();
  if (!file) {
    stop("cannot write " + path.string());
  }
  return path;
}

void write(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// An OCI layout in `folder`/layout for the others, and `folder`/function.json for us.
void make_image(const fs::path& folder, const Size& size) {
  images::Manifest manifest;
  images::ConfigChange change{.architecture = "amd64", .entrypoint = {"/e"}, .working_folder = "/"};
  images::BlobFiles blobs;
  std::string paths;
  for (int i = 0; i < size.layers; ++i) {
    const fs::path path = make_layer(folder, i, size.megabytes);
    const Measured layer = or_stop(measure_file(path));
    manifest.layers.push_back({std::string(images::kLayerType), layer.digest, layer.size});
    change.layers.push_back({layer.digest, "a benchmark"});
    blobs[layer.digest] = path;
    paths += (i == 0 ? "\"" : ", \"") + path.string() + "\"";
  }
  const std::string config = or_stop(images::derive_config("", 0, change));
  manifest.config = {std::string(images::kConfigType), sha256_digest(config), config.size()};
  const auto parts = or_stop(images::join_image("x86_64", images::manifest_json(manifest), config));
  fs::create_directory(folder / "layout");
  if (auto written = images::write_layout(folder / "layout", {parts}, blobs); !written) {
    stop(written.error().message);
  }
  write(folder / "manifest", parts.manifest_text);
  write(folder / "config", config);
  write(folder / "digest", sha256_digest(parts.manifest_text) + "\n");
  write(folder / "function.json",
        R"({"verb": "push", "label": "//bench:push", "name": "bench", "architectures": [)"
        R"({"architecture": "x86_64", "manifest": "manifest", "config": "config",)"
        R"( "digest": "digest", "base": null, "layers": [)" +
            paths + "]}]}");
}

/// A program, and what its pushes cost.
struct Contestant {
  std::string name;
  std::vector<std::string> (*words)(const std::string& program, const std::string& folder,
                                    const std::string& registry);
  std::string program;
  std::vector<std::chrono::nanoseconds> cold = {};
  std::vector<std::chrono::nanoseconds> unchanged = {};
  std::vector<std::chrono::nanoseconds> far = {};
  std::vector<std::chrono::nanoseconds> processor = {};
  std::uint64_t resident_bytes_max = 0;
};

std::vector<std::string> our_words(const std::string& program, const std::string& folder,
                                   const std::string& registry) {
  return {program, "push", "--function=" + folder + "/function.json",
          "--repository=" + registry + "/image", "--tag=v1"};
}

std::vector<std::string> crane_words(const std::string& program, const std::string& folder,
                                     const std::string& registry) {
  return {program, "push", folder + "/layout", registry + "/image:v1"};
}

std::vector<std::string> skopeo_words(const std::string& program, const std::string& folder,
                                      const std::string& registry) {
  return {program,
          "--insecure-policy",
          "copy",
          "--dest-tls-verify=false",
          "oci:" + folder + "/layout",
          "docker://" + registry + "/image:v1"};
}

std::string host(std::uint16_t port) { return "127.0.0.1:" + std::to_string(port); }

Cost run(Contestant& contestant, const fs::path& folder, std::uint16_t port) {
  const auto cost = measured_run(contestant.words(contestant.program, folder.string(), host(port)),
                                 (folder / (contestant.name + ".log")).string());
  if (!cost) {
    stop(cost.error());
  }
  contestant.resident_bytes_max = std::max(contestant.resident_bytes_max, cost->resident_bytes_max);
  return *cost;
}

/// Each push has a registry of its own, whose files are gone after it.
void measure(Contestant& contestant, const fs::path& folder) {
  const fs::path store = folder / "store";
  const auto fresh = [&] {
    fs::remove_all(store);
    fs::create_directory(store);
    setenv("TEST_TMPDIR", store.c_str(), 1);
    return or_stop(peers::start_registry());
  };
  {
    const auto registry = fresh();
    const Cost cold = run(contestant, folder, registry->port());
    contestant.cold.push_back(cold.wall);
    contestant.processor.push_back(cold.processor);
    for (int i = 0; i < kUnchangedPushes; ++i) {
      contestant.unchanged.push_back(run(contestant, folder, registry->port()).wall);
    }
  }
  const auto registry = fresh();
  const peers::DelayProxy far_away(registry->port(), kRoundTrip);
  contestant.far.push_back(run(contestant, folder, far_away.port()).wall);
}

void print(const Contestant& contestant, const Contestant& crane) {
  const auto ratio = [](const auto& ours, const auto& theirs) {
    return median_microseconds(ours) / median_microseconds(theirs);
  };
  const auto milliseconds = [](const auto& times) { return median_microseconds(times) / 1000; };
  std::printf("%-7s %7.0f ms %5.2f %9.1f ms %5.2f %7.0f ms %5.2f %7.1f MiB %7.0f ms\n",
              contestant.name.c_str(), milliseconds(contestant.cold),
              ratio(contestant.cold, crane.cold), milliseconds(contestant.unchanged),
              ratio(contestant.unchanged, crane.unchanged), milliseconds(contestant.far),
              ratio(contestant.far, crane.far),
              static_cast<double>(contestant.resident_bytes_max) / (1 << 20),
              milliseconds(contestant.processor));
}

std::string installed(const std::string& name) { return or_stop(peers::find_program(name)); }

int compare(const std::string& program, int rounds, const Size& size) {
  std::string name = (fs::temp_directory_path() / "push.XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    stop("cannot make a folder like " + name);
  }
  const fs::path folder = name;
  make_image(folder, size);
  std::vector<Contestant> contestants = {{"ours", our_words, fs::absolute(program).string()},
                                         {"crane", crane_words, installed("crane")},
                                         {"skopeo", skopeo_words, installed("skopeo")}};
  for (int round = 0; round < rounds; ++round) {
    // Who goes first changes, as does what the machine did just before.
    for (std::size_t i = 0; i < contestants.size(); ++i) {
      measure(contestants[(i + static_cast<std::size_t>(round)) % contestants.size()], folder);
    }
  }
  std::printf("%-7s %16s %18s %16s %11s %10s\n", "", "cold", "unchanged", "50 ms away", "memory",
              "processor");
  for (const Contestant& contestant : contestants) {
    print(contestant, contestants[1]);
  }
  fs::remove_all(folder);
  return 0;
}

int run_all(const std::vector<std::string>& arguments) {
  int rounds = 3;
  Size size;
  std::string program;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const bool has_value = i + 1 < arguments.size();
    if (arguments[i] == "--rounds" && has_value) {
      rounds = std::atoi(arguments[++i].c_str());
    } else if (arguments[i] == "--layers" && has_value) {
      size.layers = std::atoi(arguments[++i].c_str());
    } else if (arguments[i] == "--mb" && has_value) {
      size.megabytes = std::atoi(arguments[++i].c_str());
    } else {
      program = arguments[i];
    }
  }
  const bool is_asked = std::ranges::count(arguments, "--help") > 0;
  const bool is_wrong = program.empty() || rounds < 1 || size.layers < 1 || size.megabytes < 1;
  if (is_asked || is_wrong) {
    std::fputs(kUsage, is_asked ? stdout : stderr);
    return is_asked ? 0 : 2;
  }
  return compare(program, rounds, size);
}

}  // namespace
}  // namespace lambda::bench

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (const auto status = lambda::bench::run_if_launcher(words)) {
    return *status;
  }
  return lambda::bench::run_all(words);
}
