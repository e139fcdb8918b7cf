#pragma once
#include <memory>

#include "collectors/files/list_collector.hpp"

namespace splitroot::collectors {

/// ICANN's lists, from `https` or `file` URLs. What does not date itself is of the moment it was asked for;
/// in a file (URL) that is an error.

/// `icann-gtlds`: the contracted gTLDs (newgtlds.csv, or gtlds.json version 2).
std::unique_ptr<Collector> make_gtlds_collector(net::HttpClient& http, ListSettings settings);

/// `icann-round-2012`: the reveal list, as parse_round_2012 reads it.
std::unique_ptr<Collector> make_round_2012_collector(net::HttpClient& http, ListSettings settings);

/// `icann-round-2026`: a list of applications, as parse_round_2026 reads it.
std::unique_ptr<Collector> make_round_2026_collector(net::HttpClient& http, ListSettings settings);

/// `icann-magnitude`: DNS Magnitude, CSV or JSON.
std::unique_ptr<Collector> make_magnitude_collector(net::HttpClient& http, ListSettings settings);

}  // namespace splitroot::collectors
