// One token for all threads: whoever meets a refusal first gets a new one, the others wait for it.
#include "deploy/registry/session.h"

#include <algorithm>
#include <array>
#include <utility>

#include "deploy/registry/login/challenge.h"
#include "deploy/registry/login/token.h"
#include "deploy/registry/registry_error.h"

namespace lambda::registry {
namespace {

constexpr int kHopsMax = 5;
constexpr int kLoginsMax = 4;  // For one request: a token may expire just then, a login be refused.
constexpr std::size_t kIdleMax = 32;

std::unexpected<Fault> fault(AttemptError error) {
  return std::unexpected(Fault{std::move(error), {}});
}

std::unexpected<Fault> refused(std::string type, std::string message) {
  return fault({Outlook::kLasting, std::move(type), std::move(message)});
}

/// Whether `answer` refuses the login, or that there was none. ECR says of an expired one 403, and
/// to HEAD not why.
bool refuses_login(const Answer& answer, const Request& request, const std::string& used) {
  if (answer.status != 403) {
    return answer.status == 401;
  }
  return (request.method == "HEAD" && used.starts_with("Basic ")) ||
         registry_words(answer.body).contains("token has expired");
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// Cheap enough to resend; uploads are resumed.
bool is_cheap(const Request& request) {
  constexpr std::uint64_t kCheapBytes = 64 * 1024;
  return request.body == nullptr || (request.method != "PATCH" && request.body->is_repeatable() &&
                                     request.body->size() <= kCheapBytes);
}

/// The rest of the body of an answer whose head was enough to read.
Tried<void> read_rest(Opened& opened) {
  std::array<char, 16 * 1024> part;
  while (opened.answer.body.size() < kAnswerBytesMax) {
    const auto count = opened.connection->read(part);
    if (!count) {
      return fault(count.error());
    }
    if (*count == 0) {
      break;
    }
    opened.answer.body.append(part.data(), *count);
  }
  return {};
}

}  // namespace

/// The login that the registry last accepted, if it asked for any.
class Session::Login {
 public:
  std::mutex mutex;       // Held while a new one is got.
  std::mutex text_mutex;  // Held to read or replace `text`.
  std::string text;       // The value of the Authorization header; empty: none.
  std::optional<std::optional<Credentials>> credentials;  // Looked up once, until it is refused.
  int rank = 0;                                           // Of these.

