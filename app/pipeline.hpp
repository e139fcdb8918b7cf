#pragma once
#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "alerts/delivery.hpp"
#include "app/database.hpp"
#include "app/progress_display.hpp"
#include "app/sink.hpp"
#include "app/sources.hpp"
#include "app/watch.hpp"
#include "ingest/ingest.hpp"

namespace splitroot::app {

/// What one pass made of one source.
struct SourceOutcome {
  std::string source;
  std::string trouble;  ///< empty: read to its end
  bool from_snapshot = false;
};

/// Everything that writes, wired: sources over one io_context, one writing thread, the ingest, the outbox.
class Pipeline {
 public:
  struct Settings {
    std::vector<std::string> only;
    ReadingLimits limits;
    bool accept_shrink = false;
    bool use_snapshot =
        false;  ///< where a source cannot be reached, and for lists that have no live source yet
  };

  static Result<std::unique_ptr<Pipeline>> open(const Context& context, const std::string& command,
                                                Settings settings);
  ~Pipeline();

  /// One pass over every source side by side, then what is due to be sent.
  std::vector<SourceOutcome> pass_all();

  /// Keeps every source followed and every message delivered until SIGINT or SIGTERM.
  Result<void> follow();

  /// Decides what is pending (time has passed), or everything anew.
  Result<ingest::Counts> correlate(bool full);

  const std::string& url() const { return database_.url; }
  Store& store() { return *database_.store; }
  ingest::Ingest& ingest() { return *ingest_; }
  const ProgressBoard& board() const { return board_; }

 private:
  Pipeline(const Context& context, WritableDatabase database, Settings settings);

  struct PassEnd {
    Result<void> passed;
    std::chrono::seconds pause;  ///< until the next pass
  };
  boost::asio::awaitable<PassEnd> read(LiveSource& source);
  boost::asio::awaitable<std::string> trouble_of(const LiveSource& source, Error error);
  boost::asio::awaitable<void> pass_one(LiveSource& source, SourceOutcome& outcome);
  boost::asio::awaitable<void> follow_source(LiveSource& source);
  boost::asio::awaitable<void> follow_time();
  boost::asio::awaitable<void> follow_outbox();
  boost::asio::awaitable<void> follow_watch();
  Result<void> watch_now();
  boost::asio::awaitable<void> deliver();
  boost::asio::awaitable<void> record_trouble(std::string source, std::string trouble);
  void begin_where_asked();
  std::optional<std::uint64_t> first_block_asked(const LiveSource& source) const;
  Result<void> declare_sources();
  Result<void> load_snapshot(std::vector<SourceOutcome>& outcomes);
  Result<void> load_rules();
  std::map<std::string, WatchLimits> watch_limits_of_sources() const;
  bool reads_all_history(const LiveSource& source);
  alerts::Outbox outbox();
  void run_io();

  Config config_;
  WritableDatabase database_;
  Settings settings_;
  boost::asio::io_context io_;
  net::HttpClient http_;
  Writer writer_;
  ProgressBoard board_;
  ProgressDisplay::Mode progress_;
  std::vector<RuleRecord> rule_records_;
  alerts::RuleSet rules_;
  std::unique_ptr<ingest::Ingest> ingest_;
  std::unique_ptr<IngestSink> sink_;
  std::vector<std::unique_ptr<LiveSource>> sources_;
  std::unique_ptr<alerts::Deliverer> deliverer_;
  std::unique_ptr<Watch> watch_;
  std::map<std::string, std::string> troubles_;  ///< by source, as told last
  std::optional<Error> stopped_by_;              ///< why following ended by itself
};

}  // namespace splitroot::app
