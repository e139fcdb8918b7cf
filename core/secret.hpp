#pragma once
#include <string>
#include <utility>

namespace splitroot {

/// A value that must not be shown: there is no way to print it but to ask for it by name.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  const std::string& reveal() const { return value_; }
  bool empty() const { return value_.empty(); }

 private:
  std::string value_;
};

}  // namespace splitroot