  std::string authorization() {
    const std::lock_guard lock(text_mutex);
    return text;
  }
  void replace(std::string authorization) {
    const std::lock_guard lock(text_mutex);
    text = std::move(authorization);
  }
};

Session::Session(Origin registry, std::vector<std::string> scopes, SessionSettings settings)
    : registry_(std::move(registry)),
      scopes_(std::move(scopes)),
      settings_(std::move(settings)),
      login_(std::make_unique<Login>()) {}

Session::~Session() = default;

void Session::keep(std::unique_ptr<Connection> connection) {
  if (connection == nullptr || !connection->is_reusable()) {
    return;
  }
  const std::lock_guard lock(idle_mutex_);
  if (idle_.size() < kIdleMax) {
    idle_.push_back(std::move(connection));
  }
}

Tried<std::unique_ptr<Connection>> Session::connection_to(const Origin& origin, bool& was_used) {
  {
    const std::lock_guard lock(idle_mutex_);
    const auto found = std::ranges::find_if(
        idle_, [&](const auto& connection) { return connection->origin() == origin; });
    if (was_used && found != idle_.end()) {
      auto connection = std::move(*found);
      idle_.erase(found);
      return connection;
    }
  }
  was_used = false;
  auto wire = settings_.connect(origin);
  if (!wire) {
    return fault(std::move(wire.error()));
  }
  return std::make_unique<Connection>(std::move(*wire), origin, settings_.waits);
}

Tried<Opened> Session::send(const Url& url, const Request& request,
                            const std::string& authorization) {
  Request complete = request;
  if (!authorization.empty()) {
    complete.headers.emplace_back("Authorization", authorization);
  }
  bool was_used = true;
  while (true) {
    auto connection = connection_to(url.origin, was_used);
    if (!connection) {
      return std::unexpected(std::move(connection.error()));
    }
    auto answer = (*connection)->begin(complete, url.target);
    if (answer) {
      return Opened{std::move(*connection), std::move(*answer)};
    }
    // A kept connection may have been closed in the meantime, which is not a failure yet.
    const bool is_stale = was_used && !(*connection)->has_received() &&
                          answer.error().type == "Registry.ConnectionLost" && is_cheap(request);
    if (!is_stale) {
      return fault(std::move(answer.error()));
    }
    was_used = false;  // Others that were kept are as old.
  }
}

Tried<Url> Session::redirected(const Url& url, const Request& request, const Answer& answer) const {
  auto next = resolve(url, answer.header("Location"));
  if (!next) {
    return refused("Registry.BadRedirect",
                   authority(url.origin) + " redirects to nowhere: " + next.error().message);
  }
  if (url.origin.is_tls && !next->origin.is_tls) {
    return refused("Registry.BadRedirect", authority(url.origin) + " redirects to " +
                                               authority(next->origin) +
                                               " without TLS, which is not followed");
  }
  const bool is_read = request.method == "GET" || request.method == "HEAD";
  if (is_read) {
    return std::move(*next);
  }
  if (next->origin != url.origin) {
    return refused("Registry.BadRedirect",
                   authority(url.origin) + " answers " + request.method + " with a redirect to " +
                       authority(next->origin) +
                       ", another host, which is not followed. Is that the registry to push to?");
  }
  if (answer.status != 307 && answer.status != 308) {
    return refused("Registry.BadRedirect", authority(url.origin) + " answers " + request.method +
                                               " with " + std::to_string(answer.status) +
                                               ", which would change the request");
  }
  if (request.body != nullptr && !request.body->is_repeatable()) {
    return fault({Outlook::kPassing, "Registry.BadRedirect",
                  authority(url.origin) + " redirects a stream that was partly sent"});
  }
  return std::move(*next);
}

Tried<Opened> Session::open(const Url& first_url, const Request& request) {
  Url url = first_url;
  int logins = 0;
  for (int hop = 0; hop <= kHopsMax;) {
    // Credentials belong to the registry alone: not to a host that it redirects to.
    const std::string used = url.origin == registry_ ? login_->authorization() : "";
    auto opened = send(url, request, used);
    if (!opened) {
      return opened;
    }
    const int status = opened->answer.status;
    const bool may_refuse = (status == 401 || status == 403) && url.origin == registry_;
    if (!may_refuse && !is_redirect(status)) {
      return opened;
    }
    if (auto read = read_rest(*opened); !read) {
      return std::unexpected(std::move(read.error()));
    }
    if (may_refuse && (!refuses_login(opened->answer, request, used) || logins++ == kLoginsMax)) {
      return opened;
    }
    keep(std::move(opened->connection));
    if (may_refuse) {
      if (auto done = log_in(opened->answer, used); !done) {
        return std::unexpected(std::move(done.error()));
      }
      if (request.body != nullptr && !request.body->is_repeatable()) {
        return fault({Outlook::kPassing, "Registry.LoginExpired", "the login expired in a stream"});
      }
      continue;
    }
    auto next = redirected(url, request, opened->answer);
    if (!next) {
      return std::unexpected(std::move(next.error()));
    }
    url = std::move(*next);
    ++hop;
  }
  return refused("Registry.BadRedirect", authority(registry_) + " redirects more than " +
                                             std::to_string(kHopsMax) + " times");
}

Tried<Answer> Session::once(const Url& url, const Request& request) {
  auto opened = open(url, request);
  if (!opened) {
    return std::unexpected(std::move(opened.error()));
  }
  if (auto read = read_rest(*opened); !read) {
    return std::unexpected(std::move(read.error()));
  }
  keep(std::move(opened->connection));
  return std::move(opened->answer);
}

std::expected<Answer, Error> Session::ask(const Url& url, const Request& request,
                                          const std::function<bool(int status)>& is_wanted) {
  Retry retry(settings_.retry, settings_.pause);
  while (true) {
    auto answer = once(url, request);
    if (answer && is_wanted(answer->status)) {
      return std::move(*answer);
    }
    Fault fault = answer ? fault_of(request.method, url, *answer) : std::move(answer.error());
    if (auto error = retry.give_up(std::move(fault))) {
      return std::unexpected(std::move(*error));
    }
  }
}

/// Gets a login after `refusal` of a request that was sent with `used`.
Tried<void> Session::log_in(const Answer& refusal, const std::string& used) {
  const std::lock_guard lock(login_->mutex);
  if (login_->authorization() != used) {
    return {};  // Another thread has got it.
  }
  // Where no way is offered, the one that was used has expired.
  const bool was_basic = used.starts_with("Basic ");
  const std::string_view offered = refusal.header("WWW-Authenticate");
  auto challenges = parse_challenges(offered.empty() && was_basic ? "Basic" : offered);
  if (!challenges) {
    return fault(std::move(challenges.error()));
  }
  const auto offers = [&](std::string_view scheme) {
    return std::ranges::find(*challenges, scheme, &Challenge::scheme);
  };
  const auto bearer = offers("bearer");
  const auto basic = offers("basic");
  if (bearer == challenges->end() && basic == challenges->end()) {
    return refused("Registry.Unauthorized",
                   authority(registry_) + " wants a kind of login that is not supported");
  }
  if (was_basic) {
    login_->credentials.reset();
    ++login_->rank;
  }
  if (!login_->credentials) {
    auto found = settings_.find_credentials(registry_, login_->rank);
    if (!found) {
      return fault(std::move(found.error()));
    }
    login_->credentials = std::move(*found);
  }
  if (bearer != challenges->end()) {
    return get_token(*bearer);
  }
  const auto& credentials = *login_->credentials;
  if (!credentials || credentials->user.empty()) {
    return std::unexpected(fault_of("the login", {registry_, "/"}, refusal));
  }
  login_->replace(basic_authorization(*credentials));
  return {};
}

/// Asks the token service that `bearer` names. The login's mutex is held.
Tried<void> Session::get_token(const Challenge& bearer) {
  const auto& credentials = *login_->credentials;
  const auto question =
      token_question(registry_, bearer, scopes_, credentials ? &*credentials : nullptr);
  if (!question) {
    return fault(question.error());
  }
  BytesBody form(question->form);
  Request request{.method = question->form.empty() ? "GET" : "POST"};
  if (!question->form.empty()) {
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    request.body = &form;
  }
  auto opened = send(question->url, request, question->authorization);
  if (!opened) {
    return std::unexpected(std::move(opened.error()));
  }
  if (auto read = read_rest(*opened); !read) {
    return std::unexpected(std::move(read.error()));
  }
  keep(std::move(opened->connection));
  if (opened->answer.status != 200) {
    return std::unexpected(fault_of(request.method, question->url, opened->answer));
  }
  auto token = parse_token(opened->answer.body);
  if (!token) {
    return fault(std::move(token.error()));
  }
  login_->replace("Bearer " + *token);
  return {};
}

}  // namespace lambda::registry
