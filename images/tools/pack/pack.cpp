// The packer that the rules of //images run: each verb is one build action.
// Source: images/README.md. It reads only the files that it is given: no clock, no network.
#include <string>
#include <vector>

#include "core/options/command_line.h"
#include "images/tools/pack/archive_verbs.h"
#include "images/tools/pack/image_verbs.h"

int main(int argc, char** argv) {
  std::vector<lambda::Verb> verbs = lambda::images::archive_verbs();
  for (lambda::Verb& verb : lambda::images::image_verbs()) {
    verbs.push_back(verb);
  }
  return lambda::run_verbs(
      "pack", "Packs Lambda functions: layers, images, zips. Equal inputs give equal bytes.", verbs,
      std::vector<std::string>(argv + 1, argv + argc));
}
