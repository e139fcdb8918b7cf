#include "app/input.hpp"

#include <filesystem>

namespace splitroot::app {

Result<Input> Input::open(const std::string& path) {
  Input input;
  input.name_ = path == "-" ? "standard input" : path;
  if (path == "-") return input;
  input.file_.open(path, std::ios::binary);
  if (!input.file_ || std::filesystem::is_directory(path)) {
    return input_error(path + ": cannot be read; give a file, or - for standard input");
  }
  return input;
}

}  // namespace splitroot::app
