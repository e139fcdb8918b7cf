#pragma once
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <sstream>

#include "collectors/iana/root_zone.hpp"
#include "files_support.hpp"

namespace splitroot::collectors::test {

/// Runs a shell command to its end; its output is kept from the test's.
inline int shell(const std::string& command) {
  return std::system(("(" + command + ") >/dev/null 2>&1").c_str());
}

/// The text of a real root zone; nullopt without SPLITROOT_DATA.
inline std::optional<std::string> real_zone(const std::string& serial) {
  const auto path = real_data("iana/root-zone/root.zone." + serial + ".zst");
  if (!path) return std::nullopt;
  const Folder folder;
  const auto plain = folder.path() / "root.zone";
  REQUIRE(shell("zstd -dqf '" + path->string() + "' -o '" + plain.string() + "'") == 0);
  return slurp(plain);
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

inline std::string text_of(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

/// The number (from 1) of the one line that holds all of these; fails without it.
inline std::size_t line_with(const std::vector<std::string>& lines, const std::vector<std::string>& parts) {
  const auto holds = [&](const std::string& line) {
    return std::all_of(parts.begin(), parts.end(),
                       [&](const std::string& part) { return line.find(part) != std::string::npos; });
  };
  const auto found = std::find_if(lines.begin(), lines.end(), holds);
  REQUIRE_MESSAGE(found != lines.end(), "no line with " << parts.front());
  return static_cast<std::size_t>(found - lines.begin()) + 1;
}

/// A small root, not signed.
inline const std::string plain_zone =
    ". 86400 IN SOA a.root-servers.net. nstld.verisign-grs.com. 2026010500 1800 900 604800 86400\n"
    ". 518400 IN NS a.root-servers.net.\n"
    "com. 172800 IN NS a.gtld-servers.net.\n"
    "com. 86400 IN DS 19718 13 2 8acbb0cd28f41250a80a491389424d341522d946b0da0c0291f2d3d771d7805a\n"
    "net. 172800 IN NS a.gtld-servers.net.\n"
    "a.gtld-servers.net. 172800 IN A 192.5.6.30\n"
    "a.root-servers.net. 518400 IN A 198.41.0.4\n"
    "org. 172800 IN NS a0.org.\n"
    "a0.org. 172800 IN AAAA 2001:500:e::1\n"
    "a0.org. 172800 IN A 199.19.56.1\n";

/// A time as ldns-signzone takes it, so many days from now.
inline std::string stamp(int days) {
  std::string text = to_rfc3339(now() + std::chrono::days{days});
  std::erase_if(text, [](char c) { return c < '0' || c > '9'; });
  return text;
}

/// Keys of a root of our own.
class RootKeys {
 public:
  explicit RootKeys(const std::string& algorithm = "ECDSAP256SHA256") {
    REQUIRE(shell("cd '" + folder_.path().string() + "' && ldns-keygen -a " + algorithm +
                  " -k . >ksk && ldns-keygen -a " + algorithm +
                  " . >zsk && "
                  "cp \"$(cat ksk).ds\" anchor") == 0);
    const auto parsed = parse_trust_anchors(slurp(folder_.path() / "anchor"), "anchor");
    REQUIRE(good(parsed));
    anchors = *parsed;
  }

  /// Signs `zone`, valid from the first to the last moment (YYYYMMDDHHMMSS); with a ZONEMD of SHA-384 unless
  /// told otherwise.
  std::string sign(const std::string& zone, const std::string& options = "-z simple:sha384",
                   const std::string& from = "20260101000000",
                   const std::string& to = "20260201000000") const {
    folder_.write("plain.zone", zone);
    REQUIRE(shell("cd '" + folder_.path().string() + "' && ldns-signzone -i " + from + " -e " + to +
                  " -o . " + options + " -f signed.zone plain.zone $(cat ksk) $(cat zsk)") == 0);
    return slurp(folder_.path() / "signed.zone");
  }

  std::filesystem::path anchor_file() const { return folder_.path() / "anchor"; }
  std::string zsk_tag() const {
    const std::string name = slurp(folder_.path() / "zsk");
    return std::to_string(std::stoi(name.substr(name.rfind('+') + 1)));
  }
  std::string ksk_tag() const { return std::to_string(anchors.front().key_tag); }

  RootZoneRules rules(ZoneMode mode = ZoneMode::historical) const { return {true, mode, anchors, {}}; }

  TrustAnchors anchors;

 private:
  Folder folder_;
};

}  // namespace splitroot::collectors::test
