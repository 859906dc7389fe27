// A whole document is read as written; each member that is wrong is refused by its name.
#include "images/tools/function/function_document.h"

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"

namespace lambda::images {
namespace {

std::filesystem::path in_root(const std::string& path) { return "/built/" + path; }

const std::string kDigest = "sha256:" + std::string(64, 'a');

std::string document(const std::string& architectures, const std::string& more = "") {
  return R"({"verb": "push", "label": "//h:h.push", "name": "h")" + more +
         R"(, "architectures": [)" + architectures + "]}";
}

TEST(FunctionDocument, IsReadAsWritten) {
  const auto read = parse_function_document(
      document(
          R"({"architecture": "arm64", "manifest": "m", "config": "c", "digest": "d",
                   "layers": [null, "l"], "zip": "z", "layer": "o", "layer_name": "n",
                   "entrypoint": "e", "task": "t", "layer_folder": "f",
                   "base": {"reference": "host/base:1", "digest": ")" +
              kDigest + R"("}}, {"architecture": "x86_64", "base": null, "zip": "y"})",
          R"(, "outputs": ["zip: z"], "environment": {"A": "1", "B": ""},
                   "memory_mb": 256, "timeout_seconds": 9, "handler": "app.main")"),
      in_root);
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->verb, "push");
  EXPECT_EQ(read->label, "//h:h.push");
  EXPECT_EQ(read->name, "h");
  EXPECT_EQ(read->environment, (std::map<std::string, std::string>{{"A", "1"}, {"B", ""}}));
  EXPECT_EQ(read->memory_mb, 256u);
  EXPECT_EQ(read->timeout_seconds, 9u);
  EXPECT_EQ(read->handler, "app.main");
  EXPECT_EQ(read->outputs, std::vector<std::string>{"zip: z"});
  ASSERT_EQ(read->architectures.size(), 2u);
  const FunctionArchitecture& arm = read->architectures[0];
  EXPECT_EQ(arm.manifest, "/built/m");
  EXPECT_EQ(arm.config, "/built/c");
  EXPECT_EQ(arm.digest, "/built/d");
  EXPECT_EQ(arm.zip, "/built/z");
  EXPECT_EQ(arm.layer, "/built/o");
  EXPECT_EQ(arm.layer_name, "n");
  EXPECT_EQ(arm.entrypoint, "/built/e");
  EXPECT_EQ(arm.task, "/built/t");
  EXPECT_EQ(arm.layer_folder, "/built/f");
  ASSERT_EQ(arm.layers.size(), 2u);
  EXPECT_EQ(arm.layers[0], std::nullopt);
  EXPECT_EQ(arm.layers[1], "/built/l");
  EXPECT_EQ(arm.base->reference, "host/base:1");
  EXPECT_EQ(arm.base->digest, kDigest);
  EXPECT_FALSE(read->architectures[1].base.has_value());
  EXPECT_TRUE(read->architectures[1].manifest.empty());
}

struct Case {
  std::string name;
  std::string text;
  std::string says;
};

class MalformedFunctionDocument : public testing::TestWithParam<Case> {};

TEST_P(MalformedFunctionDocument, IsRefusedByTheMembersName) {
  const auto read = parse_function_document(GetParam().text, in_root);
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().type, "Function.Malformed");
  EXPECT_NE(read.error().message.find(GetParam().says), std::string::npos) << read.error().message;
}

const std::string kOne = R"({"architecture": "x86_64", "zip": "z"})";

std::string with_layers(int count) {
  std::string layers;
  for (int i = 0; i < count; ++i) {
    layers += std::string(i > 0 ? "," : "") + "\"l\"";
  }
  return R"({"architecture": "x86_64", "layers": [)" + layers + "]}";
}

std::string variables(int count) {
  std::string members;
  for (int i = 0; i < count; ++i) {
    members += std::string(i > 0 ? "," : "") + "\"V" + std::to_string(i) + "\": \"\"";
  }
  return R"(, "environment": {)" + members + "}";
}

std::string outputs(int count) {
  std::string lines;
  for (int i = 0; i < count; ++i) {
    lines += std::string(i > 0 ? "," : "") + "\"zip: z\"";
  }
  return R"(, "outputs": [)" + lines + "]";
}

