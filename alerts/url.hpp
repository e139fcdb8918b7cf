#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace splitroot::alerts {

/// Why `url` cannot be a webhook's address (`must start with …`); nullopt when it can. Never repeats the URL:
/// its path may hold a key.
std::optional<std::string> url_trouble(std::string_view url);

}  // namespace splitroot::alerts
