#include "db/connect.hpp"

namespace splitroot::db {
namespace {

Error cannot_serve(std::string message) { return {Fault::database, std::move(message), false}; }

}  // namespace

Result<void> check_server(int version, std::string_view encoding, std::string_view where) {
  if (version < oldest_server) {
    return cannot_serve(
        std::string{where} + " runs on PostgreSQL " + std::to_string(version / 10'000) +
        "; splitroot needs PostgreSQL 15 or later. Upgrade the server, or leave --database out for "
        "a private one");
  }
  if (encoding != "UTF8") {
    return cannot_serve(
        std::string{where} + " has the encoding " + std::string{encoding} +
        "; splitroot needs UTF8: createdb --encoding=UTF8 --locale=C --template=template0 NAME");
  }
  return {};
}

Result<std::unique_ptr<Session>> connect(const std::string& url, const std::string& application) {
  auto info = Conninfo::parse(url);
  if (!info) return info.error();
  try {
    auto session = std::make_unique<Session>(*info, application);
    const std::string encoding = session->run("SHOW server_encoding")[0].text(0);
    const auto fit = check_server(session->server_version(), encoding, info->description());
    if (!fit) return fit.error();
    return session;
  } catch (const Failure& failure) {
    return failure.error();
  }
}

}  // namespace splitroot::db
