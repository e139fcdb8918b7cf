#include "app/sources.hpp"

#include <algorithm>
#include <iterator>

#include "app/input.hpp"
#include "app/registries.hpp"
#include "collectors/evm/collector.hpp"
#include "collectors/evm/description.hpp"
#include "collectors/handshake/collector.hpp"
#include "collectors/iana/collector.hpp"
#include "collectors/iana/list_collectors.hpp"
#include "collectors/icann/collector.hpp"
#include "core/hex.hpp"
#include "net/url.hpp"

namespace splitroot::app {
namespace {

using boost::asio::awaitable;
using collectors::ListSettings;
using collectors::RegistryDescription;

constexpr const char* handshake_source = "hns";

struct ListKind {
  const char* id;
  std::vector<std::string> urls;  ///< empty: no address is known, it is read only where one is given
  std::unique_ptr<Collector> (*make)(net::HttpClient&,
                                     ListSettings);  ///< null: of the root, which takes more
};

constexpr const char* root_source = "iana-root";

const std::vector<ListKind>& lists() {
  static const std::vector<ListKind> all{
      {root_source,
       {"https://www.internic.net/domain/root.zone", "axfr://lax.xfr.dns.icann.org",
        "axfr://iad.xfr.dns.icann.org"},
       nullptr},
      {"iana-tlds-alpha",
       {"https://data.iana.org/TLD/tlds-alpha-by-domain.txt"},
       collectors::make_tlds_alpha_collector},
      {"iana-root-db", {"https://www.iana.org/domains/root/db"}, collectors::make_root_db_collector},
      {"iana-special-use",
       {"https://www.iana.org/assignments/special-use-domain-names/special-use-domain.csv"},
       collectors::make_special_use_collector},
      {"icann-gtlds",
       {"https://www.icann.org/resources/registries/gtlds/v2/gtlds.json",
        "https://newgtlds.icann.org/newgtlds.csv"},
       collectors::make_gtlds_collector},
      {"icann-round-2012", {}, collectors::make_round_2012_collector},
      {"icann-round-2026", {}, collectors::make_round_2026_collector},
      {"icann-magnitude", {}, collectors::make_magnitude_collector},
  };
  return all;
}

std::vector<net::RpcEndpoint> endpoints_of(const SourceConfig& config,
                                           const std::vector<std::string>& usual) {
  std::vector<net::RpcEndpoint> endpoints;
  const auto budget = std::make_shared<net::ReceiveBudget>(net::ReceiveBudget{net::most_received});
  for (const std::string& url : config.endpoints.empty() ? usual : config.endpoints) {
    net::RpcEndpoint endpoint;
    endpoint.url = url;
    endpoint.api_key = config.api_key;
    endpoint.budget = budget;
    if (config.timeout) endpoint.timeout = *config.timeout;
    if (net::is_on_this_machine(url)) endpoint.requests_per_second = 0;
    if (config.requests_per_second) endpoint.requests_per_second = *config.requests_per_second;
    endpoints.push_back(std::move(endpoint));
  }
  return endpoints;
}

/// An endpoint asked for a look at it: whoever waits should not wait long.
std::unique_ptr<net::RpcClient> brief_client(net::HttpClient& http, net::RpcEndpoint endpoint) {
  endpoint.timeout = std::min<std::chrono::milliseconds>(endpoint.timeout, std::chrono::seconds{5});
  endpoint.retry.attempts = 1;
  return net::make_rpc_client(http, std::move(endpoint));
}

class EvmSource : public LiveSource {
 public:
  EvmSource(RegistryDescription description, SourceConfig config, ReadingLimits limits, net::HttpClient& http)
      : description_(std::move(description)), config_(std::move(config)), limits_(limits), http_(http) {}

  const std::string& id() const override { return description_.id; }
  std::string kind() const override { return "chain"; }
  bool reads_downwards() const override { return !description_.follows_contracts(); }
  std::chrono::seconds quiet() const override {
    return description_.quiet_days.value_or(std::chrono::days{0});
  }
  std::string ns() const override { return description_.ns; }
  std::uint64_t first_block() const override { return description_.start_block; }

  awaitable<Result<Collector*>> open() override {
    if (!collector_) make();
    co_return collector_.get();
  }

  awaitable<std::vector<EndpointFinding>> examine() override {
    const auto& contract = description_.contracts.front().address;
    const std::string address = to_hex0x({reinterpret_cast<const char*>(contract.data()), contract.size()});
    std::vector<EndpointFinding> findings;
    for (const net::RpcEndpoint& endpoint : endpoints_of(config_, description_.endpoints)) {
      const auto client = brief_client(http_, endpoint);
      findings.push_back(co_await check_evm_endpoint(*client, description_.chain_id, address));
    }
    co_return findings;
  }

