#pragma once
#include <string>
#include <string_view>

#include "core/ports/store.hpp"
#include "correlate/engine.hpp"
#include "serve/collision_query.hpp"
#include "serve/message.hpp"
#include "serve/render.hpp"

namespace splitroot::serve {

// The bodies of `/v1/…`. Each throws Failure when the database fails.

Response string_answer(Reader& reader, const std::string& input, const Moment& moment,
                       const correlate::Rules& rules);

enum class ListFormat { json, csv };
/// One page of findings; `next_url` makes the address of the page after a cursor.
Response collisions_answer(Reader& reader, const CollisionQuery& query, ListFormat format,
                           const correlate::Rules& rules,
                           const std::function<std::string(std::string_view cursor)>& next_url);

/// `name` as its users write it, or its node (`0x` and 64 hex digits; 64 hex digits on Handshake).
Response name_answer(Reader& reader, const std::string& ns, const std::string& name, const NameView& view);

/// ICANN's dates as a calendar (RFC 5545).
Response deadlines_answer(Reader& reader, Timestamp at);

Response sources_answer(Reader& reader, ListFormat format, Timestamp at);

}  // namespace splitroot::serve
