#pragma once
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace splitroot::db {

/// A libpq connection URL or conninfo, taken apart as far as messages need it.
class Conninfo {
 public:
  /// Usage error when libpq cannot read `url`; libpq's own words are left out, for they repeat the password.
  static Result<Conninfo> parse(const std::string& url);

  const std::string& url() const { return url_; }

  /// `database splitroot at /run/splitroot as anna`: fit for messages.
  std::string description() const;

  /// `message` without the password, should anything have repeated it.
  std::string scrubbed(std::string message) const;

 private:
  std::string url_;
  std::string host_;
  std::string database_;
  std::string user_;
  std::string password_;
};

}  // namespace splitroot::db
