// A listening socket and its connections, all in one thread that never waits for one of them.
#include "emulator/http/http_port.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace lambda::emulator {
namespace {

constexpr std::size_t kScratchBytes = 64 * 1024;
constexpr ConnectionId kListeningKey = 0;
// In one turn, so that many newcomers, or one that sends many requests, hold up nobody.
constexpr int kAcceptsMax = 64;
constexpr int kReadsMax = 64;
// They cost a descriptor each and wait for a peer to close; the oldest is cut off.
constexpr std::size_t kLingeringMax = 64;
constexpr std::chrono::milliseconds kAcceptPause{100};

bool is_lack_of_descriptors(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

std::optional<HttpPort::Time> earlier(std::optional<HttpPort::Time> a,
                                      std::optional<HttpPort::Time> b) {
  if (!a) {
    return b;
  }
  if (!b) {
    return a;
  }
  return std::min(*a, *b);
}

}  // namespace

HttpPort::HttpPort(Poco::Net::ServerSocket socket, const HttpPortOptions& options,
                   HttpPortOwner& owner)
    : listening_(std::move(socket)),
      options_(options),
      owner_(owner),
      scratch_(kScratchBytes),
      lists_(kStages) {
  listening_.setBlocking(false);
  const int fd = listening_.impl()->sockfd();
  ::fcntl(fd, F_SETFD, FD_CLOEXEC);  // No process of the function inherits it.
  poller_.add(fd, kListeningKey, {.can_read = true});
}

HttpPort::Entry* HttpPort::find(ConnectionId id) {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &*found->second;
}

std::size_t HttpPort::connection_count() const {
  return list(Stage::kIdle).size() + list(Stage::kRequest).size() + list(Stage::kBusy).size() +
         list(Stage::kAnswer).size();
}

// Accepting.

void HttpPort::watch_listening(bool is_watched) {
  poller_.change(listening_.impl()->sockfd(), kListeningKey, {.can_read = is_watched});
}

void HttpPort::accept_some() {
  if (is_stopped_) {
    return;
  }
  for (int i = 0; i < kAcceptsMax; ++i) {
    UniqueFd socket(
        ::accept4(listening_.impl()->sockfd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket.is_open()) {
      take_in(std::move(socket));
    } else if (!can_accept_after_error(errno)) {
      return;
    }
  }
}

bool HttpPort::can_accept_after_error(int error) {
  if (error == EINTR || error == ECONNABORTED) {
    return true;
  }
  if (!is_lack_of_descriptors(error)) {
    return false;
  }
  // The kernel looks for a descriptor first: it says so also when nobody waits to be accepted.
  pollfd newcomer{listening_.impl()->sockfd(), POLLIN, 0};
  if (::poll(&newcomer, 1, 0) != 1) {
    return false;
  }
  if (make_way()) {
    return true;
  }
  // The newcomer waits in the kernel's queue; asked for it again and again, the kernel would keep
  // this thread busy.
  watch_listening(false);
  accepts_again_ = std::chrono::steady_clock::now() + kAcceptPause;
  return false;
}

bool HttpPort::make_way() {
  if (list(Stage::kIdle).empty()) {
    return false;
  }
  close(list(Stage::kIdle).front());
  return true;
}

void HttpPort::take_in(UniqueFd socket) {
  const bool has_room = connection_count() < options_.connections_max || make_way();
  const int one = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  const ConnectionId id = next_id_++;
  Entries& idle = list(Stage::kIdle);
  Entry& entry = idle.emplace_back(std::move(socket), options_.limits, id);
  entry.since = std::chrono::steady_clock::now();
  entry.interest = wanted_interest(Stage::kIdle);
  by_id_[id] = std::prev(idle.end());
  if (!poller_.add(entry.connection.fd(), id, entry.interest)) {
    return close(entry);
  }
  if (has_room) {
    return;
  }
  entry.connection.refuse(owner_.on_fault(
      {503, "All connections are in use. Try again later, or close those that are not needed."},
      nullptr));
  settle(entry, false);
}

// Stages.

Interest HttpPort::wanted_interest(Stage stage) const {
  const bool reads =
      stage == Stage::kIdle || stage == Stage::kRequest || stage == Stage::kLingering;
  return {.can_read = reads,
          .can_write = stage == Stage::kAnswer,
          .has_left = options_.is_half_closed_gone};
}

/// Also to the list where it is already: then as the newest.
void HttpPort::move(Entry& entry, Stage stage) {
  entry.is_unanswered = entry.stage == Stage::kBusy || entry.stage == Stage::kAnswer;
  list(stage).splice(list(stage).end(), list(entry.stage), by_id_.at(entry.id));
  entry.stage = stage;
  entry.since = std::chrono::steady_clock::now();
}

/// Moves the entry to the list of its stage, and tells the kernel what to wait for.
void HttpPort::settle(Entry& entry, bool has_input) {
  const Stage stage = entry.connection.stage();
  if (stage != entry.stage) {
    move(entry, stage);
  }
  if (stage == Stage::kClosed) {
    return;
  }
  if (Entries& lingering = list(Stage::kLingering); lingering.size() > kLingeringMax) {
    close(lingering.front());
  }
  const Interest wanted = wanted_interest(stage);
  // A peer that waits for its answer seldom sends: reading is ended when it does, which saves two
  // system calls for each request.
  if (wanted == entry.interest || (stage == Stage::kBusy && !has_input)) {
    return;
  }
  poller_.change(entry.connection.fd(), entry.id, wanted);
  entry.interest = wanted;
}

void HttpPort::close(Entry& entry) {
  entry.connection.close();
  settle(entry, false);
}

void HttpPort::close(ConnectionId id) {
  Entry* entry = find(id);
  if (entry == nullptr) {
    return;
  }
  close(*entry);
  poller_.wake();  // So that advance() tells the owner.
}

void HttpPort::drop_closed() {
  Entries& closed = list(Stage::kClosed);
  while (!closed.empty()) {
    Entries dropped;
    dropped.splice(dropped.end(), closed, closed.begin());
    const Entry& entry = dropped.front();
    by_id_.erase(entry.id);
    owner_.on_gone(entry.id, entry.connection.cut_request(), entry.is_unanswered);
    if (accepts_again_) {
      accepts_again_ = std::chrono::steady_clock::now();
    }
  }
}

// Requests and answers.

void HttpPort::serve(Entry& entry, const Ready& ready) {
  const bool waits = entry.stage == Stage::kBusy || entry.stage == Stage::kAnswer;
  if (waits && (ready.is_broken || ready.has_left)) {
    return close(entry);
  }
  if (ready.can_write) {
    entry.connection.write_some();
  }
  if (ready.can_read || ready.is_broken || entry.connection.has_unread_bytes()) {
    read(entry);
  }
  settle(entry, ready.can_read);
}

void HttpPort::read(Entry& entry) {
  HttpConnection& connection = entry.connection;
  for (int i = 0; i < kReadsMax; ++i) {
    switch (connection.read_some(scratch_)) {
      case HttpConnection::Progress::kMore:
        break;
      case HttpConnection::Progress::kNothing:
      case HttpConnection::Progress::kClosed:
        return;
      case HttpConnection::Progress::kFault:
        connection.refuse(owner_.on_fault(connection.fault(), connection.cut_request()));
        return;
      case HttpConnection::Progress::kRequest:
        owner_.on_request(entry.id, connection.take_request());
        // Also when it was answered at once: what comes now is another request.
        move(entry, connection.stage());
        if (entry.stage != Stage::kIdle && entry.stage != Stage::kRequest) {
          return;
        }
    }
  }
  answered(entry);
}

/// What the kernel will not tell of is done by the next advance().
void HttpPort::answered(Entry& entry) {
  if (entry.connection.has_unread_bytes()) {
    unread_.push_back(entry.id);
  }
  if (entry.connection.has_unread_bytes() || entry.stage == Stage::kClosed) {
    poller_.wake();
  }
}

void HttpPort::answer(ConnectionId id, HttpAnswer answer) {
  Entry* entry = find(id);
  if (entry == nullptr || !entry->connection.is_busy()) {
    return;
  }
  if (is_stopped_) {
    entry->connection.close_after_answer();
  }
  entry->connection.answer(std::move(answer));
  settle(*entry, false);
  answered(*entry);
}

void HttpPort::answer(ConnectionId id, const HttpAnswer& answer, std::string_view body) {
  Entry* entry = find(id);
  if (entry == nullptr || !entry->connection.is_busy()) {
    return;
  }
  entry->connection.answer(answer, body);
  settle(*entry, false);
  answered(*entry);
}

bool HttpPort::is_answering(ConnectionId id) const {
  const auto found = by_id_.find(id);
  return found != by_id_.end() && found->second->connection.stage() == Stage::kAnswer;
}

// Time.

std::optional<std::chrono::milliseconds> HttpPort::limit(Stage stage) const {
  const auto limited = [](std::chrono::milliseconds time) {
    return time == HttpTimes::kUnlimited ? std::nullopt : std::optional(time);
  };
  switch (stage) {
    case Stage::kIdle:
      return limited(options_.times.idle);
    case Stage::kRequest:
      return limited(options_.times.request);
    case Stage::kAnswer:
      return limited(options_.times.answer);
    case Stage::kLingering:
      return limited(options_.times.linger);
    case Stage::kBusy:
    case Stage::kClosed:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<HttpPort::Time> HttpPort::next_due() const {
  std::optional<Time> due = accepts_again_;
  for (const Entries& entries : lists_) {
    if (entries.empty()) {
      continue;
    }
    if (const auto time = limit(entries.front().stage)) {
      due = earlier(due, entries.front().since + *time);
    }
  }
  return due;
}

void HttpPort::expire() {
  const Time now = std::chrono::steady_clock::now();
  if (accepts_again_ && *accepts_again_ <= now) {
    accepts_again_.reset();
    if (!is_stopped_) {
      watch_listening(true);
    }
  }
  for (const Stage stage : {Stage::kIdle, Stage::kRequest, Stage::kAnswer, Stage::kLingering}) {
    const auto time = limit(stage);
    while (time && !list(stage).empty() && list(stage).front().since + *time <= now) {
      Entry& entry = list(stage).front();
      if (stage != Stage::kRequest) {
        close(entry);
        continue;
      }
      entry.connection.refuse(
          owner_.on_fault({408, "The request did not arrive in time. Send it whole, at once."},
                          entry.connection.cut_request()));
      settle(entry, false);
    }
  }
}

bool HttpPort::advance(std::optional<Time> deadline) {
  const auto happened = poller_.wait(earlier(deadline, next_due()));
  const auto unread = std::exchange(unread_, {});
  for (const Ready& ready : happened) {
    if (ready.key == kListeningKey) {
      accept_some();
    } else if (Entry* entry = find(ready.key)) {
      serve(*entry, ready);
    }
  }
  for (const ConnectionId id : unread) {
    if (Entry* entry = find(id)) {
      serve(*entry, {});
    }
  }
  expire();
  drop_closed();
  return !happened.empty() || !unread.empty();
}

void HttpPort::stop() {
  is_stopped_ = true;
  watch_listening(false);
  for (const Stage stage : {Stage::kIdle, Stage::kRequest}) {
    while (!list(stage).empty()) {
      close(list(stage).front());
    }
  }
  drop_closed();
}

bool HttpPort::is_drained() const {
  return list(Stage::kBusy).empty() && list(Stage::kAnswer).empty();
}

}  // namespace lambda::emulator
