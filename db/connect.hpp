#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "db/session.hpp"

namespace splitroot::db {

constexpr int oldest_server = 150000;

/// Whether a server of this version (150004 is 15.4) with databases of this encoding can serve.
Result<void> check_server(int version, std::string_view encoding, std::string_view where);

/// A session at `url`, on a server that can serve. Nothing is thrown.
Result<std::unique_ptr<Session>> connect(const std::string& url,
                                         const std::string& application = "splitroot");

}  // namespace splitroot::db
