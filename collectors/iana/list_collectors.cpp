#include "collectors/iana/list_collectors.hpp"

#include "collectors/iana/root_db.hpp"
#include "collectors/iana/special_use.hpp"
#include "collectors/iana/tlds_alpha.hpp"

namespace splitroot::collectors {
namespace {

/// Parses one of the lists: text, name, date where it is known, rules.
using Parse = Result<StandingBatch> (*)(std::string_view, std::string, std::optional<Timestamp>,
                                        RootZoneRules);

class IanaListCollector : public ListCollector {
 public:
  IanaListCollector(std::string source, bool is_dated, Parse parse, net::HttpClient& http,
                    ListSettings settings)
      : ListCollector(std::move(source), std::move(settings)),
        is_dated_(is_dated),
        parse_(parse),
        http_(http) {}

 private:
  boost::asio::awaitable<Result<StandingBatch>> read(std::string url) override {
    const auto file = co_await fetch_list(http_, url, settings());
    if (!file) co_return file.error();
    const bool is_now = !is_dated_ && file->origin == Origin::live;
    const auto as_of = is_now ? std::optional{now()} : std::nullopt;
    auto batch = parse_(file->bytes, net::shown_url(url), as_of, {settings().accept_small});
    if (batch) batch->origin = file->origin;
    co_return batch;
  }

  bool is_dated_;  ///< the list says itself of when it is
  Parse parse_;
  net::HttpClient& http_;
};

Result<StandingBatch> parse_special_use_list(std::string_view text, std::string origin_name,
                                             std::optional<Timestamp> as_of, RootZoneRules) {
  return parse_special_use(text, std::move(origin_name), as_of);
}

}  // namespace

std::unique_ptr<Collector> make_tlds_alpha_collector(net::HttpClient& http, ListSettings settings) {
  return std::make_unique<IanaListCollector>("iana-tlds-alpha", true, parse_tlds_alpha, http,
                                             std::move(settings));
}

std::unique_ptr<Collector> make_root_db_collector(net::HttpClient& http, ListSettings settings) {
  return std::make_unique<IanaListCollector>("iana-root-db", false, parse_root_db, http, std::move(settings));
}

std::unique_ptr<Collector> make_special_use_collector(net::HttpClient& http, ListSettings settings) {
  return std::make_unique<IanaListCollector>("iana-special-use", false, parse_special_use_list, http,
                                             std::move(settings));
}

}  // namespace splitroot::collectors
