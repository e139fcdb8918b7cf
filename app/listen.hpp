#pragma once
#include <string>

#include "core/result.hpp"

namespace splitroot::app {

struct Listen {
  std::string address;
  unsigned short port = 0;
};

/// `ADDRESS:PORT`; an IPv6 address stands in brackets.
Result<Listen> parse_listen(const std::string& text);

}  // namespace splitroot::app
