#include "app/listen.hpp"

#include <boost/asio/ip/address.hpp>
#include <charconv>

namespace splitroot::app {

Result<Listen> parse_listen(const std::string& text) {
  const Error wrong =
      usage_error("listen: '" + text + "' is not ADDRESS:PORT, such as 127.0.0.1:8053 or [::1]:8053");
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return wrong;
  Listen listen{text.substr(0, colon), 0};
  if (listen.address.starts_with('[') != listen.address.ends_with(']')) return wrong;
  if (listen.address.starts_with('[')) {
    listen.address = listen.address.substr(1, listen.address.size() - 2);
  } else if (listen.address.find(':') != std::string::npos) {
    return wrong;
  }
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data() + colon + 1, end, listen.port);
  if (error != std::errc{} || stopped != end || listen.address.empty()) return wrong;
  boost::system::error_code no_address;
  boost::asio::ip::make_address(listen.address, no_address);
  if (no_address && listen.address != "localhost") {
    return usage_error("listen: '" + listen.address + "' is no IP address; such as 127.0.0.1 or [::1]");
  }
  return listen;
}

}  // namespace splitroot::app
