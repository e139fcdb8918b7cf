#pragma once
#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evm/endpoint_set.hpp"
#include "collectors/evm/window.hpp"
#include "core/ports/batch_sink.hpp"
#include "core/source.hpp"

namespace splitroot::collectors::evm {

/// How an answer is held against something else before it is taken: nodes leave out logs without a word.
enum class CrossCheck {
  none,
  second_endpoint,  ///< the same blocks from another endpoint
  receipts_root,    ///< every block's receipts, proved by the header's receiptsRoot
  bloom             ///< the receipts of those blocks whose logsBloom may hold one of our logs
};

/// `second-endpoint`, `receipts-root`, `bloom`, `none`.
std::optional<CrossCheck> parse_cross_check(std::string_view word);
std::string_view to_text(CrossCheck check);

/// What a check found: where the answers differ, fit to be kept.
struct Contradiction {
  Discrepancy discrepancy;
  std::vector<std::uint64_t> blocks;  ///< in which they differ, ascending
  bool outvoted = false;              ///< two endpoints say what was given, one something else
};

/// Holds answers against something else before they are taken.
class CrossChecker {
 public:
  /// `strict`: what cannot be checked is not taken; else it is, with a warning. What is referred to must
  /// outlive the checker.
  CrossChecker(const std::string& source, EndpointSet& endpoints, const WindowReader& reader,
               CrossCheck check, bool strict)
      : source_(source), endpoints_(endpoints), reader_(reader), check_(check), strict_(strict) {}

  /// An answer that was contradicted, and where.
  struct Doubted {
    Fetched given;
    std::vector<std::uint64_t> blocks;
  };

  /// True when `given` may be taken. False when it is contradicted: the sink has been told, and `doubted`
  /// holds it. Error when it cannot be checked, or the sink fails.
  boost::asio::awaitable<Result<bool>> believes(BatchSink& sink, Endpoint& endpoint, const Fetched& given,
                                                std::optional<Doubted>& doubted);

  /// Checks what `endpoint` gave; nullopt when nothing speaks against it. Error when it cannot be checked.
  boost::asio::awaitable<Result<std::optional<Contradiction>>> check(Endpoint& endpoint,
                                                                     const Fetched& given);

  bool needs_second() const { return check_ == CrossCheck::second_endpoint; }

  /// `given` with the logs of `blocks` as receipts prove them, of any endpoint whose receipts have the root
  /// that the header commits to.
  boost::asio::awaitable<Result<Fetched>> prove(Fetched given, std::vector<std::uint64_t> blocks);

 private:
  /// A block as its receipts tell it: those of our logs it has.
  struct Proved {
    BlockHeader header;
    std::vector<Log> logs;
    std::string broken;  ///< why the receipts prove nothing; empty when they do
  };

  boost::asio::awaitable<Result<std::optional<Contradiction>>> with_second(Endpoint& first,
                                                                           const Fetched& given);
  boost::asio::awaitable<Result<std::vector<Log>>> same_blocks(Endpoint& second, const Fetched& given);
  boost::asio::awaitable<Result<std::optional<Contradiction>>> with_receipts(Endpoint& endpoint,
                                                                             const Fetched& given);
  boost::asio::awaitable<Result<std::vector<BlockHeader>>> all_headers(Endpoint& endpoint,
                                                                       const Fetched& given);
  boost::asio::awaitable<Result<std::vector<Proved>>> proved(Endpoint& endpoint,
                                                             std::vector<BlockHeader> headers);
  Proved proved(const BlockHeader& header, const std::vector<Receipt>& receipts) const;
  Discrepancy discrepancy(const Fetched& given, const std::vector<std::uint64_t>& blocks, std::string reason,
                          const Endpoint& endpoint) const;

  const std::string& source_;
  EndpointSet& endpoints_;
  const WindowReader& reader_;
  CrossCheck check_;
  bool strict_;
  bool warned_ = false;
};

}  // namespace splitroot::collectors::evm
