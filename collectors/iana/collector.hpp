#pragma once
#include <memory>

#include "collectors/files/list_collector.hpp"

namespace splitroot::collectors {

/// `iana-root`: the root zone from `https`, `file` or `axfr` URLs.
std::unique_ptr<Collector> make_root_collector(net::HttpClient& http, ListSettings settings);

}  // namespace splitroot::collectors
