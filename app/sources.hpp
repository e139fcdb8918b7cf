#pragma once
#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/commands.hpp"
#include "app/endpoint_check.hpp"
#include "core/ports/collector.hpp"
#include "correlate/engine.hpp"
#include "net/http.hpp"
#include "net/json_rpc.hpp"

namespace splitroot::app {

/// Ids of every source this binary can read, as `collect` and `[source.ID]` take them.
std::vector<std::string> known_sources();

/// Reads the registries these files describe, once, at the start; the ids of every source then.
Result<std::vector<std::string>> sources_with(const std::vector<std::string>& files);

/// Grace and premium of every described registry's namespace.
correlate::LapseTable known_lapses();

/// Namespaces of the described registries and Handshake.
std::vector<std::string> known_namespaces();

/// What the command line asks of the collectors.
struct ReadingLimits {
  std::optional<std::uint64_t> from;
  std::optional<std::uint64_t> to;
  bool complete = true;  ///< a pass reads all there is; else what lies far back is left to later ones
};

/// One source that can be read: its collector is made when an endpoint has answered.
class LiveSource {
 public:
  virtual ~LiveSource() = default;
  virtual const std::string& id() const = 0;
  virtual std::string kind() const = 0;  ///< `chain` or `list`
  virtual std::string ns() const = 0;    ///< empty for lists
  /// What lies before its range it reads by itself, when asked for an earlier first block.
  virtual bool reads_downwards() const { return false; }
  virtual bool is_main_network() const { return true; }
  /// First block that can hold a name of this registry; 0 for lists.
  virtual std::uint64_t first_block() const { return 0; }

  /// How long this registry may go without a registration; 0: any time.
  virtual std::chrono::seconds quiet() const { return std::chrono::seconds{0}; }

  /// The collector, over the first endpoint that answers. The error tells what each endpoint said.
  virtual boost::asio::awaitable<Result<Collector*>> open() = 0;

  /// Each endpoint of a chain, asked briefly; none for lists.
  virtual boost::asio::awaitable<std::vector<EndpointFinding>> examine() = 0;
};

/// The sources of the configuration; disabled ones are left out. `only`: ids to keep, empty for all.
Result<std::vector<std::unique_ptr<LiveSource>>> live_sources(const Config& config,
                                                              const std::vector<std::string>& only,
                                                              const ReadingLimits& limits,
                                                              net::HttpClient& http);

}  // namespace splitroot::app
