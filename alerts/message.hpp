#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/change.hpp"

namespace splitroot::alerts {

/// `type` of a message about `change`; nullopt when such a change is never told of. A changed collision is
/// told as `collision.opened` (the matcher decides whether), a changed name as `name.seen`.
std::optional<std::string_view> message_type(const Change& change);

/// True of what a reorganisation has taken back.
bool is_retraction(const Change& change);

/// The `data` of a message: the name, collision, standing or source as a JSON object, safe to show. A name's
/// object is what `names` lists (the holder shortened), a collision's what `check` lists. Of a name longer
/// than 4 KiB `name` is cut and `nameHex` null: `node` identifies it.
std::string change_data(const Change& change);

/// What makes a change that change and no other, whoever recomputes it and when.
std::string change_identity(const Change& change);

/// `matched` is null where the rule names no strings. A retraction names the message it takes back
/// (`retracts`), if there was one.
OutboxItem make_message(const Change& change, std::string_view identity, std::string_view data,
                        const std::string& rule, const std::string& target,
                        const std::optional<std::string>& matched);

}  // namespace splitroot::alerts
