// The program behind the Lisp rules: each verb is one build action.
// The rules of images/private/lisp call it. It reads only the files that it is given.
#include <string>
#include <vector>

#include "core/options/command_line.h"
#include "images/tools/lisp/lisp_verbs.h"

int main(int argc, char** argv) {
  return lambda::run_verbs("lisp", "Runs SBCL so that equal inputs give equal bytes.",
                           lambda::images::lisp_verbs(),
                           std::vector<std::string>(argv + 1, argv + argc));
}
