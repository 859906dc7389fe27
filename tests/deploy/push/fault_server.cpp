// Poco's server, whose socket is at hand where a connection has to break.
#include "tests/deploy/push/fault_server.h"

#include <atomic>
#include <mutex>
#include <optional>

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/StreamCopier.h>
#include <Poco/String.h>

#include "tests/peers/http.h"
#include "tests/peers/recording_proxy.h"

namespace lambda::deploy_test {
namespace {

using peers::HttpRequest;
using peers::HttpResponse;
using Poco::Net::HTTPServerRequest;
using Poco::Net::HTTPServerResponse;

constexpr char kAuthorization[] = "Basic dXNlcjpzZWNyZXQ=";

std::optional<Step> step_of(const HTTPServerRequest& request) {
  const std::string& path = request.getURI();
  const std::string& method = request.getMethod();
  if (path.contains("/blobs/uploads/")) {
    if (method == "POST") {
      return Step::kStartUpload;
    }
    if (method == "PATCH") {
      return Step::kSendChunk;
    }
    if (method == "PUT") {
      return Step::kCloseUpload;
    }
    return std::nullopt;
  }
  if (path.contains("/blobs/")) {
    return method == "HEAD" ? Step::kAskBlob : Step::kReadBlob;
  }
  if (!path.contains("/manifests/")) {
    return std::nullopt;
  }
  if (method == "HEAD") {
    return Step::kAskManifest;
  }
  return path.contains("/manifests/sha256:") ? Step::kPutManifest : Step::kPutTag;
}

HttpResponse plain_refusal(Fault fault) {
  if (fault == Fault::kTooManyRequests) {
    return {429, {{"retry-after", "0"}}, "{}"};
  }
  if (fault == Fault::kServerError) {
    return {500, {}, R"({"errors":[{"code":"UNKNOWN"}]})"};
  }
  return {502, {{"content-type", "text/html"}}, "<html>Bad gateway</html>"};
}

void reset(HTTPServerRequest& request) {
  Poco::Net::StreamSocket& socket =
      static_cast<Poco::Net::HTTPServerRequestImpl&>(request).socket();
  socket.setLinger(true, 0);
  socket.close();
}

}  // namespace

class FaultServer::Server {
 public:
  Server(std::uint16_t registry, std::uint16_t elsewhere, Step step, Fault fault, int times)
      : registry_(registry),
        elsewhere_(elsewhere),
        step_(step),
        fault_(fault),
        times_(times),
        socket_(Poco::Net::SocketAddress("127.0.0.1", 0)),
        server_(new Factory(*this), socket_, parameters()) {
    server_.start();
  }
  ~Server() { server_.stopAll(true); }

  std::uint16_t port() const { return socket_.address().port(); }
  int failed() const { return std::min(asked_.load(), times_); }
  std::uint64_t uploaded_bytes() const { return uploaded_; }

 private:
  class Handler : public Poco::Net::HTTPRequestHandler {
   public:
    explicit Handler(Server& server) : server_(server) {}
    void handleRequest(HTTPServerRequest& from, HTTPServerResponse& to) override {
      server_.handle(from, to);
    }

   private:
    Server& server_;
  };

  class Factory : public Poco::Net::HTTPRequestHandlerFactory {
   public:
    explicit Factory(Server& server) : server_(server) {}
    Poco::Net::HTTPRequestHandler* createRequestHandler(const HTTPServerRequest&) override {
      return new Handler(server_);
    }

   private:
    Server& server_;
  };

  static Poco::Net::HTTPServerParams* parameters() {
    auto* parameters = new Poco::Net::HTTPServerParams;
    parameters->setMaxThreads(32);
    return parameters;
  }

  void handle(HTTPServerRequest& from, HTTPServerResponse& to);
  void fail(HTTPServerRequest& from, HTTPServerResponse& to);
  void keep_half(HTTPServerRequest& from);
  HttpRequest whole(HTTPServerRequest& from);
  HttpResponse pass_on(HttpRequest request);
  static void send(const HttpResponse& response, HTTPServerResponse& to);
  static void send_raw(HTTPServerRequest& from, const std::string& bytes);

