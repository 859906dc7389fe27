// Each verb reads its options, calls a library and writes one result.
#include "images/tools/pack/archive_verbs.h"

#include <filesystem>
#include <iostream>

#include "core/errors/error.h"
#include "core/files/file_bytes.h"
#include "images/tools/archive/entry_list.h"
#include "images/tools/archive/folder_writer.h"
#include "images/tools/archive/layer.h"
#include "images/tools/archive/whole_folder.h"
#include "images/tools/archive/zip_writer.h"
#include "images/tools/elf/bootstrap_check.h"
#include "images/tools/elf/separate_symbols.h"
#include "images/tools/oci/layer_note.h"

namespace lambda::images {
namespace {

constexpr std::uintmax_t kListBytesMax = 64u << 20;
constexpr std::uintmax_t kProgramBytesMax = 1u << 30;

const OptionRule kEntries = {"entries", "FILE", "what to pack: see entry_list.h", true, false};

std::expected<std::vector<Entry>, Error> read_entries(const Arguments& arguments) {
  const auto list = read_file(arguments.one("entries"), kListBytesMax);
  if (!list) {
    return std::unexpected(list.error());
  }
  auto entries = read_entry_list(*list, arguments.one("prefix"));
  if (!entries) {
    return entries;
  }
  for (const std::string& link : arguments.all("link")) {
    const std::size_t equals = link.find('=');
    if (equals == std::string::npos || equals + 1 == link.size()) {
      return failure("Usage", "--link=" + link + ": write --link=PATH=TARGET.");
    }
    entries->push_back({.path = link.substr(0, equals),
                        .kind = EntryKind::kLink,
                        .target = link.substr(equals + 1)});
  }
  for (const std::string& folder : arguments.all("shared")) {
    entries->push_back({.path = folder, .kind = EntryKind::kFolder, .is_shared = true});
  }
  return complete_entries(*std::move(entries));
}

std::expected<void, Error> run_layer(const Arguments& arguments) {
  const auto entries = read_entries(arguments);
  if (!entries) {
    return std::unexpected(entries.error());
  }
  const auto names = write_layer(*entries, arguments.one("out"));
  if (!names) {
    return std::unexpected(names.error());
  }
  const LayerNote note{{std::string(kLayerType), names->blob.digest, names->blob.size},
                       names->diff_id,
                       arguments.one("created-by")};
  return write_file(arguments.one("note"), layer_note_json(note));
}

// Lambda would refuse it; the build continues, since an image of the same function may be meant.
void warn_of_limits(const std::string& out, const ZipSizes& sizes, bool is_layer) {
  const auto megabytes = [](std::uint64_t bytes) { return std::to_string(bytes >> 20) + " MB"; };
  if (sizes.unpacked > kLambdaUnpackedBytesMax) {
    std::cerr << "warning: " << out << " unpacks to " << megabytes(sizes.unpacked)
              << "; Lambda takes at most 250 MB, of function and layers together. "
              << (is_layer ? "Leave files out, or deploy an image, which needs no layer.\n"
                           : "Deploy the image instead.\n");
  } else if (sizes.packed > kLambdaUploadBytesMax) {
    std::cerr << "warning: " << out << " has " << megabytes(sizes.packed)
              << "; above 50 MB Lambda takes it from S3 only.\n";
  }
}

std::expected<void, Error> run_zip(const Arguments& arguments) {
  const std::string purpose = arguments.has("for") ? arguments.one("for") : "function";
  if (purpose != "function" && purpose != "layer") {
    return failure("Usage", "--for=" + purpose + ": write function or layer.");
  }
  const auto entries = read_entries(arguments);
  if (!entries) {
    return std::unexpected(entries.error());
  }
  const std::string out = arguments.one("out");
  const auto sizes = write_zip(*entries, out);
  if (!sizes) {
    return std::unexpected(sizes.error());
  }
  warn_of_limits(out, *sizes, purpose == "layer");
  return {};
}

std::expected<void, Error> run_folder(const Arguments& arguments) {
  const auto entries = read_entries(arguments);
  if (!entries) {
    return std::unexpected(entries.error());
  }
  const std::filesystem::path out = arguments.one("out");
  std::error_code problem;
  std::filesystem::create_directories(out, problem);
  if (problem) {
    return failure("File.Unwritable", out.string() + ": " + problem.message());
  }
  return write_folder(*entries, out);
}

std::expected<void, Error> run_whole(const Arguments& arguments) {
  const auto list = read_file(arguments.one("list"), kListBytesMax);
  if (!list) {
    return std::unexpected(list.error());
  }
  if (auto checked = check_whole_folders(*list); !checked) {
    return checked;
  }
  return write_file(arguments.one("out"), "whole\n");
}

// The names of what is packed where the loader looks.
std::expected<std::vector<std::string>, Error> read_libraries(const Arguments& arguments) {
  if (!arguments.has("entries")) {
    return std::vector<std::string>();
  }
  const auto list = read_file(arguments.one("entries"), kListBytesMax);
  if (!list) {
    return std::unexpected(list.error());
  }
  const auto entries = read_entry_list(*list, "");
  if (!entries) {
    return std::unexpected(entries.error());
  }
  std::vector<std::string> libraries;
  for (const Entry& entry : *entries) {
    if (entry.kind != EntryKind::kFile || !is_on_library_path(entry.path)) {
      continue;
    }
    libraries.push_back(std::filesystem::path(entry.path).filename());
  }
  return libraries;
}

std::expected<void, Error> run_bootstrap(const Arguments& arguments) {
  if (arguments.operands().size() != 1) {
    return failure("Usage", "Name one program to check.");
  }
  const std::string& path = arguments.operands().front();
  const std::string architecture = arguments.one("architecture");
  const auto libraries = read_libraries(arguments);
  if (!libraries) {
    return std::unexpected(libraries.error());
  }
  BootstrapDemand demand{
      .architecture = architecture, .glibc_offered = std::nullopt, .libraries_packed = *libraries};
  if (const std::string glibc = arguments.one("glibc"); glibc != "none") {
    demand.glibc_offered = parse_glibc_version(glibc);
    if (!demand.glibc_offered) {
      return failure("Usage", "--glibc=" + glibc + ": write the base's, like 2.34, or none.");
    }
  }
  const auto bytes = read_file(path, kProgramBytesMax);
  if (!bytes) {
    return std::unexpected(bytes.error());
  }
  const std::string name = arguments.has("name") ? arguments.one("name") : path;
  const auto facts = check_bootstrap(name, *bytes, demand);
  if (!facts) {
    return std::unexpected(facts.error());
  }
  std::string found = architecture + (facts->is_static ? ", static" : ", dynamic");
  if (facts->glibc_needed) {
    found += ", glibc " + glibc_version_text(*facts->glibc_needed);
  }
  if (!arguments.has("out")) {
    std::cout << name << ": " << found << "\n";
    return {};
  }
  return write_file(arguments.one("out"), found + "\n");
}

// Where debuggers look for the symbols of a build id. Source: GDB manual, "Debugging Information in
// Separate Files".
std::filesystem::path symbols_path(const std::filesystem::path& folder, const std::string& id) {
  return folder / ".build-id" / id.substr(0, 2) / (id.substr(2) + ".debug");
}

std::expected<void, Error> run_separate(const Arguments& arguments) {
  if (arguments.operands().size() != 1) {
    return failure("Usage", "Name one program.");
  }
  const std::string& path = arguments.operands().front();
  const auto bytes = read_file(path, kProgramBytesMax);
  if (!bytes) {
    return std::unexpected(bytes.error());
  }
  auto parts = separate_symbols(*bytes);
  // Not a program: whoever packs it says what it is instead.
  if (!parts) {
    parts = SeparatedProgram{.program = *bytes, .symbols = {}, .build_id = {}};
  }
  const std::filesystem::path folder = arguments.one("symbols");
  const std::filesystem::path file =
      parts->symbols.empty() ? folder : symbols_path(folder, parts->build_id);
  std::error_code problem;
  std::filesystem::create_directories(parts->symbols.empty() ? folder : file.parent_path(),
                                      problem);
  if (problem) {
    return failure("File.Unwritable", folder.string() + ": " + problem.message());
  }
  if (!parts->symbols.empty()) {
    if (auto written = write_file(file, parts->symbols); !written) {
      return written;
    }
  }
  return write_file(arguments.one("out"), parts->program);
}

}  // namespace

std::vector<Verb> archive_verbs() {
  const OptionRule out = {"out", "FILE", "what to write", true, false};
  return {
      {.name = "layer",
       .purpose = "Packs files into one layer of an image: a tar, compressed by gzip.",
       .operands = "",
       .options = {kEntries,
                   out,
                   {"note", "FILE", "where to write the layer's digests, for `image`", true, false},
                   {"prefix", "PATH", "folder of the image where the entries go", false, false},
                   {"link", "PATH=TARGET", "a symbolic link to add", false, true},
                   {"shared", "PATH", "a folder to add that all may write to", false, true},
                   {"created-by", "TEXT", "what the image's history says", false, false}},
       .run = run_layer},
      {.name = "zip",
       .purpose = "Packs files into the zip of a function for provided.al2023, or of a layer.",
       .operands = "",
       .options = {kEntries,
                   out,
                   {"for", "PURPOSE", "function or layer: what warnings say", false, false}},
       .run = run_zip},
      {.name = "folder",
       .purpose = "Lays files out in a folder, as the function would find them in /var/task.",
       .operands = "",
       .options = {kEntries, {"out", "FOLDER", "what to fill", true, false}},
       .run = run_folder},
      {.name = "separate",
       .purpose = "Parts a program into what ships and the symbols of its stacks.",
       .operands = "PROGRAM",
       .options = {{"out", "FILE", "the program without symbols", true, false},
                   {"symbols", "FOLDER", "gets .build-id/XX/YY.debug, where it has symbols", true,
                    false}},
       .run = run_separate},
      {.name = "whole",
       .purpose = "Checks that what Bazel lists of folders is all that is in them.",
       .operands = "",
       .options = {{"list", "FILE", "folders and their files: see whole_folder.h", true, false},
                   {"out", "FILE", "the proof, when they are whole", true, false}},
       .run = run_whole},
      {.name = "bootstrap",
       .purpose = "Checks that a program can be a function's bootstrap.",
       .operands = "PROGRAM",
       .options = {{"architecture", "NAME", "x86_64 or arm64", true, false},
                   {"glibc", "VERSION", "the base's: 2.34 for AL2023, or none", true, false},
                   {"entries", "FILE", "what is packed with it: see entry_list.h", false, false},
                   {"name", "NAME", "how messages call the program", false, false},
                   {"out", "FILE", "what was found; without it, to standard output", false, false}},
       .run = run_bootstrap},
  };
}

}  // namespace lambda::images
