// Headings are two levels below the page's title; arguments are lists, whose text may be long.
#include "tools/rule_docs/markdown.h"

#include <algorithm>
#include <sstream>
#include <string_view>

namespace lambda::tools {
namespace {

// One line: a list's item ends with its line.
std::string joined(const std::string& text) {
  std::istringstream words(text);
  std::string line;
  for (std::string word; words >> word;) {
    line += (line.empty() ? "" : " ") + word;
  }
  return line;
}

// A docstring before its "Args:" ends in blank lines.
std::string heading(std::string_view name, std::string text) {
  text.resize(text.find_last_not_of(" \n") + 1);
  std::string section = "\n### " + std::string(name) + "\n";
  if (!text.empty()) {
    section += "\n" + text + "\n";
  }
  return section;
}

// `name` or `name = default`, and what it is.
std::string item(const Message& argument) {
  const std::string name = argument.text("name");
  const std::string value = argument.text("default_value");
  const bool is_mandatory = argument.text("mandatory") == "true";
  const std::string shown = value.empty() || is_mandatory ? name : name + " = " + joined(value);
  const std::string text = joined(argument.text("doc_string"));
  return "- `" + shown + "`" + (is_mandatory ? ", required" : "") +
         (text.empty() ? "" : ": " + text) + "\n";
}

std::string items(const Message& subject, std::string_view field) {
  std::string list;
  for (const Message* argument : subject.messages(field)) {
    // Every rule has a name; names that begin with an underscore are its own business.
    if (!argument->text("name").starts_with('_')) {
      list += item(*argument);
    }
  }
  return list.empty() ? "" : "\n" + list;
}

std::string function(const Message& function) {
  std::string text = heading(function.text("function_name"), function.text("doc_string")) +
                     items(function, "parameter");
  for (const Message* returned : function.messages("return")) {
    text += "\nReturns " + joined(returned->text("doc_string")) + "\n";
  }
  return text;
}

}  // namespace

std::string markdown(const Message& module) {
  std::string file = module.text("file");
  file = file.substr(std::min(file.find("//"), file.size()));
  std::string text = "\n## " + file + "\n";
  if (const std::string opening = module.text("module_docstring"); !opening.empty()) {
    text += "\n" + opening + "\n";
  }
  for (const Message* found : module.messages("func_info")) {
    text += function(*found);
  }
  for (const char* kind : {"rule_info", "repository_rule_info"}) {
    for (const Message* rule : module.messages(kind)) {
      text +=
          heading(rule->text("rule_name"), rule->text("doc_string")) + items(*rule, "attribute");
    }
  }
  for (const Message* provider : module.messages("provider_info")) {
    text += heading(provider->text("provider_name"), provider->text("doc_string")) +
            items(*provider, "field_info");
  }
  return text;
}

}  // namespace lambda::tools
