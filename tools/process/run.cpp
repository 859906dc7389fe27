// Poco starts the program; a thread reads its second stream, so that neither pipe fills up unread.
#include "tools/process/run.h"

#include <sstream>
#include <thread>

#include <Poco/Exception.h>
#include <Poco/Pipe.h>
#include <Poco/PipeStream.h>
#include <Poco/Process.h>
#include <Poco/StreamCopier.h>

namespace lambda::tools {
namespace {

// Whether the file can be executed is found out here: Poco's child would only end with a status.
std::string problem_of(const std::filesystem::path& program) {
  std::error_code error;
  const auto status = std::filesystem::status(program, error);
  if (!std::filesystem::exists(status)) {
    return program.string() + ": no such file";
  }
  using std::filesystem::perms;
  if ((status.permissions() & perms::owner_exec) == perms::none) {
    return program.string() + ": not a program";
  }
  return "";
}

std::string read_all(Poco::Pipe& pipe) {
  Poco::PipeInputStream stream(pipe);
  std::string text;
  Poco::StreamCopier::copyToString(stream, text);
  return text;
}

}  // namespace

std::expected<ProgramEnd, std::string> run(const std::filesystem::path& program,
                                           const std::vector<std::string>& arguments,
                                           const std::filesystem::path& folder) {
  if (const std::string problem = problem_of(program); !problem.empty()) {
    return std::unexpected(problem);
  }
  try {
    Poco::Pipe output;
    Poco::Pipe errors;
    const auto process =
        Poco::Process::launch(program, arguments, folder, nullptr, &output, &errors);
    ProgramEnd end;
    std::thread reader([&] { end.errors = read_all(errors); });
    end.output = read_all(output);
    reader.join();
    end.status = process.wait();
    return end;
  } catch (const Poco::Exception& exception) {
    return std::unexpected(program.string() + ": " + exception.displayText());
  }
}

}  // namespace lambda::tools
