// What the libraries were built for: the versions of TLS that they speak, and a certificate that
// is not trusted is refused. Source: openssl.BUILD; RFC 8446; RFC 5246.
#include <memory>
#include <string>

#include <Poco/Net/Context.h>
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>

namespace {

TEST(OpenSsl, IsTheVersionThatRepositoriesName) {
  EXPECT_STREQ(OpenSSL_version(OPENSSL_VERSION_STRING), "3.5.7");
}

TEST(OpenSsl, NamesNoFolderOfTheBuild) {
  const std::string flags = OpenSSL_version(OPENSSL_CFLAGS);
  EXPECT_NE(flags.find("zig"), std::string::npos) << flags;
  EXPECT_EQ(flags.find(" /"), std::string::npos) << flags;
}

TEST(OpenSsl, HasTheCiphersOfTls) {
  for (const char* name : {"AES-128-GCM", "AES-256-GCM", "ChaCha20-Poly1305"}) {
    const std::unique_ptr<EVP_CIPHER, decltype(&EVP_CIPHER_free)> cipher(
        EVP_CIPHER_fetch(nullptr, name, nullptr), EVP_CIPHER_free);
    EXPECT_NE(cipher, nullptr) << name;
  }
}

// Whether a client that may speak only `version` gets as far as its first message.
bool sends_hello(int version) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_method()),
                                                                  SSL_CTX_free);
  SSL_CTX_set_min_proto_version(context.get(), version);
  SSL_CTX_set_max_proto_version(context.get(), version);
  const std::unique_ptr<SSL, decltype(&SSL_free)> client(SSL_new(context.get()), SSL_free);
  BIO* sent = BIO_new(BIO_s_mem());
  SSL_set_bio(client.get(), BIO_new(BIO_s_mem()), sent);  // Owned by `client` from here on.
  SSL_connect(client.get());
  unsigned char kind = 0;
  return BIO_read(sent, &kind, 1) == 1 && kind == SSL3_RT_HANDSHAKE;  // Not an alert.
}

TEST(OpenSsl, SpeaksTls12And13Only) {
  EXPECT_TRUE(sends_hello(TLS1_3_VERSION));
  EXPECT_TRUE(sends_hello(TLS1_2_VERSION));
  EXPECT_FALSE(sends_hello(TLS1_1_VERSION));
  EXPECT_FALSE(sends_hello(TLS1_VERSION));
}

TEST(PocoNetSsl, MakesAContextThatVerifies) {
  Poco::Net::Context::Params params;
  params.verificationMode = Poco::Net::Context::VERIFY_RELAXED;
  params.loadDefaultCAs = false;
  const Poco::Net::Context::Ptr context(
      new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, params));
  EXPECT_EQ(SSL_CTX_get_verify_mode(context->sslContext()), SSL_VERIFY_PEER);
}

}  // namespace
