#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/json_rpc.hpp"

namespace splitroot::net {

/// The ids of one request: `count` consecutive numbers.
struct RpcIds {
  std::uint64_t first = 1;
  std::size_t count = 1;
};

/// `{"jsonrpc":"2.0","id":…,"method":…,"params":…}`; an array of them when there is more than one.
std::string rpc_body(const std::vector<const RpcCall*>& calls, std::uint64_t first_id);

/// The answers in a body, in the order of the ids (numbers, or the same as text), whatever its own order. A
/// call not answered gets the error the server gave without an id of ours, if there is one, else code 0; so
/// does one answered twice. Error (source, retry) when the body is no JSON or answers nothing at all.
Result<std::vector<RpcAnswer>> read_rpc_reply(std::string body, RpcIds ids, std::string_view origin);

/// Where the result stands in a reply to the one call `id` that is a plain success: nothing but `jsonrpc`,
/// `id` and `result`, without blanks, as nodes write it. nullopt for any other.
std::optional<std::pair<std::size_t, std::size_t>> find_result(std::string_view body, std::uint64_t id);

/// The server asks us to slow down: code 429, or a server code (−32099 to −32001) whose words say so.
bool is_rate_limit(const RpcError& error);

/// The call was left out of the answer, answered twice, or with neither result nor error.
bool is_unanswered(const RpcError& error);

/// The words speak of a range or an answer too large: a smaller question may be answered.
bool is_size_refusal(const RpcError& error);

/// The words say that a monthly or daily allowance is used up: no retry helps.
bool is_used_up(std::string_view message);

}  // namespace splitroot::net
