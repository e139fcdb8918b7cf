#include "collectors/iana/collector.hpp"

#include "collectors/iana/axfr.hpp"
#include "collectors/iana/root_zone.hpp"

namespace splitroot::collectors {
namespace {

class RootCollector : public ListCollector {
 public:
  RootCollector(net::HttpClient& http, ListSettings settings, RootSettings root)
      : ListCollector("iana-root", std::move(settings)), http_(http), root_(std::move(root)) {}

 private:
  boost::asio::awaitable<Result<StandingBatch>> read(std::string url) override {
    if (url.starts_with("axfr:")) return read_transfer(std::move(url));
    return read_file(std::move(url));
  }

  boost::asio::awaitable<Result<StandingBatch>> read_transfer(std::string url) {
    const auto server = parse_axfr_url(url);
    if (!server) co_return server.error();
    TransferOptions options{{settings().timeout, settings().largest}, rules(Origin::live), root_.tsig, last_};
    auto transfer = co_await transfer_root_zone(*server, std::move(options));
    if (!transfer) co_return transfer.error();
    last_ = std::move(transfer->copy);
    co_return root_batch(transfer->zone, std::move(transfer->digest), Origin::live, std::nullopt);
  }

  boost::asio::awaitable<Result<StandingBatch>> read_file(std::string url) {
    const auto file = co_await fetch_list(http_, url, settings());
    if (!file) co_return file.error();
    co_return read_root_zone(file->bytes, net::shown_url(url), file->origin, std::nullopt,
                             rules(file->origin));
  }

  RootZoneRules rules(Origin origin) const {
    const ZoneMode mode = origin == Origin::live ? ZoneMode::live : ZoneMode::historical;
    return {settings().accept_small, mode, root_.anchors, std::nullopt};
  }

  net::HttpClient& http_;
  RootSettings root_;
  std::shared_ptr<const ZoneCopy> last_;  ///< the last verified zone that came by transfer
};

}  // namespace

std::unique_ptr<Collector> make_root_collector(net::HttpClient& http, ListSettings settings,
                                               RootSettings root) {
  return std::make_unique<RootCollector>(http, std::move(settings), std::move(root));
}

}  // namespace splitroot::collectors
