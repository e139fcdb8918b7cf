#pragma once
#include <libpq-fe.h>

#include <pqxx/pqxx>
#include <string>

namespace splitroot::db {

/// Connects once, and shows the libpq handle that COPY needs. libpqxx would connect again by itself after a
/// loss and go on in a new session without the transaction; this policy refuses.
class ConnectOnce : public pqxx::connectionpolicy {
 public:
  ConnectOnce(const std::string& url, std::string application)
      : pqxx::connectionpolicy(url), application_(std::move(application)) {}

  handle do_startconnect(handle orig) override;
  handle do_completeconnect(handle orig) override { return orig; }
  handle do_disconnect(handle orig) noexcept override;
  PGconn* held() const { return held_; }

 private:
  std::string application_;
  bool started_ = false;
  PGconn* held_ = nullptr;
};

/// A libpqxx connection over ConnectOnce.
class Connection : public pqxx::connection_base {
 public:
  Connection(const std::string& url, const std::string& application)
      : pqxx::connection_base(policy_), policy_(url, application) {
    init();
  }
  ~Connection() noexcept { close(); }
  PGconn* handle() const { return policy_.held(); }

 private:
  ConnectOnce policy_;
};

}  // namespace splitroot::db
