#include "collectors/iana/axfr.hpp"

#include <boost/asio/this_coro.hpp>
#include <random>

#include "collectors/iana/axfr_decoder.hpp"
#include "collectors/iana/dns_message.hpp"
#include "collectors/iana/ixfr_decoder.hpp"
#include "core/log.hpp"
#include "net/timeout.hpp"

namespace splitroot::collectors {
namespace {

namespace asio = boost::asio;

std::uint16_t random_id() {
  std::random_device device;
  return static_cast<std::uint16_t>(device());
}

Result<Transfer> judged(const ZoneAssembly& assembly, const RootZoneRules& rules, TransferKind kind) {
  auto zone = assembly.finish(rules);
  if (!zone) return input_error(zone.error().reason);
  auto copy = ZoneCopy::of(assembly.records());
  if (!copy) return input_error("a record that has no wire form");
  std::string digest = copy->digest();
  return Transfer{std::move(*zone), std::move(digest), kind,
                  std::make_shared<const ZoneCopy>(std::move(*copy))};
}

/// Asks and feeds the answer to a decoder until that has enough. `misfit`: set where the decoder refused.
template <class Decoder>
asio::awaitable<Result<void>> exchange(AxfrServer server, const TransferOptions& options, std::string query,
                                       Decoder& decoder, bool& misfit) {
  DnsConnection connection{co_await asio::this_coro::executor, options.limits, options.tsig};
  if (auto connected = co_await connection.connect(server); !connected) co_return connected.error();
  if (auto asked = co_await connection.ask(std::move(query)); !asked) co_return asked.error();
  for (;;) {
    const auto message = co_await connection.receive();
    if (!message) co_return message.error();
    const auto fed = decoder.feed(*message);
    misfit = !fed;
    if (!fed) co_return fed.error();
    if (*fed) co_return connection.finish();
  }
}

asio::awaitable<Result<Transfer>> whole_zone(AxfrServer server, const TransferOptions& options) {
  const std::uint16_t id = random_id();
  AxfrDecoder decoder{id};
  bool misfit = false;
  const auto received = co_await exchange(server, options, axfr_query(id), decoder, misfit);
  if (received) co_return judged(decoder.assembly(), options.rules, TransferKind::axfr);
  Error error = received.error();
  error.message += decoder.assembly().size_remark();
  co_return error;
}

TransferKind kind_of(IxfrAnswer answer) {
  if (answer == IxfrAnswer::up_to_date) return TransferKind::unchanged;
  return answer == IxfrAnswer::differences ? TransferKind::ixfr : TransferKind::axfr;
}

/// `misfit`: an AXFR may do better.
asio::awaitable<Result<Transfer>> differences(AxfrServer server, const TransferOptions& options,
                                              bool& misfit) {
  const std::uint16_t id = random_id();
  IxfrDecoder decoder{id, *options.known};
  const std::string query = ixfr_query(id, options.known->soa());
  const auto received = co_await exchange(server, options, query, decoder, misfit);
  if (!received) co_return received.error();
  const auto assembly = std::move(decoder).assemble();
  if (!assembly) co_return assembly.error();
  auto transfer = judged(*assembly, options.rules, kind_of(decoder.answer()));
  misfit = !transfer;
  co_return transfer;
}

asio::awaitable<Result<Transfer>> transfer(AxfrServer server, TransferOptions options) {
  if (options.known) {
    bool misfit = false;
    auto changed = co_await differences(server, options, misfit);
    if (!misfit) co_return changed;
    log::warning("iana-root: " + axfr_url(server) + ": the answer to an IXFR from serial " +
                 std::to_string(options.known->serial().value) + " does not fit (" + changed.error().message +
                 "); asking for the whole zone");
  }
  co_return co_await whole_zone(server, options);
}

}  // namespace

asio::awaitable<Result<Transfer>> transfer_root_zone(AxfrServer server, TransferOptions options) {
  const auto deadline = options.limits.deadline;
  auto result = co_await net::with_timeout(deadline, transfer(server, std::move(options)));
  if (result) co_return result;
  co_return source_error(axfr_url(server) + ": " + result.error().message, result.error().retry);
}

}  // namespace splitroot::collectors
