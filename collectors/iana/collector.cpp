#include "collectors/iana/collector.hpp"

#include "collectors/iana/axfr.hpp"
#include "collectors/iana/root_zone.hpp"

namespace splitroot::collectors {
namespace {

class RootCollector : public ListCollector {
 public:
  RootCollector(net::HttpClient& http, ListSettings settings)
      : ListCollector("iana-root", std::move(settings)), http_(http) {}

 private:
  boost::asio::awaitable<Result<StandingBatch>> read(std::string url) override {
    if (url.starts_with("axfr:")) return read_transfer(std::move(url));
    return read_file(std::move(url));
  }

  boost::asio::awaitable<Result<StandingBatch>> read_transfer(std::string url) {
    const auto server = parse_axfr_url(url);
    if (!server) co_return server.error();
    const AxfrLimits limits{settings().timeout, settings().largest};
    auto transfer = co_await transfer_root_zone(*server, limits, rules());
    if (!transfer) co_return transfer.error();
    co_return root_batch(transfer->zone, std::move(transfer->digest), Origin::live, std::nullopt);
  }

  boost::asio::awaitable<Result<StandingBatch>> read_file(std::string url) {
    const auto file = co_await fetch_list(http_, url, settings());
    if (!file) co_return file.error();
    co_return read_root_zone(file->bytes, net::shown_url(url), file->origin, std::nullopt, rules());
  }

  RootZoneRules rules() const { return {settings().accept_small}; }

  net::HttpClient& http_;
};

}  // namespace

std::unique_ptr<Collector> make_root_collector(net::HttpClient& http, ListSettings settings) {
  return std::make_unique<RootCollector>(http, std::move(settings));
}

}  // namespace splitroot::collectors
