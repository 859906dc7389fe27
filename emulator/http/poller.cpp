// Waits for many sockets at once, and for other threads. Source: Linux epoll(7), eventfd(2).
#include "emulator/http/poller.h"

#include <sys/eventfd.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <system_error>

namespace lambda::emulator {
namespace {

constexpr std::uint64_t kWakeKey = std::numeric_limits<std::uint64_t>::max();
constexpr std::chrono::milliseconds kLongestWait{60'000};

[[noreturn]] void no_descriptor(const char* call) {
  throw std::system_error(errno, std::generic_category(),
                          std::string(call) + " (raise the limit of open files: ulimit -n)");
}

std::uint32_t events_of(Interest interest) {
  std::uint32_t events = 0;
  if (interest.can_read) {
    events |= EPOLLIN;
  }
  if (interest.can_write) {
    events |= EPOLLOUT;
  }
  if (interest.has_left) {
    events |= EPOLLRDHUP;
  }
  return events;
}

int milliseconds_until(std::optional<Poller::Time> deadline) {
  if (!deadline) {
    return -1;
  }
  const auto now = std::chrono::steady_clock::now();
  if (*deadline <= now) {
    return 0;
  }
  // Rounded up: a wait that ends before its deadline would only be repeated.
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(
      std::min<std::chrono::nanoseconds>(*deadline - now, kLongestWait));
  return static_cast<int>(left.count());
}

}  // namespace

Poller::Poller()
    : epoll_(::epoll_create1(EPOLL_CLOEXEC)), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!epoll_.is_open()) {
    no_descriptor("epoll_create1");
  }
  if (!wake_.is_open()) {
    no_descriptor("eventfd");
  }
  // Edge-triggered: each write is an event of its own, so that nobody needs to read it.
  epoll_event event{};
  event.events = EPOLLIN | EPOLLET;
  event.data.u64 = kWakeKey;
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, wake_.get(), &event) != 0) {
    no_descriptor("epoll_ctl");
  }
}

bool Poller::add(int fd, std::uint64_t key, Interest interest) {
  epoll_event event{};
  event.events = events_of(interest);
  event.data.u64 = key;
  return ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) == 0;
}

void Poller::change(int fd, std::uint64_t key, Interest interest) {
  epoll_event event{};
  event.events = events_of(interest);
  event.data.u64 = key;
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, fd, &event);  // Fails for a closed one only.
}

std::span<const Ready> Poller::wait(std::optional<Time> deadline) {
  const int count = ::epoll_wait(epoll_.get(), events_.data(), static_cast<int>(events_.size()),
                                 milliseconds_until(deadline));
  std::size_t used = 0;
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events_[static_cast<std::size_t>(i)];
    if (event.data.u64 == kWakeKey) {
      continue;
    }
    ready_[used++] = {event.data.u64, (event.events & EPOLLIN) != 0, (event.events & EPOLLOUT) != 0,
                      (event.events & EPOLLRDHUP) != 0,
                      (event.events & (EPOLLERR | EPOLLHUP)) != 0};
  }
  return std::span(ready_).first(used);
}

void Poller::wake() {
  const std::uint64_t one = 1;
  // The only failure is a counter that is full after 2^64 calls.
  [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);
}

}  // namespace lambda::emulator
