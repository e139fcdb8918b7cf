#pragma once
#include <string>
#include <string_view>

#include "core/ports/store.hpp"
#include "serve/dossier.hpp"
#include "serve/message.hpp"

namespace splitroot::serve {

// The pages, complete HTML documents that work without scripts. All text from outside is escaped here.

/// What splitroot is, a search box, three examples.
std::string home_page();

/// One string's findings.
std::string dossier_page(const Dossier& dossier);

/// `title` and `detail` in words for people, with the search box still holding `query`.
std::string error_page(std::string_view query, std::string_view title, std::string_view detail);

/// The answer to a search: a dossier, or what is wrong with the query (400).
Response search_answer(Reader& reader, const std::string& query, Timestamp at);

}  // namespace splitroot::serve
