#pragma once
#include <functional>
#include <memory>
#include <string>

#include "core/ports/store.hpp"
#include "core/result.hpp"
#include "correlate/engine.hpp"
#include "serve/exposition.hpp"
#include "serve/render.hpp"

namespace splitroot::serve {

struct ServerSettings {
  std::string address = "127.0.0.1";  ///< IPv4, IPv6 (with or without brackets) or `localhost`
  unsigned short port = 8053;         ///< 0: one the system chooses, see Server::port
  /// Called on the server's own worker threads, once each and again after the database failed.
  std::function<std::unique_ptr<Store>()> open_store;
  correlate::Rules rules;  ///< by which the past is decided anew, and names lapse
  /// Adds families to `/metrics`; called on the worker threads. May be empty.
  std::function<void(Exposition&)> extra_metrics;
};

/// The API and the pages over HTTP. Reads only; runs on threads of its own.
class Server {
 public:
  virtual ~Server() = default;
  virtual void start() = 0;
  /// Ends all connections and joins the threads; the destructor does the same.
  virtual void stop() = 0;
  virtual unsigned short port() const = 0;
};

/// Listens at once, answers after start(). Error (usage) when the address is wrong, taken or not ours.
Result<std::unique_ptr<Server>> make_server(ServerSettings settings);

}  // namespace splitroot::serve
