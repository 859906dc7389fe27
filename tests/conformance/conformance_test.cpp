// Every case of `cases`, under both emulators: what the caller gets, and what the runtime is told.
#include <algorithm>
#include <cstdlib>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/conformance/conformance_case.h"
#include "tests/peers/emulator.h"
#include "tests/peers/runfile.h"

namespace lambda::conformance {
namespace {

struct Run {
  std::filesystem::path file;
  peers::Emulator emulator;
};

void PrintTo(const Run& run, std::ostream* stream) { *stream << run.file.filename(); }

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

std::vector<std::string> noted_lines(const std::filesystem::path& file) {
  std::istringstream text(peers::read_file(file));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) {
    lines.push_back(line);
  }
  return lines;
}

// The caller may have its answer before the runtime has done all its steps: waits for the rest.
std::vector<std::string> notes_of(int events, const std::filesystem::path& file,
                                  peers::Server& emulator) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (true) {
    std::vector<std::string> lines = noted_lines(file);
    const bool is_done = std::ranges::count(lines, "done") >= events;
    if (is_done || std::chrono::steady_clock::now() > end) {
      return lines;
    }
    emulator.child().wait(std::chrono::milliseconds(10));
  }
}

std::string faults_of(const std::vector<std::string>& notes) {
  std::string faults;
  for (const std::string& line : notes) {
    if (line.starts_with("fault")) {
      faults += line + "\n";
    }
  }
  return faults;
}

class RuntimeApi : public testing::TestWithParam<Run> {};

TEST_P(RuntimeApi, KeepsTheCase) {
  const auto the_case = read_case(GetParam().file);
  ASSERT_TRUE(the_case.has_value()) << the_case.error().message;
  const std::filesystem::path notes = peers::new_folder("notes") / "notes";
  const auto emulator = peers::start_emulator(
      {.emulator = GetParam().emulator,
       .bootstrap = peers::runfile("SCRIPTED_BOOTSTRAP"),
       .environment = {{"CONFORMANCE_CASE", GetParam().file}, {"CONFORMANCE_NOTES", notes}},
       .timeout = the_case->timeout});
  ASSERT_TRUE(emulator.has_value()) << emulator.error().message;
  const bool is_ours = GetParam().emulator == peers::Emulator::kOurs;
  const int events = is_ours ? the_case->our_events : the_case->aws_events;
  for (const Call& call : the_case->calls) {
    const auto answer = peers::exchange((*emulator)->port(), call.request);
    ASSERT_TRUE(answer.has_value()) << answer.error().message << (*emulator)->log();
    EXPECT_EQ("", faults(*answer, is_ours ? call.ours : call.aws)) << the_case->rule << "\n"
                                                                   << (*emulator)->log();
  }
  const std::vector<std::string> noted = notes_of(events, notes, **emulator);
  EXPECT_EQ("", faults_of(noted)) << the_case->rule << "\n" << (*emulator)->log();
  EXPECT_EQ(events, std::ranges::count(noted, "done")) << (*emulator)->log();
}

INSTANTIATE_TEST_SUITE_P(Cases, RuntimeApi, testing::ValuesIn(runs()), run_name);

}  // namespace
}  // namespace lambda::conformance
