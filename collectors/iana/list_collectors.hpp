#pragma once
#include <memory>

#include "collectors/files/list_collector.hpp"

namespace splitroot::collectors {

/// IANA's lists beside the root zone, each from `https` or `file` URLs. What does not date itself is of the
/// moment it was asked for; in a file (URL), only a remark `# as-of: DATE` dates it.

/// `iana-tlds-alpha`: tlds-alpha-by-domain.txt.
std::unique_ptr<Collector> make_tlds_alpha_collector(net::HttpClient& http, ListSettings settings);

/// `iana-root-db`: the root zone database, its page or a CSV.
std::unique_ptr<Collector> make_root_db_collector(net::HttpClient& http, ListSettings settings);

/// `iana-special-use`: the registry of special-use domain names, CSV.
std::unique_ptr<Collector> make_special_use_collector(net::HttpClient& http, ListSettings settings);

}  // namespace splitroot::collectors
