// One connection an exchange: nothing is kept between two of them.
#include "tests/peers/http.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/StreamCopier.h>
#include <Poco/String.h>

namespace lambda::peers {

std::expected<HttpResponse, Error> exchange(uint16_t port, const HttpRequest& request,
                                            std::chrono::seconds limit) {
  try {
    Poco::Net::HTTPClientSession session("127.0.0.1", port);
    session.setTimeout(Poco::Timespan(limit.count(), 0));
    Poco::Net::HTTPRequest head(request.method, request.path, Poco::Net::HTTPMessage::HTTP_1_1);
    for (const auto& [name, value] : request.headers) {
      head.set(name, value);
    }
    if (request.method != "GET") {
      head.setContentLength64(static_cast<Poco::Int64>(request.body.size()));
    }
    session.sendRequest(head).write(request.body.data(),
                                    static_cast<std::streamsize>(request.body.size()));
    Poco::Net::HTTPResponse answer;
    HttpResponse response;
    std::istream& body = session.receiveResponse(answer);
    response.status = answer.getStatus();
    for (const auto& [name, value] : answer) {
      response.headers[Poco::toLower(name)] = value;
    }
    Poco::StreamCopier::copyToString(body, response.body);
    return response;
  } catch (const Poco::Exception& exception) {
    return std::unexpected(Error{"Peers.NoAnswer", request.method + " " + request.path +
                                                       " on port " + std::to_string(port) + ": " +
                                                       exception.displayText()});
  }
}

std::expected<HttpResponse, Error> invoke(uint16_t port, const std::string& event,
                                          const std::map<std::string, std::string>& headers) {
  return exchange(port, {"POST", "/2015-03-31/functions/function/invocations", headers, event});
}

}  // namespace lambda::peers
