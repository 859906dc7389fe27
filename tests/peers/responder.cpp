// Poco's server, with the one handler that asks the function.
#include "tests/peers/responder.h"

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/StreamCopier.h>
#include <Poco/String.h>

namespace lambda::peers {
namespace {

class Handler : public Poco::Net::HTTPRequestHandler {
 public:
  explicit Handler(const Responder::Answer& answer) : answer_(answer) {}

  void handleRequest(Poco::Net::HTTPServerRequest& from,
                     Poco::Net::HTTPServerResponse& to) override {
    HttpRequest request{from.getMethod(), from.getURI(), {}, {}};
    for (const auto& [name, value] : from) {
      // One that is repeated is a list (RFC 9110, section 5.3).
      std::string& all = request.headers[Poco::toLower(name)];
      all += (all.empty() ? "" : ", ") + value;
    }
    Poco::StreamCopier::copyToString(from.stream(), request.body);
    const HttpResponse response = answer_(request);
    to.setStatus(std::to_string(response.status));
    to.setReason(Poco::Net::HTTPResponse::getReasonForStatus(to.getStatus()));
    to.setContentLength64(static_cast<Poco::Int64>(response.body.size()));
    for (const auto& [name, value] : response.headers) {
      if (name != "transfer-encoding" && name != "connection") {
        to.set(name, value);
      }
    }
    // A cut answer ends with its connection; what answers HEAD has a length and no body.
    to.setKeepAlive(from.getKeepAlive() && (from.getMethod() == "HEAD" ||
                                            to.getContentLength64() == std::ssize(response.body)));
    std::ostream& body = to.send();
    body.write(response.body.data(), static_cast<std::streamsize>(response.body.size()));
    body.flush();
  }

 private:
  const Responder::Answer& answer_;
};

class Factory : public Poco::Net::HTTPRequestHandlerFactory {
 public:
  explicit Factory(Responder::Answer answer) : answer_(std::move(answer)) {}

  Poco::Net::HTTPRequestHandler* createRequestHandler(
      const Poco::Net::HTTPServerRequest&) override {
    return new Handler(answer_);
  }

 private:
  Responder::Answer answer_;
};

}  // namespace

class Responder::Server {
 public:
  explicit Server(Answer answer)
      : socket_(Poco::Net::SocketAddress("127.0.0.1", 0)),
        server_(new Factory(std::move(answer)), socket_, new Poco::Net::HTTPServerParams) {
    server_.start();
  }

  ~Server() { server_.stopAll(true); }

  uint16_t port() const { return socket_.address().port(); }

 private:
  Poco::Net::ServerSocket socket_;
  Poco::Net::HTTPServer server_;
};

Responder::Responder(Answer answer) : server_(std::make_unique<Server>(std::move(answer))) {}

Responder::~Responder() = default;

uint16_t Responder::port() const { return server_->port(); }

}  // namespace lambda::peers
