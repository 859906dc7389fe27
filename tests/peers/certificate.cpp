// Every certificate lives two days: long enough for any run, useless afterwards.
#include "tests/peers/certificate.h"

#include <sstream>

#include "tests/peers/run.h"
#include "tests/peers/runfile.h"

namespace lambda::peers {
namespace {

std::expected<void, Error> run_or_error(const Command& command, const std::string& type) {
  const Outcome outcome = run(command);
  if (outcome.status == 0) {
    return {};
  }
  std::ostringstream text;
  text << command.arguments.at(0) << ": " << outcome;
  return std::unexpected(Error{type, text.str()});
}

std::expected<void, Error> openssl(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "openssl");
  return run_or_error({arguments, {}, {}, {}}, "Peers.Openssl");
}

}  // namespace

std::expected<Certificate, Error> make_authority(const std::filesystem::path& folder,
                                                 const std::string& name) {
  const Certificate made{folder / "ca.key", folder / "ca.crt"};
  return openssl({"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                  "/CN=" + name, "-keyout", made.key, "-out", made.certificate, "-addext",
                  "keyUsage=critical,keyCertSign,digitalSignature"})
      .transform([&] { return made; });
}

std::expected<Certificate, Error> make_server_certificate(const std::filesystem::path& folder,
                                                          const Certificate& authority,
                                                          const std::vector<std::string>& names) {
  const Certificate made{folder / "server.key", folder / "server.crt"};
  const std::filesystem::path request = folder / "server.csr";
  const std::filesystem::path extensions = folder / "server.ext";
  std::string text = "subjectAltName=DNS:localhost,IP:127.0.0.1";
  for (const std::string& name : names) {
    text += ",DNS:" + name;
  }
  write_file(extensions, text + "\n");
  return openssl({"req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout",
                  made.key, "-out", request})
      .and_then([&] {
        return openssl({"x509", "-req", "-in", request, "-CA", authority.certificate, "-CAkey",
                        authority.key, "-CAcreateserial", "-days", "2", "-out", made.certificate,
                        "-extfile", extensions});
      })
      .transform([&] { return made; });
}

std::expected<std::filesystem::path, Error> make_java_trust_store(
    const std::filesystem::path& folder, const Certificate& authority) {
  const std::filesystem::path store = folder / "trust.p12";
  return run_or_error({{"keytool", "-importcert", "-noprompt", "-alias", "peer", "-file",
                        authority.certificate, "-keystore", store, "-storetype", "PKCS12",
                        "-storepass", "changeit"},
                       {},
                       {},
                       {}},
                      "Peers.Keytool")
      .transform([&] { return store; });
}

}  // namespace lambda::peers
