#pragma once
#include <span>
#include <string_view>

namespace splitroot {

/// A file compiled into the binary (cmake/embed.cmake).
struct EmbeddedFile {
  std::string_view name;  ///< file name without folders
  std::string_view content;
};

}  // namespace splitroot
