// What callers of the emulator get: calls per second for one, 8 and 64 of them, and how long one
// waits beside a crowd of connections that say nothing or send a byte now and then. AWS's own
// emulator is measured in the same run, with one caller, since overlapping calls end it.
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "emulator/testing/raw_http.h"
#include "tests/peers/emulator.h"
#include "tests/peers/runfile.h"

namespace lambda::bench {
namespace {

using emulator::testing::raw_request;
using emulator::testing::RawConnection;
using std::chrono::steady_clock;

constexpr char kUsage[] =
    "usage: callers [--seconds N]\n"
    "Measures the callers' side of the emulator beside AWS's.\n"
    "  --seconds N  how long each of the measurements lasts (default 3)\n"
    "Start it with `bazel run //tests/bench:callers`, which names the programs.\n";
constexpr char kPath[] = "/2015-03-31/functions/function/invocations";
constexpr int kIdle = 1'000;
constexpr int kSlow = 300;

/// One call on a connection that is kept; ends the program when it is not answered well.
void call(RawConnection& connection) {
  connection.send(raw_request("POST", kPath, "", "\"event\""));
  const auto answer = connection.read_answer();
  if (answer && answer->status == 200 && answer->body == "\"event\"") {
    return;
  }
  std::fprintf(stderr, "A call was not answered well: status %d.\n", answer ? answer->status : 0);
  std::exit(1);
}

double calls_per_second(std::uint16_t port, int callers, std::chrono::seconds time) {
  std::atomic<long> calls = 0;
  std::vector<std::thread> threads;
  const auto start = steady_clock::now();
  for (int i = 0; i < callers; ++i) {
    threads.emplace_back([&] {
      RawConnection connection(port);
      for (; steady_clock::now() - start < time; ++calls) {
        call(connection);
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  return static_cast<double>(calls) /
         std::chrono::duration<double>(steady_clock::now() - start).count();
}

struct Waits {
  double median_ms = 0;
  double longest_ms = 0;
};

/// How long calls take, each on a new connection.
Waits waits(std::uint16_t port, std::chrono::seconds time) {
  std::vector<double> all;
  for (const auto end = steady_clock::now() + time; steady_clock::now() < end;) {
    const auto start = steady_clock::now();
    RawConnection connection(port);
    call(connection);
    all.push_back(std::chrono::duration<double, std::milli>(steady_clock::now() - start).count());
  }
  std::ranges::sort(all);
  return {all[all.size() / 2], all.back()};
}

/// The same beside a crowd.
Waits waits_in_a_crowd(std::uint16_t port, std::chrono::seconds time) {
  std::vector<std::unique_ptr<RawConnection>> crowd;
  for (int i = 0; i < kIdle + kSlow; ++i) {
    crowd.push_back(std::make_unique<RawConnection>(port));
  }
  for (int i = 0; i < kSlow; ++i) {
    crowd[static_cast<std::size_t>(i)]->send("POST /");
  }
  std::atomic<bool> is_over = false;
  std::thread dripping([&] {
    for (int i = 0; !is_over; i = (i + 1) % kSlow) {
      crowd[static_cast<std::size_t>(i)]->send("x");
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  const Waits result = waits(port, time);
  is_over = true;
  dripping.join();
  return result;
}

void measure(peers::Emulator which, std::chrono::seconds time) {
  peers::EmulatorOptions options;
  options.emulator = which;
  options.bootstrap = peers::runfile("ECHO");
  const auto server = peers::start_emulator(options);
  if (!server) {
    std::fprintf(stderr, "%s\n", server.error().message.c_str());
    std::exit(1);
  }
  const bool is_ours = which == peers::Emulator::kOurs;
  const std::uint16_t port = (*server)->port();
  std::printf("%s\n", is_ours ? "this emulator" : "AWS's emulator");
  for (const int callers : {1, 8, 64}) {
    if (callers > 1 && !is_ours) {
      break;
    }
    calls_per_second(port, callers, std::chrono::seconds(1));  // Starts the environments.
    std::printf("  %2d callers: %8.0f calls/s\n", callers, calls_per_second(port, callers, time));
  }
  const Waits alone = waits(port, time);
  std::printf("  alone:      median %6.2f ms, longest %7.2f ms\n", alone.median_ms,
              alone.longest_ms);
  const Waits crowded = waits_in_a_crowd(port, time);
  std::printf("  in a crowd: median %6.2f ms, longest %7.2f ms (%d idle, %d slow)\n",
              crowded.median_ms, crowded.longest_ms, kIdle, kSlow);
}

int run(const std::vector<std::string>& arguments) {
  int seconds = 3;
  const bool is_asked = std::ranges::count(arguments, "--help") > 0;
  const bool has_time = arguments.size() == 2 && arguments[0] == "--seconds";
  if (has_time) {
    seconds = std::atoi(arguments[1].c_str());
  }
  const bool is_understood = arguments.empty() || has_time;
  if (is_asked || !is_understood || seconds < 1) {
    std::fputs(kUsage, is_asked ? stdout : stderr);
    return is_asked ? 0 : 2;
  }
  rlimit descriptors{};
  ::getrlimit(RLIMIT_NOFILE, &descriptors);
  descriptors.rlim_cur = descriptors.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &descriptors);
  measure(peers::Emulator::kOurs, std::chrono::seconds(seconds));
  measure(peers::Emulator::kAws, std::chrono::seconds(seconds));
  return 0;
}

}  // namespace
}  // namespace lambda::bench

int main(int argc, char** argv) {
  return lambda::bench::run(std::vector<std::string>(argv + 1, argv + argc));
}
