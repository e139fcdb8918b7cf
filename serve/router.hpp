#pragma once
#include <functional>
#include <optional>
#include <string_view>

#include "core/ports/store.hpp"
#include "core/result.hpp"
#include "correlate/engine.hpp"
#include "serve/message.hpp"
#include "serve/metrics.hpp"
#include "serve/render.hpp"
#include "serve/target.hpp"

namespace splitroot::serve {

/// A request understood: either its answer, or the question to put to the database.
struct Routed {
  std::string_view route;          ///< for metrics: `/v1/strings/{string}`; static lifetime
  std::optional<Response> answer;  ///< when no database is needed
  std::function<Response(Reader&)> ask;
  std::function<Response(unsigned status, std::string_view detail)> failed =
      problem;  ///< the database let us down
};

/// Turns requests into answers. Pure but for the clock and the metrics; used from several threads.
class Router {
 public:
  Router(correlate::Rules rules, Metrics& metrics);
  Routed route(const Request& request) const;

 private:
  struct Entry;
  static std::span<const Entry> entries();

  Routed dispatch(const Target& target) const;
  Routed page(const Target& target) const;
  Routed deadlines(const Target& target) const;
  Routed string(const Target& target) const;
  Routed collisions(const Target& target) const;
  Routed name(const Target& target) const;
  Routed sources(const Target& target) const;
  Routed metrics(const Target& target) const;
  Routed healthy(const Target& target) const;
  Routed ready(const Target& target) const;
  Routed file(const Target& target) const;
  Routed schema(const Target& target) const;

  correlate::Rules rules_;
  Metrics& metrics_;
};

/// Puts a routed question to a store, once more if the first try found a dead connection, and never throws.
class StoreSlot;
Response answer(const Routed& routed, StoreSlot& slot);

}  // namespace splitroot::serve
