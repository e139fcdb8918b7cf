#pragma once
#include <memory>

#include "collectors/files/list_collector.hpp"

namespace splitroot::collectors {

/// `icann-gtlds`: ICANN's list of contracted gTLDs (newgtlds.csv, or gtlds.json version 2) from `https` or
/// `file` URLs.
std::unique_ptr<Collector> make_gtlds_collector(net::HttpClient& http, ListSettings settings);

}  // namespace splitroot::collectors
