// The rules of style that a program can check. Each says what it found, where, and what to do.
// The limits are those measured on the code bases that the README's section "Style" names.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "tests/style/source_file.h"

namespace lambda::style {

/// One line a complaint, each "path:line: what, and what to do"; none when the file is well.
using Complaints = std::vector<std::string>;
using Rule = Complaints (*)(const SourceFile& file);

Complaints lines_fit_100_columns(const SourceFile& file);
Complaints file_has_at_most_400_lines(const SourceFile& file);
Complaints functions_have_at_most_70_lines(const SourceFile& file);
Complaints source_opens_with_a_comment(const SourceFile& file);
Complaints header_has_pragma_once(const SourceFile& file);
Complaints shell_stays_in_two_files(const SourceFile& file);
Complaints names_nothing_of_one_machine(const SourceFile& file);
Complaints leaves_nothing_to_do(const SourceFile& file);
Complaints private_plan_has_one_rule(const SourceFile& file);
Complaints library_has_one_header(const SourceFile& file);
Complaints file_name_says_something(const SourceFile& file);

/// Of all files together: the middle one has at most 110 lines, nine in ten at most 300.
Complaints most_files_are_short(std::span<const SourceFile> files);

/// Of all files together: each folder at the top has a README.md.
Complaints rooms_have_a_readme(std::span<const SourceFile> files);

}  // namespace lambda::style
