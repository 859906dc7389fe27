// Every case of `cases`, under both emulators: what the caller gets, and what the runtime is told.
#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>

#include "tests/conformance/conformance_case.h"
#include "tests/peers/emulator.h"
#include "tests/peers/runfile.h"

namespace lambda::conformance {
namespace {

struct Run {
  std::filesystem::path file;
  peers::Emulator emulator;
};

std::vector<Run> runs() {
  std::vector<Run> all;
  const std::filesystem::path folder = std::getenv("TEST_SRCDIR");
  std::istringstream names(std::getenv("CONFORMANCE_CASES"));
  for (std::string name; names >> name;) {
    all.push_back({folder / name, peers::Emulator::kOurs});
    all.push_back({folder / name, peers::Emulator::kAws});
  }
  return all;
}

std::string run_name(const testing::TestParamInfo<Run>& info) {
  const std::string emulator = info.param.emulator == peers::Emulator::kOurs ? "ours" : "aws";
  return info.param.file.stem().string() + "_" + emulator;
}

std::string noted_faults(const std::string& notes) {
  std::istringstream lines(notes);
  std::string faults;
  for (std::string line; std::getline(lines, line);) {
    if (line != "event") faults += line + "\n";
  }
  return faults;
}

int noted_events(const std::string& notes) {
  std::istringstream lines(notes);
  int count = 0;
  for (std::string line; std::getline(lines, line);) count += line == "event" ? 1 : 0;
  return count;
}

class RuntimeApi : public testing::TestWithParam<Run> {};

TEST_P(RuntimeApi, KeepsTheCase) {
  const auto the_case = read_case(GetParam().file);
  ASSERT_TRUE(the_case.has_value()) << the_case.error().message;
  const std::filesystem::path notes = peers::new_folder("notes") / "notes";
  const auto emulator =
      peers::start_emulator({.emulator = GetParam().emulator,
                             .bootstrap = peers::runfile("SCRIPTED_BOOTSTRAP"),
                             .environment = {{"CONFORMANCE_CASE", GetParam().file},
                                             {"CONFORMANCE_NOTES", notes}},
                             .timeout = the_case->timeout});
  ASSERT_TRUE(emulator.has_value()) << emulator.error().message;
  for (const Call& call : the_case->calls) {
    const auto answer = peers::exchange((*emulator)->port(), call.request);
    ASSERT_TRUE(answer.has_value()) << answer.error().message << (*emulator)->log();
    const bool is_ours = GetParam().emulator == peers::Emulator::kOurs;
    EXPECT_EQ("", faults(*answer, is_ours ? call.ours : call.aws))
        << the_case->rule << "\n" << (*emulator)->log();
  }
  const std::string noted = peers::read_file(notes);
  EXPECT_EQ("", noted_faults(noted)) << the_case->rule << "\n" << (*emulator)->log();
  EXPECT_LE(the_case->events, noted_events(noted)) << "the runtime saw fewer events";
}

INSTANTIATE_TEST_SUITE_P(Cases, RuntimeApi, testing::ValuesIn(runs()), run_name);

}  // namespace
}  // namespace lambda::conformance
