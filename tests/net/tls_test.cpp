#include <doctest/doctest.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <thread>

#include "run.hpp"

using namespace splitroot;
using namespace splitroot::net;
using namespace splitroot::net::test;

namespace {

/// A TLS context with a certificate for 127.0.0.1 that nobody vouches for.
SSL_CTX* self_signed() {
  EVP_PKEY* key = EVP_RSA_gen(2048);
  X509* certificate = X509_new();
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* name = X509_get_subject_name(certificate);
  const unsigned char host[] = "127.0.0.1";
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, host, -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  X509_sign(certificate, key, EVP_sha256());
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  SSL_CTX_use_certificate(context, certificate);
  SSL_CTX_use_PrivateKey(context, key);
  X509_free(certificate);
  EVP_PKEY_free(key);
  return context;
}

}  // namespace

TEST_CASE("a certificate nobody vouches for is refused, and not asked for again") {
  asio::io_context context;
  asio::ip::tcp::acceptor acceptor{context, {asio::ip::address_v4::loopback(), 0}};
  const auto port = acceptor.local_endpoint().port();
  bool got_request = false;
  std::thread server{[&] {
    auto socket = acceptor.accept();
    SSL_CTX* tls = self_signed();
    SSL* session = SSL_new(tls);
    SSL_set_fd(session, socket.native_handle());
    char octet = 0;
    got_request = SSL_accept(session) == 1 && SSL_read(session, &octet, 1) == 1;
    SSL_free(session);
    SSL_CTX_free(tls);
  }};
  HttpRequest request;
  request.url = "https://127.0.0.1:" + std::to_string(port) + "/topsecretkey";
  const auto outcome = fetch(std::move(request));
  server.join();
  REQUIRE(outcome.has_error());
  CHECK_FALSE(got_request);
  CHECK_FALSE(outcome.error().retry);
  CHECK(outcome.error().message.find("certificate") != std::string::npos);
  CHECK(outcome.error().message.find("topsecretkey") == std::string::npos);
}
