#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/secret.hpp"

namespace splitroot::app {

/// When a source raises an alarm (app/watch.hpp). 0 is never; nullopt is the source's own default.
struct WatchSettings {
  std::optional<std::chrono::seconds> silent;
  std::optional<std::chrono::seconds> behind;
  std::optional<std::chrono::seconds> empty;
  std::optional<std::chrono::seconds> quiet;
};

/// `[source.NAME]`.
struct SourceConfig {
  bool enabled = true;
  std::vector<std::string> endpoints;  ///< chains: JSON-RPC URLs; several are used side by side
  std::vector<std::string> urls;       ///< lists: https, axfr or file URLs, tried in order
  std::optional<std::uint64_t> from;
  std::optional<std::chrono::seconds> poll;
  std::optional<double> requests_per_second;
  std::optional<std::chrono::seconds>
      timeout;                             ///< of one exchange with an endpoint, or one reading of a list
  std::optional<std::uint64_t> in_flight;  ///< EVM chains: windows asked for at a time
  std::optional<std::string> cross_check;  ///< EVM chains: one of collectors::evm::CrossCheck
  bool provisional = true;                 ///< EVM chains: read the blocks above the last final one too
  std::optional<std::uint64_t> confirmations;
  std::optional<std::string> network;
  WatchSettings watch;
  Secret api_key;
  // iana-root alone.
  std::string trust_anchors;  ///< file of DS or DNSKEY records, or IANA's root-anchors.xml; empty: IANA's own
  std::string tsig_name;      ///< of the key that transfers are signed with; empty: none
  std::string tsig_algorithm = "hmac-sha256";
  Secret tsig_secret;  ///< base64
};

struct Config {
  std::string file;  ///< where this was read from, empty for none
  Secret database;   ///< URL; empty: the private PostgreSQL in `data_dir`
  std::filesystem::path data_dir;
  std::string listen = "127.0.0.1:8053";
  std::string log_format = "text";
  std::vector<std::string> registries;   ///< files that describe further registries (docs/registries.md)
  bool allow_private_addresses = false;  ///< webhooks may go to loopback and private networks
  std::map<std::string, SourceConfig> sources;

  /// Settings of a source; the defaults where the configuration does not name it.
  const SourceConfig& source(const std::string& name) const;
};

/// What the command line says of the configuration. Empty: not given.
struct ConfigFlags {
  std::string file;
  std::string database;
  std::string data_dir;
  std::string listen;
  std::string log_format;
};

/// Flags over SPLITROOT_* over the file over defaults (docs/configuration.md). The file is `flags.file`, else
/// $SPLITROOT_CONFIG, else ./splitroot.toml, else /etc/splitroot/splitroot.toml where one of them exists.
/// All errors at once, each with file and line. `sources_of` reads the registries the configuration adds and
/// answers with the names a `[source.NAME]` may have.
using SourcesOf = std::function<Result<std::vector<std::string>>(const std::vector<std::string>& registries)>;
Result<Config> load_config(const ConfigFlags& flags, const SourcesOf& sources_of);

}  // namespace splitroot::app
