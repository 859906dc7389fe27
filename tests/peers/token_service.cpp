// A token is three parts in base64url: head, claims, and the signature of both.
#include "tests/peers/token_service.h"

#include <ctime>
#include <sstream>

#include <Poco/Base64Encoder.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/StringTokenizer.h>
#include <Poco/URI.h>

#include "tests/peers/registry.h"
#include "tests/peers/run.h"
#include "tests/peers/runfile.h"

namespace lambda::peers {
namespace {

std::string base64_url(const std::string& bytes) {
  std::ostringstream text;
  Poco::Base64Encoder encoder(text, Poco::BASE64_URL_ENCODING | Poco::BASE64_NO_PADDING);
  encoder << bytes;
  encoder.close();
  return text.str();
}

std::string json_text(const Poco::JSON::Object& object) {
  std::ostringstream text;
  object.stringify(text);
  return text.str();
}

// "repository:NAME:pull,push" of the query, as the token's claim.
Poco::JSON::Array access(const Poco::URI& address) {
  Poco::JSON::Array granted;
  for (const auto& [name, value] : address.getQueryParameters()) {
    if (name != "scope") {
      continue;
    }
    const size_t begin = value.find(':');
    const size_t end = value.rfind(':');
    if (begin == std::string::npos || begin == end) {
      continue;
    }
    Poco::JSON::Array actions;
    for (const std::string& action : Poco::StringTokenizer(value.substr(end + 1), ",")) {
      actions.add(action);
    }
    Poco::JSON::Object entry;
    entry.set("type", value.substr(0, begin));
    entry.set("name", value.substr(begin + 1, end - begin - 1));
    entry.set("actions", actions);
    granted.add(entry);
  }
  return granted;
}

// What a PEM file of one certificate holds between its first and last line, in one line.
std::string der_text(const std::filesystem::path& certificate) {
  std::istringstream lines(read_file(certificate));
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("-----")) {
      text += line;
    }
  }
  return text;
}

std::string token(const Certificate& certificate, const std::string& address) {
  Poco::JSON::Array chain;
  chain.add(der_text(certificate.certificate));
  Poco::JSON::Object head;
  head.set("typ", "JWT").set("alg", "RS256").set("x5c", chain);
  const std::time_t now = std::time(nullptr);
  Poco::JSON::Object claims;
  claims.set("iss", std::string(kTokenIssuer)).set("aud", std::string(kTokenAudience));
  claims.set("sub", "").set("jti", "1").set("access", access(Poco::URI(address)));
  claims.set("nbf", now - 60).set("iat", now - 60).set("exp", now + 300);
  const std::string text = base64_url(json_text(head)) + "." + base64_url(json_text(claims));
  const Command sign{{"openssl", "dgst", "-sha256", "-sign", certificate.key}, {}, {}, text};
  return text + "." + base64_url(run(sign).output);
}

}  // namespace

TokenService::TokenService(const Certificate& certificate)
    : responder_([this, certificate](const HttpRequest& request) {
        Poco::JSON::Object body;
        body.set("token", token(certificate, request.path)).set("expires_in", 300);
        ++given_;
        return HttpResponse{200, {{"content-type", "application/json"}}, json_text(body)};
      }) {}

std::string TokenService::address() const {
  return "http://127.0.0.1:" + std::to_string(responder_.port()) + "/token";
}

}  // namespace lambda::peers
