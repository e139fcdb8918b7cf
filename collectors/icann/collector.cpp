#include "collectors/icann/collector.hpp"

#include "collectors/icann/gtlds_json.hpp"

namespace splitroot::collectors {
namespace {

class GtldsCollector : public ListCollector {
 public:
  GtldsCollector(net::HttpClient& http, ListSettings settings)
      : ListCollector("icann-gtlds", std::move(settings)), http_(http) {}

 private:
  boost::asio::awaitable<Result<StandingBatch>> read(std::string url) override {
    const auto file = co_await fetch_list(http_, url, settings());
    if (!file) co_return file.error();
    auto batch = parse_gtlds_any(file->bytes, net::shown_url(url), std::nullopt);
    if (batch) batch->origin = file->origin;
    co_return batch;
  }

  net::HttpClient& http_;
};

}  // namespace

std::unique_ptr<Collector> make_gtlds_collector(net::HttpClient& http, ListSettings settings) {
  return std::make_unique<GtldsCollector>(http, std::move(settings));
}

}  // namespace splitroot::collectors
