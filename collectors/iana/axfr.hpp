#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>

#include "collectors/iana/dns_connection.hpp"
#include "collectors/iana/root_zone.hpp"
#include "collectors/iana/zone_copy.hpp"

namespace splitroot::collectors {

/// How a zone came: whole, as differences from the version at hand, or not at all, for it has not changed.
enum class TransferKind { axfr, ixfr, unchanged };

struct Transfer {
  RootZone zone;
  std::string digest;  ///< ZoneCopy::digest
  TransferKind kind = TransferKind::axfr;
  std::shared_ptr<const ZoneCopy> copy;  ///< for TransferOptions::known of the next one
};

struct TransferOptions {
  AxfrLimits limits;
  RootZoneRules rules;
  std::optional<TsigKey> tsig;            ///< signs the query; the answer has to be signed with it
  std::shared_ptr<const ZoneCopy> known;  ///< the version at hand: an IXFR is asked for; null: an AXFR
};

/// Transfers the root zone. The result is judged whole, however it came. Where the answer to an IXFR does not
/// fit the version at hand, or gives a zone that is refused, a line of the log says so and an AXFR of the
/// same server follows. Errors (source) are one line and name the server; those of the network may be
/// retried.
boost::asio::awaitable<Result<Transfer>> transfer_root_zone(AxfrServer server, TransferOptions options);

}  // namespace splitroot::collectors
