#pragma once
#include <string>

namespace splitroot::serve {

/// What came back: raw octets taken apart just enough to look at.
struct Fetched {
  int status = 0;  ///< 0: no answer
  std::string head;
  std::string body;
  bool has(const std::string& header_line) const { return head.find(header_line) != std::string::npos; }
};

/// Sends `octets` as they are to 127.0.0.1:`port` and reads until the server closes.
Fetched send_raw(unsigned short port, const std::string& octets);

/// GET (or another method) of `target`, with `Connection: close`.
Fetched fetch(unsigned short port, const std::string& target, const std::string& method = "GET",
              const std::string& headers = "");

}  // namespace splitroot::serve
