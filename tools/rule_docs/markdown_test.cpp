// What each kind of name looks like on the page.
#include "tools/rule_docs/markdown.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda::tools {
namespace {

std::string page(const std::string& text) {
  const auto message = read_message(text);
  return message ? markdown(*message) : message.error();
}

TEST(Markdown, TellsAFunction) {
  EXPECT_EQ(page(R"pb(file: "@@//:a.bzl"
                      module_docstring: "All."
                      func_info {
                        function_name: "f"
                        doc_string: "Makes one.\n\n    load()\n\n"
                        parameter { name: "name" doc_string: "of\n  it" mandatory: true }
                        parameter { name: "libc" default_value: "\"musl\"" }
                        return { doc_string: "nothing" }
                      })pb"),
            "\n## //:a.bzl\n\nAll.\n\n### f\n\nMakes one.\n\n    load()\n\n"
            "- `name`, required: of it\n- `libc = \"musl\"`\n\nReturns nothing\n");
}

TEST(Markdown, TellsARuleAndAProvider) {
  EXPECT_EQ(page(R"pb(file: "//:a.bzl"
                      rule_info {
                        rule_name: "r"
                        doc_string: "Packs."
                        attribute { name: "srcs" doc_string: "Files." default_value: "[]" }
                        attribute { name: "_tool" }
                      }
                      provider_info {
                        provider_name: "AInfo"
                        field_info { name: "a" doc_string: "B" }
                      }
                      repository_rule_info { rule_name: "q" })pb"),
            "\n## //:a.bzl\n\n### r\n\nPacks.\n\n- `srcs = []`: Files.\n\n### q\n\n### AInfo\n\n"
            "- `a`: B\n");
}

}  // namespace
}  // namespace lambda::tools
