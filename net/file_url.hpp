#pragma once
#include "net/http.hpp"

namespace splitroot::net {

/// The file a `file:///path` URL names, as an answer of status 0. Only regular files of this machine are
/// read. Error (input) for what is missing, unreadable, no regular file, or larger than `largest_body`.
Result<HttpResponse> read_file_url(const HttpRequest& request);

}  // namespace splitroot::net
