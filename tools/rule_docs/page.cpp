// A title, then a section a file in the order given.
#include "tools/rule_docs/page.h"

#include <fstream>
#include <iterator>

#include "tools/rule_docs/markdown.h"
#include "tools/rule_docs/text_proto.h"

namespace lambda::tools {

std::expected<std::string, std::string> page(std::span<const std::filesystem::path> files) {
  std::string text = "# Rules\n\nMade of the docstrings by `" + std::string(kRenew) +
                     "`; change those, then type it.\n";
  for (const std::filesystem::path& file : files) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
      return std::unexpected(file.string() + ": cannot be read");
    }
    const std::string written{std::istreambuf_iterator<char>(stream), {}};
    const auto module = read_message(written);
    if (!module) {
      return std::unexpected(file.string() + ": " + module.error());
    }
    text += markdown(*module);
  }
  return text;
}

}  // namespace lambda::tools
