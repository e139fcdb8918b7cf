#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <thread>

#include "collectors/iana/axfr.hpp"
#include "iana_zone_support.hpp"

namespace splitroot::collectors::test {

inline std::string with_serial(std::string zone, const std::string& serial) {
  return zone.replace(zone.find("2026010500"), 10, serial);
}

/// A Knot of this test's own that serves a signed root zone and keeps its differences, for IXFR.
class Knot {
 public:
  static constexpr const char* secret = "c3BsaXRyb290IHNwbGl0cm9vdCBzcGxpdHJvb3QgMTI=";

  /// `wants_key`: transfers are only for those who sign with the TSIG key `transfer.example`. `first`: the
  /// serial it begins with.
  explicit Knot(bool wants_key = false, const std::string& first = "2026010500") {
    boost::asio::io_context context;
    port_ = boost::asio::ip::tcp::acceptor{context, {boost::asio::ip::address_v4::loopback(), 0}}
                .local_endpoint()
                .port();
    folder_.write("knot.conf", configuration(wants_key));
    publish(with_serial(plain_zone, first));
    REQUIRE(shell(in_folder("knotd -c knot.conf >log 2>&1 & echo $! >pid")) == 0);
    wait_for(first);
  }
  ~Knot() {
    shell(
        in_folder("kill $(cat pid); for i in $(seq 100); do kill -0 $(cat pid) || break; sleep 0.05; done"));
  }
  Knot(const Knot&) = delete;
  Knot& operator=(const Knot&) = delete;

  /// Signs the zone with this server's keys, valid now, and puts it where the server reads it.
  void publish(const std::string& zone) {
    folder_.write("root.zone", keys.sign(zone, "-z simple:sha384", stamp(-1), stamp(30)));
  }
  /// Puts a file there as it is.
  void publish_file(const std::string& text) { folder_.write("root.zone", text); }

  /// Makes the server take up what was published.
  void reload(const std::string& serial) {
    REQUIRE(shell(in_folder("knotc -c knot.conf zone-reload .")) == 0);
    wait_for(serial);
  }

  AxfrServer address() const { return {"127.0.0.1", port_}; }
  std::string url() const { return axfr_url(address()); }

  RootKeys keys;

 private:
  std::string in_folder(const std::string& command) const {
    return "PATH=$PATH:/usr/sbin; cd '" + folder_.path().string() + "' || exit 1; " + command;
  }

  std::string configuration(bool wants_key) const {
    const std::string folder = folder_.path().string();
    return "server:\n  listen: 127.0.0.1@" + std::to_string(port_) + "\n  rundir: \"" + folder +
           "\"\n  udp-workers: 1\n  tcp-workers: 1\n  background-workers: 1\ncontrol:\n  listen: \"" +
           folder + "/control\"\ndatabase:\n  storage: \"" + folder +
           "\"\nkey:\n  - id: transfer.example\n    algorithm: hmac-sha256\n    secret: " + secret +
           "\nacl:\n  - id: local\n    address: 127.0.0.1\n    action: transfer\n" +
           (wants_key ? "    key: transfer.example\n" : "") + "template:\n  - id: default\n    storage: \"" +
           folder +
           "\"\n    journal-content: changes\n    zonefile-load: difference\n    zonefile-sync: -1\nzone:\n"
           "  - domain: .\n    file: \"root.zone\"\n    acl: local\n";
  }

  void wait_for(const std::string& serial) const {
    const std::string ask = "kdig @127.0.0.1 -p " + std::to_string(port_) +
                            " +tcp +time=1 +retry=0 +short SOA . | grep -q ' " + serial + " '";
    for (int i = 0; i < 200; ++i) {
      if (shell(ask) == 0) return;
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    FAIL("no serial " << serial << ": " << slurp(folder_.path() / "log"));
  }

  std::uint16_t port_ = 0;
  Folder folder_;
};

}  // namespace splitroot::collectors::test
