#include "collectors/icann/collector.hpp"

#include "collectors/icann/gtlds_json.hpp"
#include "collectors/icann/magnitude.hpp"
#include "collectors/icann/pipeline/round_2012.hpp"
#include "collectors/icann/pipeline/round_2026.hpp"
#include "collectors/icann/pipeline/standings.hpp"

namespace splitroot::collectors {
namespace {

using boost::asio::awaitable;

/// Fetches a list and parses it as dated by itself, or, asked of somebody who answers, as of now.
template <class Parse>
auto read_list(net::HttpClient& http, std::string url, ListSettings settings, Parse parse)
    -> awaitable<decltype(parse({}, {}, {}))> {
  const auto file = co_await fetch_list(http, url, settings);
  if (!file) co_return file.error();
  auto batch = parse(file->bytes, net::shown_url(url), std::nullopt);
  if (!batch && file->origin == Origin::live) batch = parse(file->bytes, net::shown_url(url), now());
  if (batch) batch->origin = file->origin;
  co_return batch;
}

using ParseStrings = Result<StandingBatch> (*)(std::string_view, const std::string&,
                                               std::optional<Timestamp>);

class IcannListCollector : public ListCollector {
 public:
  IcannListCollector(std::string source, ParseStrings parse, net::HttpClient& http, ListSettings settings)
      : ListCollector(std::move(source), std::move(settings)), parse_(parse), http_(http) {}

 private:
  awaitable<Result<StandingBatch>> read(std::string url) override {
    return read_list(http_, std::move(url), settings(), parse_);
  }

  ParseStrings parse_;
  net::HttpClient& http_;
};

class MagnitudeCollector : public UrlCollector {
 public:
  MagnitudeCollector(net::HttpClient& http, ListSettings settings)
      : UrlCollector("icann-magnitude", std::move(settings)), http_(http) {}

 private:
  awaitable<Result<void>> try_url(BatchSink& sink, std::string url) override {
    auto batch = co_await read_list(http_, url, settings(), parse_magnitude);
    if (!batch) co_return batch.error();
    co_return co_await sink.accept(std::move(*batch));
  }

  net::HttpClient& http_;
};

template <auto ParseRound>
Result<StandingBatch> parse_round(std::string_view text, const std::string& origin,
                                  std::optional<Timestamp> as_of) {
  auto batch = ParseRound(text, origin, as_of);
  if (!batch) return batch.error();
  return round_standings(std::move(*batch));
}

Result<StandingBatch> parse_gtlds_list(std::string_view text, const std::string& origin,
                                       std::optional<Timestamp> as_of) {
  return parse_gtlds_any(text, origin, as_of);
}

}  // namespace

std::unique_ptr<Collector> make_gtlds_collector(net::HttpClient& http, ListSettings settings) {
  return std::make_unique<IcannListCollector>("icann-gtlds", parse_gtlds_list, http, std::move(settings));
}

std::unique_ptr<Collector> make_round_2012_collector(net::HttpClient& http, ListSettings settings) {
  return std::make_unique<IcannListCollector>("icann-round-2012", parse_round<parse_round_2012>, http,
                                              std::move(settings));
}

std::unique_ptr<Collector> make_round_2026_collector(net::HttpClient& http, ListSettings settings) {
  return std::make_unique<IcannListCollector>("icann-round-2026", parse_round<parse_round_2026>, http,
                                              std::move(settings));
}

std::unique_ptr<Collector> make_magnitude_collector(net::HttpClient& http, ListSettings settings) {
  return std::make_unique<MagnitudeCollector>(http, std::move(settings));
}

}  // namespace splitroot::collectors
