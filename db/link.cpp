#include "db/link.hpp"

#include <array>

namespace splitroot::db {

ConnectOnce::handle ConnectOnce::do_startconnect(handle orig) {
  if (orig != nullptr) return orig;
  if (started_) throw pqxx::broken_connection{"the connection was lost"};
  started_ = true;
  // Later words win over earlier ones, so the URL overrides what stands before it.
  const std::array keywords{"connect_timeout", "keepalives_idle", "dbname", "fallback_application_name",
                            static_cast<const char*>(nullptr)};
  const std::array values{"15", "60", options().c_str(), application_.c_str(),
                          static_cast<const char*>(nullptr)};
  constexpr int expand_dbname = 1;
  held_ = PQconnectdbParams(keywords.data(), values.data(), expand_dbname);
  if (PQstatus(held_) == CONNECTION_OK) return held_;
  const std::string reason = held_ == nullptr ? "out of memory" : PQerrorMessage(held_);
  do_disconnect(held_);
  throw pqxx::broken_connection{reason};
}

ConnectOnce::handle ConnectOnce::do_disconnect(handle orig) noexcept {
  if (orig != nullptr) PQfinish(orig);
  held_ = nullptr;
  return nullptr;
}

}  // namespace splitroot::db