 private:
  void make() {
    auto endpoints = endpoints_of(config_, description_.endpoints);
    std::vector<net::RpcClient*> clients;
    for (net::RpcEndpoint& endpoint : endpoints) {
      // Where there is another to turn to, one that fails is not worth waiting for.
      if (endpoints.size() > 1) endpoint.retry.attempts = 2;
      clients_.push_back(net::make_rpc_client(http_, std::move(endpoint)));
      clients.push_back(clients_.back().get());
    }
    collectors::EvmSettings settings;
    settings.from = limits_.from ? limits_.from : config_.from;
    settings.to = limits_.to;
    if (config_.poll) settings.poll = *config_.poll;
    if (config_.in_flight) settings.in_flight = *config_.in_flight;
    if (config_.cross_check) settings.cross_check = collectors::evm::parse_cross_check(*config_.cross_check);
    settings.provisional = config_.provisional;
    settings.complete = limits_.complete;
    // Read once, a source without a first block is read for as far back as it begins; followed, to its start.
    settings.down_to = settings.from;
    if (!settings.from && !limits_.complete) settings.down_to = description_.start_block;
    collector_ = collectors::make_evm_collector(description_, std::move(clients), settings);
  }

  RegistryDescription description_;
  SourceConfig config_;
  ReadingLimits limits_;
  net::HttpClient& http_;
  std::vector<std::unique_ptr<net::RpcClient>> clients_;
  std::unique_ptr<Collector> collector_;
};

Result<collectors::HandshakeSettings> handshake_settings(const SourceConfig& config) {
  collectors::HandshakeSettings settings;
  const std::string word = config.network.value_or("main");
  const auto network = collectors::handshake::network_by_name(word);
  if (!network)
    return usage_error("[source.hns] network: '" + word + "' is not one of: main, testnet, regtest");
  settings.network = *network;
  if (config.confirmations) settings.confirmations = *config.confirmations;
  if (config.poll) settings.poll = *config.poll;
  return settings;
}

class HandshakeSource : public LiveSource {
 public:
  HandshakeSource(SourceConfig config, ReadingLimits limits, net::HttpClient& http)
      : config_(std::move(config)), limits_(limits), http_(http) {}

  const std::string& id() const override { return id_; }
  std::string kind() const override { return "chain"; }
  std::string ns() const override { return "hns"; }
  bool is_main_network() const override { return !config_.network || *config_.network == "main"; }

  awaitable<Result<Collector*>> open() override {
    if (collector_) co_return collector_.get();
    auto settings = handshake_settings(config_);
    if (!settings) co_return settings.error();
    const auto usual = usual_endpoints(settings->network);
    std::vector<std::unique_ptr<collectors::handshake::Node>> nodes;
    for (const net::RpcEndpoint& endpoint : endpoints_of(config_, usual)) {
      clients_.push_back(net::make_rpc_client(http_, endpoint));
      auto rpc = collectors::handshake::make_rpc_node(*clients_.back(), settings->network);
      auto rest = collectors::handshake::make_rest_node(http_, endpoint, settings->network);
      nodes.push_back(collectors::handshake::make_either_node(std::move(rpc), std::move(rest)));
    }
    settings->from = limits_.from ? limits_.from : config_.from;
    settings->to = limits_.to;
    collector_ = collectors::make_handshake_collector(std::move(nodes), *settings);
    co_return collector_.get();
  }

  awaitable<std::vector<EndpointFinding>> examine() override {
    std::vector<EndpointFinding> findings;
    const auto settings = handshake_settings(config_);
    if (!settings) co_return findings;
    const auto usual = usual_endpoints(settings->network);
    for (const net::RpcEndpoint& endpoint : endpoints_of(config_, usual)) {
      const auto client = brief_client(http_, endpoint);
      findings.push_back(co_await check_handshake_endpoint(*client, config_.network.value_or("main")));
    }
    co_return findings;
  }

 private:
  static std::vector<std::string> usual_endpoints(const collectors::handshake::Network& network) {
    return {"http://127.0.0.1:" + std::to_string(network.port)};
  }

