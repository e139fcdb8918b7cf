#pragma once
#include <fstream>
#include <iostream>
#include <string>

#include "core/result.hpp"

namespace splitroot::app {

/// A file, or standard input for `-`.
class Input {
 public:
  /// Error (input) when the file cannot be read.
  static Result<Input> open(const std::string& path);

  std::istream& stream() { return file_.is_open() ? file_ : std::cin; }
  const std::string& name() const { return name_; }

 private:
  std::ifstream file_;
  std::string name_;
};

}  // namespace splitroot::app