INSTANTIATE_TEST_SUITE_P(
    Cases, MalformedFunctionDocument,
    testing::Values(
        Case{"NoVerb", R"({"label": "l", "name": "n", "architectures": []})", "'verb'"},
        Case{"NoArchitecture", document(""), "'architectures'"},
        Case{"SameTwice", document(kOne + "," + kOne), "x86_64 twice"},
        Case{"UnknownProcessor", document(R"({"architecture": "riscv"})"), "riscv"},
        Case{"NullLayerWithoutBase",
             document(R"({"architecture": "x86_64", "layers": [null], "base": null})"), "'layers'"},
        Case{"LayerIsNumber", document(R"({"architecture": "x86_64", "layers": [1]})"), "'layers'"},
        Case{"BaseDigest",
             document(R"({"architecture": "arm64", "base": {"reference": "r", "digest": "d"}})"),
             "'digest'"},
        Case{"ManifestAlone", document(R"({"architecture": "arm64", "manifest": "m"})"),
             "'manifest'"},
        Case{"PathIsNumber", document(R"({"architecture": "arm64", "zip": 1})"), "'zip'"},
        Case{"Environment", document(kOne, R"(, "environment": {"A": 1})"), "'environment'"},
        Case{"Handler", document(kOne, R"(, "handler": 1)"), "'handler'"},
        Case{"LayerName", document(R"({"architecture": "arm64", "layer_name": ""})"),
             "'layer_name'"},
        Case{"Memory", document(kOne, R"(, "memory_mb": -1)"), "'memory_mb'"},
        Case{"MuchMemory", document(kOne, R"(, "memory_mb": 4294967296)"), "'memory_mb'"},
        Case{"Timeout", document(kOne, R"(, "timeout_seconds": "9")"), "'timeout_seconds'"},
        Case{"NoLabel", R"({"verb": "v", "name": "n", "architectures": []})", "'label'"},
        Case{"NoName", R"({"verb": "v", "label": "l", "architectures": []})", "'name'"},
        Case{"EnvironmentIsList", document(kOne, R"(, "environment": [])"), "'environment'"},
        Case{"ManyVariables", document(kOne, variables(1001)), "'environment'"},
        Case{"ManyOutputs", document(kOne, outputs(101)), "'outputs'"},
        Case{"OutputIsNumber", document(kOne, R"(, "outputs": [1])"), "'outputs'"},
        Case{"OutputsAreText", document(kOne, R"(, "outputs": "zip: z")"), "'outputs'"},
        Case{"TaskIsNumber", document(R"({"architecture": "arm64", "task": 1})"), "'task'"},
        Case{"ConfigAlone", document(R"({"architecture": "arm64", "config": "c"})"), "'manifest'"},
        Case{"ImageWithoutDigest",
             document(R"({"architecture": "arm64", "manifest": "m", "config": "c"})"),
             "'manifest'"},
        Case{"ManyLayers", document(with_layers(128)), "'layers'"},
        Case{"ManyArchitectures", document(kOne + "," + kOne + "," + kOne), "'architectures'"},
        Case{"BaseWithoutReference",
             document(R"({"architecture": "arm64", "base": {"digest": "d"}})"), "'reference'"},
        Case{"BaseIsText", document(R"({"architecture": "arm64", "base": "b"})"), "'base'"}),
    [](const auto& info) { return info.param.name; });

TEST(FunctionDocument, MayBeAsLongAsItsLimits) {
  EXPECT_TRUE(parse_function_document(document(with_layers(127)), in_root).has_value());
  const auto many = parse_function_document(document(kOne, variables(1000)), in_root);
  ASSERT_TRUE(many.has_value()) << many.error().message;
  EXPECT_EQ(many->environment.size(), 1000u);
  EXPECT_EQ(parse_function_document(document(kOne, outputs(100)), in_root)->outputs.size(), 100u);
  const auto large =
      parse_function_document(document(kOne, R"(, "memory_mb": 4294967295)"), in_root);
  ASSERT_TRUE(large.has_value()) << large.error().message;
  EXPECT_EQ(large->memory_mb, 4294967295u);
}

TEST(FunctionDocument, IsRefusedWhereItIsCutShort) {
  const std::string whole = document(kOne);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(parse_function_document(whole.substr(0, size), in_root).has_value()) << size;
  }
}

// An invocation shows the digest of an image, and needs nothing else of it.
TEST(FunctionDocument, MayNameADigestAlone) {
  const auto read =
      parse_function_document(document(R"({"architecture": "arm64", "digest": "d"})"), in_root);
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->architectures[0].digest, "/built/d");
}

constexpr const char* kDeployment = R"({"verb": "deploy", "label": "l", "name": "n",
  "architectures": [{"architecture": "x86_64", "zip": "main/n.zip"}]})";

TEST(FunctionDocument, IsFoundBesideTheProgramAndItsFilesAmongTheRunfiles) {
  const TemporaryFolder folder;
  const std::string program = folder / "n.deploy";
  std::filesystem::create_directory(program + ".runfiles");
  ASSERT_TRUE(write_file(program + ".function.json", kDeployment).has_value());
  const auto document = load_function_beside(program);
  ASSERT_TRUE(document.has_value()) << document.error().message;
  ASSERT_TRUE(document->has_value());
  EXPECT_EQ((*document)->architectures[0].zip, program + ".runfiles/main/n.zip");
}

TEST(FunctionDocument, IsAbsentBesideAProgramOfItsOwnName) {
  const TemporaryFolder folder;
  const auto document = load_function_beside(folder / "deploy");
  ASSERT_TRUE(document.has_value()) << document.error().message;
  EXPECT_FALSE(document->has_value());
}

TEST(FunctionDocument, InAFileNamesPathsFromItsFolder) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "f.json", kDeployment).has_value());
  const auto document = load_function_file(folder / "f.json");
  ASSERT_TRUE(document.has_value()) << document.error().message;
  EXPECT_EQ(document->architectures[0].zip, folder / "main/n.zip");
  EXPECT_EQ(load_function_file(folder / "gone").error().type, "File.Unreadable");
}

}  // namespace
}  // namespace lambda::images
