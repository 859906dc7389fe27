// A repository is fetched by a query: it needs no compiler and runs no action.
#include "tests/base/consumer.h"

#include "tests/peers/runfile.h"

namespace lambda::base_test {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes kLimit{3};

// No repository cache: each fetch asks the registry. Few attempts: faults are there on purpose.
constexpr char kSettings[] =
    "common --enable_workspace --noenable_bzlmod\n"
    "common --repository_cache= --disk_cache= --http_connector_attempts=2\n"
    "common --http_timeout_scaling=0.5 --color=no --curses=no\n";

std::string workspace(const fs::path& project, const std::string& image) {
  return "local_repository(name = \"lambda_runtime\", path = \"" + project.string() +
         "\")\n"
         "load(\"@lambda_runtime//images/base:repositories.bzl\", \"lambda_base_image\")\n"
         "lambda_base_image(name = \"base\", architecture = \"x86_64\", image = \"" +
         image + "\")\n";
}

}  // namespace

Consumer::Consumer(const fs::path& trust_store) {
  const fs::path folder = peers::new_folder("consumer");
  bazel_ = {folder / "workspace",
            folder,
            {"--host_jvm_args=-Djavax.net.ssl.trustStore=" + trust_store.string(),
             "--host_jvm_args=-Djavax.net.ssl.trustStorePassword=changeit"},
            {}};
  fs::create_directories(bazel_.workspace);
  peers::write_file(bazel_.workspace / ".bazelrc", kSettings);
  peers::write_file(bazel_.workspace / "BUILD", "# Nothing but its repositories.\n");
}

peers::Outcome Consumer::query(const std::string& image, const std::vector<std::string>& arguments,
                               const std::string& what) const {
  const fs::path project = fs::canonical(peers::runfile("WORKSPACE_FILE")).parent_path();
  peers::write_file(bazel_.workspace / "WORKSPACE", workspace(project, image));
  std::vector<std::string> command = {"query"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  command.push_back(what);
  return peers::run_bazel(bazel_, command, kLimit);
}

peers::Outcome Consumer::fetch(const std::string& image,
                               const std::vector<std::string>& arguments) const {
  return query(image, arguments, "@base//:base + @base_layers//:layers");
}

peers::Outcome Consumer::fetch_documents(const std::string& image,
                                         const std::vector<std::string>& arguments) const {
  return query(image, arguments, "@base//:base");
}

peers::Outcome Consumer::describe(const std::string& image,
                                  const std::vector<std::string>& arguments) const {
  std::vector<std::string> all = arguments;
  all.push_back("--output=build");
  return query(image, all, "@base//:base");
}

fs::path Consumer::repository(const std::string& name) const {
  for (const auto& entry : fs::directory_iterator(bazel_.folder / "out")) {
    const fs::path found = entry.path() / "external" / name;
    if (fs::exists(found)) {
      return found;
    }
  }
  return {};
}

std::string mirror(uint16_t port) {
  return "--repo_env=LAMBDA_BASE_MIRROR=http://127.0.0.1:" + std::to_string(port);
}

std::string login(const std::string& host, const std::string& user_and_password_in_base64) {
  const fs::path folder = peers::new_folder("docker");
  peers::write_file(folder / "config.json", R"({"auths":{")" + host + R"(":{"auth":")" +
                                                user_and_password_in_base64 + R"("}}})");
  return "--repo_env=DOCKER_CONFIG=" + folder.string();
}

}  // namespace lambda::base_test
