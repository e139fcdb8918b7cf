#pragma once
#include <string>
#include <string_view>

namespace splitroot::serve {

/// Wraps `main` (HTML) in serve/web/index.html. `title` and `query` are plain text.
std::string framed(std::string_view title, std::string_view query, std::string_view main);

}  // namespace splitroot::serve
