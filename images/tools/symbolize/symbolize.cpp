// The program behind `bazel run NAME.symbolize < stack`: copies a text, and adds below each line
// the functions, files and lines of the addresses in it.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "core/files/file_bytes.h"
#include "core/files/runfiles.h"
#include "core/options/command_line.h"
#include "images/tools/symbolize/source_lines.h"
#include "images/tools/symbolize/stack_text.h"
#include "images/tools/symbolize/symbol_files.h"

namespace lambda::images {
namespace {

constexpr std::size_t kTextBytesMax = 64u << 20;
constexpr std::uintmax_t kPlanBytesMax = 1u << 20;

std::optional<std::string> variable(const std::string& name) {
  const char* const value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

// The folders that the rule put beside the program; none where it was started without a rule.
std::expected<std::vector<std::filesystem::path>, Error> own_folders(const std::string& program) {
  const auto plan = lambda::read_file(program + ".folders", kPlanBytesMax);
  if (!plan) {
    return std::vector<std::filesystem::path>{};
  }
  const auto runfiles = lambda::find_runfiles(program, variable);
  if (!runfiles) {
    return std::unexpected(runfiles.error());
  }
  std::vector<std::filesystem::path> folders;
  std::istringstream lines(*plan);
  for (std::string line; std::getline(lines, line);) {
    folders.emplace_back(std::filesystem::path(*runfiles) / line);
  }
  return folders;
}

// Relative to where the user typed the command, which is not where `bazel run` starts programs.
std::filesystem::path typed_path(const std::string& path) {
  const auto folder = variable("BUILD_WORKING_DIRECTORY");
  return folder ? std::filesystem::path(*folder) / path : std::filesystem::path(path);
}

std::expected<std::string, Error> read_stack(const lambda::Arguments& arguments) {
  if (arguments.operands().size() > 1) {
    return lambda::failure("Usage", "Name one FILE, or none.");
  }
  if (!arguments.operands().empty()) {
    return lambda::read_file(typed_path(arguments.operands().front()), kTextBytesMax);
  }
  std::string text;
  char piece[4096];
  while (std::cin.read(piece, sizeof piece) || std::cin.gcount() > 0) {
    text.append(piece, static_cast<std::size_t>(std::cin.gcount()));
    if (text.size() > kTextBytesMax) {
      return lambda::failure("File.TooLarge",
                             "Standard input has more than 64 MB. Pass the part that has "
                             "the stack.");
    }
  }
  return text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

void print_address(std::uint64_t address, const std::vector<SourceLine>& found) {
  std::cout << "    bootstrap+0x" << std::hex << address << std::dec;
  if (found.empty()) {
    std::cout << "  (no function known)";
  }
  const char* separator = "  ";
  for (const SourceLine& line : found) {
    std::cout << separator << (line.function.empty() ? "(unnamed)" : line.function);
    if (!line.file.empty()) {
      std::cout << " at " << line.file << ":" << line.line;
    }
    separator = "\n      inlined in ";
  }
  std::cout << "\n";
}

std::expected<void, Error> symbolize(const std::string& program,
                                     const lambda::Arguments& arguments) {
  auto folders = own_folders(program);
  if (!folders) {
    return std::unexpected(folders.error());
  }
  for (const std::string& folder : arguments.all("symbols")) {
    folders->push_back(typed_path(folder));
  }
  const auto files = find_symbol_files(*folders);
  if (!files) {
    return std::unexpected(files.error());
  }
  const auto text = read_stack(arguments);
  if (!text) {
    return std::unexpected(text.error());
  }

  std::string build_id;
  std::size_t addresses = 0;
  const std::vector<std::string> lines = lines_of(*text);
  for (const std::string& line : lines) {
    if (build_id.empty()) {
      build_id = build_id_in(line);
    }
    addresses += addresses_in(line).size();
  }
  if (addresses == 0) {
    return lambda::failure("Symbols.NoStack",
                           "The text has no address. A stack of a function has lines like "
                           "bootstrap+0x1a2b3c; pass the error document or the log that has them.");
  }
  const auto file = choose_symbol_file(*files, build_id);
  if (!file) {
    return std::unexpected(file.error());
  }
  if (build_id.empty()) {
    std::cerr << "note: the stack names no build; if it is not of this one, the lines are wrong\n";
  }
  const auto source = SourceLines::open(*file);
  if (!source) {
    return std::unexpected(source.error());
  }
  for (const std::string& line : lines) {
    std::cout << line << "\n";
    for (const std::uint64_t address : addresses_in(line)) {
      print_address(address, source->at(address));
    }
  }
  return {};
}

}  // namespace
}  // namespace lambda::images

int main(int argc, char** argv) {
  std::error_code problem;
  const std::string program = std::filesystem::absolute(argv[0], problem).string();
  const lambda::Verb verb{
      .name = "symbolize",
      .purpose = "Names function, file and line of each address in a stack.",
      .operands = "[FILE]",
      .options = {{"symbols", "FOLDER", "more symbols, such as those kept with a release", false,
                   true}},
      .run = [&program](const lambda::Arguments& arguments) {
        return lambda::images::symbolize(program, arguments);
      }};
  return lambda::run_verb("symbolize", verb, std::vector<std::string>(argv + 1, argv + argc));
}
