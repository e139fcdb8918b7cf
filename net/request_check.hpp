#pragma once
#include <optional>

#include "net/http.hpp"

namespace splitroot::net {

/// Why a request is not sent at all: a scheme we do not speak, a header that would become two.
std::optional<Error> refused_request(const HttpRequest& request);

}  // namespace splitroot::net
