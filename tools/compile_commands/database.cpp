// Source: Bazel's analysis_v2.proto, ActionGraphContainer.
#include "tools/compile_commands/database.h"

#include <algorithm>
#include <map>
#include <sstream>

#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

namespace lambda::tools {
namespace {

constexpr const char* kTarget = "x86_64-linux-musl";

std::vector<std::string> arguments_of(const Poco::JSON::Object& action) {
  std::vector<std::string> words;
  const auto array = action.getArray("arguments");
  for (std::size_t i = 0; array && i < array->size(); ++i) {
    words.push_back(array->getElement<std::string>(static_cast<unsigned>(i)));
  }
  return words;
}

bool is_ours(const std::string& file) {
  return !file.starts_with("external/") && !file.starts_with("bazel-out/");
}

}  // namespace

std::expected<std::vector<CompileCommand>, std::string> commands_of(
    const std::string& answer, const std::function<SystemPaths(const std::string& verb)>& paths,
    const std::string& execution_root) {
  std::map<std::string, CompileCommand> by_file;
  std::map<std::string, SystemPaths> paths_of;
  try {
    Poco::JSON::Parser parser;
    const auto root = parser.parse(answer).extract<Poco::JSON::Object::Ptr>();
    const auto actions = root->getArray("actions");
    for (std::size_t i = 0; actions && i < actions->size(); ++i) {
      const auto words = arguments_of(*actions->getObject(static_cast<unsigned>(i)));
      if (!std::ranges::contains(words, kTarget)) {
        continue;
      }
      if (!paths_of.contains(words[1])) {
        paths_of[words[1]] = paths(words[1]);
      }
      const auto command = compile_command(words, paths_of[words[1]], execution_root);
      if (command && is_ours(command->file)) {
        by_file.try_emplace(command->file, *command);
      }
    }
  } catch (const Poco::Exception& exception) {
    return std::unexpected("what bazel aquery said is malformed: " + exception.displayText());
  }
  std::vector<CompileCommand> commands;
  for (auto& [file, command] : by_file) {
    commands.push_back(std::move(command));
  }
  return commands;
}

std::string database(const std::vector<CompileCommand>& commands, const std::string& folder) {
  Poco::JSON::Array rows;
  for (const CompileCommand& command : commands) {
    Poco::JSON::Array arguments;
    for (const std::string& word : command.arguments) {
      arguments.add(word);
    }
    Poco::JSON::Object row;
    row.set("directory", folder);
    row.set("file", folder + "/" + command.file);
    row.set("arguments", arguments);
    rows.add(row);
  }
  std::ostringstream text;
  rows.stringify(text, 1);
  return text.str() + "\n";
}

}  // namespace lambda::tools