  std::string id_ = handshake_source;
  SourceConfig config_;
  ReadingLimits limits_;
  net::HttpClient& http_;
  std::vector<std::unique_ptr<net::RpcClient>> clients_;
  std::unique_ptr<Collector> collector_;
};

Result<collectors::TrustAnchors> trust_anchors(const std::string& file) {
  if (file.empty()) return collectors::iana_trust_anchors();
  auto input = Input::open(file);
  if (!input) return usage_error("[source.iana-root] trust_anchors: " + input.error().message);
  const std::string text{std::istreambuf_iterator<char>{input->stream()}, {}};
  auto anchors = collectors::parse_trust_anchors(text, input->name());
  if (!anchors) return usage_error("[source.iana-root] trust_anchors: " + anchors.error().message);
  return anchors;
}

/// What the root zone is verified with, and transferred with.
Result<collectors::RootSettings> root_settings(const SourceConfig& config) {
  auto anchors = trust_anchors(config.trust_anchors);
  if (!anchors) return anchors.error();
  collectors::RootSettings settings{std::move(*anchors)};
  if (config.tsig_name.empty()) {
    if (config.tsig_secret.empty()) return settings;
    return usage_error(
        "[source.iana-root] tsig_secret without tsig_name: name the key, or transfers are not signed");
  }
  auto key = collectors::make_tsig_key(config.tsig_name, config.tsig_algorithm, config.tsig_secret.reveal());
  if (!key) return usage_error("[source.iana-root] tsig: " + key.error().message);
  settings.tsig = std::move(*key);
  return settings;
}

class ListSource : public LiveSource {
 public:
  /// `root` is for the root zone alone.
  ListSource(const ListKind& kind, const SourceConfig& config, collectors::RootSettings root,
             net::HttpClient& http)
      : id_(kind.id) {
    ListSettings settings;
    settings.urls = config.urls.empty() ? kind.urls : config.urls;
    settings.timeout = std::chrono::milliseconds{20'000};
    if (config.timeout) settings.timeout = *config.timeout;
    if (config.poll) settings.poll = *config.poll;
    collector_ = kind.make == nullptr
                     ? collectors::make_root_collector(http, std::move(settings), std::move(root))
                     : kind.make(http, std::move(settings));
  }

  const std::string& id() const override { return id_; }
  std::string kind() const override { return "list"; }
  std::string ns() const override { return {}; }
  awaitable<Result<Collector*>> open() override { co_return collector_.get(); }
  awaitable<std::vector<EndpointFinding>> examine() override { co_return std::vector<EndpointFinding>{}; }

 private:
  std::string id_;
  std::unique_ptr<Collector> collector_;
};

template <class Make>
void add(std::vector<std::unique_ptr<LiveSource>>& into, const Config& config,
         const std::vector<std::string>& only, const std::string& id, Make make) {
  const bool wanted =
      only.empty() ? config.source(id).enabled : std::find(only.begin(), only.end(), id) != only.end();
  if (wanted) into.push_back(make());
}

}  // namespace

std::vector<std::string> known_sources() {
  std::vector<std::string> ids;
  for (const ListKind& list : lists()) ids.emplace_back(list.id);
  for (const RegistryDescription& registry : registries()) ids.push_back(registry.id);
  ids.emplace_back(handshake_source);
  return ids;
}

Result<std::vector<std::string>> sources_with(const std::vector<std::string>& files) {
  std::vector<std::string> taken{handshake_source};
  for (const ListKind& list : lists()) taken.emplace_back(list.id);
  if (const auto read = take_registries(files, taken); !read) return read.error();
  return known_sources();
}

correlate::LapseTable known_lapses() {
  correlate::LapseTable lapses;
  for (const RegistryDescription& registry : registries()) lapses[registry.ns] = registry.lapse;
  return lapses;
}

std::vector<std::string> known_namespaces() {
  std::vector<std::string> ids{"hns"};
  for (const RegistryDescription& registry : registries()) ids.push_back(registry.ns);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

Result<std::vector<std::unique_ptr<LiveSource>>> live_sources(const Config& config,
                                                              const std::vector<std::string>& only,
                                                              const ReadingLimits& limits,
                                                              net::HttpClient& http) {
  const auto known = known_sources();
  for (const std::string& id : only) {
    if (std::find(known.begin(), known.end(), id) != known.end()) continue;
    std::string list;
    for (const std::string& one : known) list += (list.empty() ? "" : ", ") + one;
    return usage_error("unknown source '" + id + "'; known: " + list);
  }
  if (auto settings = handshake_settings(config.source(handshake_source)); !settings) return settings.error();
  const auto root = root_settings(config.source(root_source));
  if (!root) return root.error();
  std::vector<std::unique_ptr<LiveSource>> sources;
  for (const ListKind& list : lists()) {
    if (only.empty() && list.urls.empty() && config.source(list.id).urls.empty()) continue;
    add(sources, config, only, list.id,
        [&] { return std::make_unique<ListSource>(list, config.source(list.id), *root, http); });
  }
  for (const RegistryDescription& registry : registries()) {
    add(sources, config, only, registry.id,
        [&] { return std::make_unique<EvmSource>(registry, config.source(registry.id), limits, http); });
  }
  add(sources, config, only, handshake_source,
      [&] { return std::make_unique<HandshakeSource>(config.source(handshake_source), limits, http); });
  return sources;
}

}  // namespace splitroot::app
