// Poco's exceptions end here. A file's bytes go through a small buffer, since they are encrypted.
#include "deploy/registry/transport/tls_wire.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/Session.h>
#include <Poco/Net/StreamSocket.h>

#include "deploy/registry/transport/dial.h"
#include "deploy/registry/transport/trust.h"

namespace lambda::registry {
namespace {

using Poco::Net::Context;
using Poco::Net::SecureStreamSocket;
using Poco::Net::Session;
using std::chrono::milliseconds;

constexpr std::size_t kPieceBytes = 64 * 1024;
constexpr const char* kCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20";  // Of TLS 1.2; 1.3 has its own.

Poco::Timespan timespan(milliseconds time) { return {time.count() * 1000}; }

std::unexpected<AttemptError> untrusted(const Origin& origin, const std::string& reason) {
  return std::unexpected(AttemptError{
      Outlook::kLasting, "Registry.Untrusted",
      authority(origin) + " cannot be proven to be what it says: " + reason +
          ". For a registry with an authority of its own, --ca-file names that one's certificate; "
          "for one without TLS, --plain-http"});
}

}  // namespace

struct TlsConnector::State {
  std::filesystem::path ca_file;
  Waits waits;
  ProxyRules proxies;
  std::mutex mutex;  // Of what follows.
  Context::Ptr context;
  std::map<Origin, Session::Ptr> sessions;

  std::expected<Context::Ptr, AttemptError> shared_context();
  Session::Ptr session(const Origin& origin) {
    const std::lock_guard lock(mutex);
    const auto found = sessions.find(origin);
    return found == sessions.end() ? nullptr : found->second;
  }
  void remember(const Origin& origin, const Session::Ptr& session) {
    const std::lock_guard lock(mutex);
    sessions[origin] = session;
  }
};

std::expected<Context::Ptr, AttemptError> TlsConnector::State::shared_context() {
  const std::lock_guard lock(mutex);
  if (context) {
    return context;
  }
  const auto certificates = find_certificates(ca_file);
  if (!certificates) {
    return std::unexpected(certificates.error());
  }
  try {
    context = new Context(Context::TLS_CLIENT_USE, certificates->string(), Context::VERIFY_STRICT,
                          9, false, kCiphers);
    context->requireMinimumProtocol(Context::PROTO_TLSV1_2);
    context->enableExtendedCertificateVerification(true);
    context->enableSessionCache(true);
  } catch (const Poco::Exception& exception) {
    context = nullptr;
    return std::unexpected(AttemptError{
        Outlook::kLasting, "Registry.BadCertificates",
        certificates->string() + " holds no certificates to trust: " + exception.displayText()});
  }
  return context;
}

namespace {

class TlsWire final : public Wire {
 public:
  using Remember = std::function<void(const Session::Ptr&)>;

  TlsWire(SecureStreamSocket socket, Origin origin, const Waits& waits, Remember remember)
      : socket_(std::move(socket)),
        origin_(std::move(origin)),
        waits_(waits),
        remember_(std::move(remember)) {
    socket_.setSendTimeout(timespan(waits_.stall));
  }

  std::expected<void, AttemptError> send(std::string_view bytes) override try {
    while (!bytes.empty()) {
      const auto length = static_cast<int>(std::min(bytes.size(), kPieceBytes));
      const int count = socket_.sendBytes(bytes.data(), length);
      if (count <= 0) {
        return connection_lost(origin_, "it took no more bytes");
      }
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
  } catch (const Poco::TimeoutException&) {
    return stalled(origin_, waits_.stall);
  } catch (const Poco::Exception& exception) {
    return connection_lost(origin_, exception.displayText());
  }

  std::expected<std::uint64_t, AttemptError> send_file(int file, std::uint64_t offset,
                                                       std::uint64_t count) override {
    buffer_.resize(kPieceBytes);
    const std::size_t wanted = std::min<std::uint64_t>(count, buffer_.size());
    const ssize_t read = ::pread(file, buffer_.data(), wanted, static_cast<off_t>(offset));
    if (read < 0) {
      return connection_lost(origin_, std::strerror(errno));
    }
    if (read == 0) {
      return file_changed();
    }
    const auto bytes = static_cast<std::size_t>(read);
    if (auto sent = send({buffer_.data(), bytes}); !sent) {
      return std::unexpected(sent.error());
    }
    return bytes;
  }

  std::expected<std::size_t, AttemptError> receive(std::span<char> room,
                                                   milliseconds limit) override try {
    if (limit != receive_limit_) {
      socket_.setReceiveTimeout(timespan(limit));
      receive_limit_ = limit;
    }
    const auto length = static_cast<int>(std::min<std::size_t>(room.size(), 1u << 30));
    const int count = socket_.receiveBytes(room.data(), length);
    if (count < 0) {
      return connection_lost(origin_, "it cannot be read");
    }
    if (remember_) {
      // Only now: TLS 1.3 sends what a session can be resumed by behind the handshake.
      remember_(socket_.currentSession());
      remember_ = nullptr;
    }
    return static_cast<std::size_t>(count);
  } catch (const Poco::TimeoutException&) {
    return stalled(origin_, limit);
  } catch (const Poco::Exception& exception) {
    return connection_lost(origin_, exception.displayText());
  }

 private:
  SecureStreamSocket socket_;
  Origin origin_;
  Waits waits_;
  Remember remember_;
  milliseconds receive_limit_{0};
  std::vector<char> buffer_;  // Only where a file is sent.
};

}  // namespace

TlsConnector::TlsConnector(std::filesystem::path ca_file, const Waits& waits, ProxyRules proxies)
    : state_(std::make_shared<State>()) {
  state_->ca_file = std::move(ca_file);
  state_->waits = waits;
  state_->proxies = std::move(proxies);
}

TlsConnector::~TlsConnector() = default;

std::expected<std::unique_ptr<Wire>, AttemptError> TlsConnector::connect(const Origin& origin) {
  const auto context = state_->shared_context();
  if (!context) {
    return std::unexpected(context.error());
  }
  auto plain = dial(origin, state_->waits, state_->proxies);
  if (!plain) {
    return std::unexpected(std::move(plain.error()));
  }
  try {
    plain->setNoDelay(true);
    plain->setSendTimeout(timespan(state_->waits.connect));
    plain->setReceiveTimeout(timespan(state_->waits.connect));
    auto socket =
        SecureStreamSocket::attach(*plain, origin.host, *context, state_->session(origin));
    if (socket.completeHandshake() != 1) {
      return connection_lost(origin, "the handshake ended");
    }
    socket.verifyPeerCertificate(origin.host);
    return std::make_unique<TlsWire>(std::move(socket), origin, state_->waits,
                                     [state = state_, origin](const Session::Ptr& session) {
                                       state->remember(origin, session);
                                     });
  } catch (const Poco::Net::CertificateValidationException& exception) {
    return untrusted(origin, exception.displayText());
  } catch (const Poco::Net::SSLException& exception) {
    // Poco has one exception for a refusal of ours and for a peer that went away: the text tells.
    const std::string reason = exception.displayText();
    const bool is_ours = reason.contains("SSL routines") && !reason.contains("unexpected eof");
    if (is_ours) {
      return untrusted(origin, reason);
    }
    return connection_lost(origin, reason);
  } catch (const Poco::Exception& exception) {
    return connection_lost(origin, exception.displayText());
  }
}

}  // namespace lambda::registry
