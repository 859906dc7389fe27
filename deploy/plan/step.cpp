// Every step's lines, the first one as a sentence.
#include "deploy/plan/step.h"

namespace lambda::deploy {

Poco::JSON::Object::Ptr input_of(const std::string& name, const Poco::Dynamic::Var& value) {
  Poco::JSON::Object::Ptr input = new Poco::JSON::Object;
  input->set(name, value);
  return input;
}

Poco::JSON::Array::Ptr list_of(const std::vector<std::string>& texts) {
  Poco::JSON::Array::Ptr list = new Poco::JSON::Array;
  for (const std::string& text : texts) {
    list->add(text);
  }
  return list;
}

std::string plan_text(const std::vector<Step>& steps) {
  std::string text;
  for (const Step& step : steps) {
    for (std::size_t i = 0; i < step.lines.size(); ++i) {
      text += (i == 0 ? "would " : "    ") + step.lines[i] + "\n";
    }
  }
  return text + (steps.empty() ? "There is nothing to do.\n"
                               : "Nothing was done: without --plan it will be.\n");
}

}  // namespace lambda::deploy