  std::uint16_t registry_;
  std::uint16_t elsewhere_;
  Step step_;
  Fault fault_;
  int times_;
  std::atomic<int> asked_ = 0;
  std::atomic<std::uint64_t> uploaded_ = 0;
  std::mutex mutex_;
  std::optional<HttpResponse> half_;  // What an upload that was cut is to be told.
  Poco::Net::ServerSocket socket_;
  Poco::Net::HTTPServer server_;  // Last: it calls the others.
};

void FaultServer::Server::handle(HTTPServerRequest& from, HTTPServerResponse& to) {
  if (from.get("Authorization", "") != kAuthorization) {
    whole(from);
    return send({401, {{"www-authenticate", "Basic realm=\"peers\""}}, "{}"}, to);
  }
  if (from.getMethod() == "GET" && from.getURI().contains("/blobs/uploads/")) {
    const std::lock_guard lock(mutex_);
    return send(half_.value_or(HttpResponse{404, {}, "{}"}), to);
  }
  if (step_of(from) == step_ && asked_++ < times_) {
    return fail(from, to);
  }
  send(pass_on(whole(from)), to);
}

HttpRequest FaultServer::Server::whole(HTTPServerRequest& from) {
  HttpRequest request{from.getMethod(), from.getURI(), {}, {}};
  for (const auto& [name, value] : from) {
    request.headers[Poco::toLower(name)] = value;
  }
  Poco::StreamCopier::copyToString(from.stream(), request.body);
  return request;
}

HttpResponse FaultServer::Server::pass_on(HttpRequest request) {
  if (request.path.contains("/blobs/uploads/")) {
    uploaded_ += request.body.size();
  }
  request.headers.erase("authorization");
  return peers::pass_on(registry_, std::move(request));
}

void FaultServer::Server::send(const HttpResponse& response, HTTPServerResponse& to) {
  to.setStatus(std::to_string(response.status));
  to.setReason("As told");
  for (const auto& [name, value] : response.headers) {
    to.set(name, value);
  }
  if (!to.has("content-length")) {
    to.setContentLength64(static_cast<Poco::Int64>(response.body.size()));
  }
  to.setKeepAlive(true);
  to.send() << response.body << std::flush;
}

void FaultServer::Server::send_raw(HTTPServerRequest& from, const std::string& bytes) {
  Poco::Net::StreamSocket& socket = static_cast<Poco::Net::HTTPServerRequestImpl&>(from).socket();
  socket.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
  socket.shutdownSend();
  socket.close();
}

/// A part of a chunk becomes a chunk; the client learns of it only if it asks.
void FaultServer::Server::keep_half(HTTPServerRequest& from) {
  HttpRequest request = whole(from);
  request.body.resize(request.body.size() / 2);
  request.headers.erase("content-length");
  request.headers.erase("content-range");
  HttpResponse kept = pass_on(std::move(request));
  {
    const std::lock_guard lock(mutex_);
    kept.status = 204;
    half_ = std::move(kept);
  }
  reset(from);
}

void FaultServer::Server::fail(HTTPServerRequest& from, HTTPServerResponse& to) {
  switch (fault_) {
    case Fault::kRefuseConnection:
      return reset(from);
    case Fault::kDropWithin:
      from.stream().ignore(static_cast<std::streamsize>(from.getContentLength64() / 2));
      return reset(from);
    case Fault::kKeepHalf:
      return keep_half(from);
    case Fault::kLoseAnswer:
      pass_on(whole(from));
      return reset(from);
    case Fault::kCutAnswer:
      whole(from);
      return send_raw(from, "HTTP/1.1 201 Created\r\nContent-Le");
    case Fault::kNoHttp:
      whole(from);
      return send_raw(from, "220 mail.example ESMTP\r\n\r\n");
    case Fault::kStall:
      whole(from);  // Then until the client has had enough: its end makes the socket readable.
      static_cast<Poco::Net::HTTPServerRequestImpl&>(from).socket().poll(
          Poco::Timespan(20, 0), Poco::Net::Socket::SELECT_READ);
      return reset(from);
    case Fault::kWrongDigest: {
      HttpResponse response = pass_on(whole(from));
      response.headers["docker-content-digest"] = "sha256:" + std::string(64, 'e');
      return send(response, to);
    }
    case Fault::kRedirectElsewhere:
      return send(
          {307,
           {{"location", "http://localhost:" + std::to_string(elsewhere_) + whole(from).path}},
           ""},
          to);
    case Fault::kTooManyRequests:
    case Fault::kServerError:
    case Fault::kBadGateway:
      whole(from);
      return send(plain_refusal(fault_), to);
  }
}

FaultServer::FaultServer(std::uint16_t registry, std::uint16_t elsewhere, Step step, Fault fault,
                         int times)
    : server_(std::make_unique<Server>(registry, elsewhere, step, fault, times)) {}

FaultServer::~FaultServer() = default;

std::uint16_t FaultServer::port() const { return server_->port(); }
int FaultServer::failed() const { return server_->failed(); }
std::uint64_t FaultServer::uploaded_bytes() const { return server_->uploaded_bytes(); }

}  // namespace lambda::deploy_test
