#pragma once
#include <memory>
#include <optional>

#include "collectors/files/list_collector.hpp"
#include "collectors/iana/trust_anchor.hpp"
#include "collectors/iana/tsig.hpp"

namespace splitroot::collectors {

struct RootSettings {
  TrustAnchors anchors = iana_trust_anchors();
  std::optional<TsigKey> tsig = std::nullopt;  ///< of all `axfr` URLs
};

/// `iana-root`: the root zone from `https`, `file` or `axfr` URLs. What comes over the network is followed:
/// it has to be verified as of now (ZoneMode::live). What comes from a file is judged as of its own date.
/// After a first transfer the next ones are asked for as IXFR; the records for that are kept in memory.
std::unique_ptr<Collector> make_root_collector(net::HttpClient& http, ListSettings settings,
                                               RootSettings root = {});

}  // namespace splitroot::collectors
