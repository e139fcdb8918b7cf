#include "collectors/iana/master_file.hpp"

#include <ldns/ldns.h>

#include <algorithm>

namespace splitroot::collectors {
namespace {

constexpr std::uint32_t default_ttl = 86400;

}  // namespace

void MasterFile::NameDeleter::operator()(ldns_struct_rdf* name) const { ldns_rdf_deep_free(name); }

MasterFile::MasterFile(std::string_view text)
    : text_(text),
      file_(fmemopen(const_cast<char*>(text.data()), text.size(), "r")),
      origin_(ldns_dname_new_frm_str(".")),
      ttl_(default_ttl) {}

Result<RecordPtr> MasterFile::next() {
  const long start = std::ftell(file_.get());
  ldns_rr* record = nullptr;
  ldns_rdf* origin = origin_.release();
  ldns_rdf* previous = previous_.release();
  const auto status = ldns_rr_new_frm_fp_l(&record, file_.get(), &ttl_, &origin, &previous, &line_);
  origin_.reset(origin);
  previous_.reset(previous);
  switch (status) {
    case LDNS_STATUS_OK:
      return RecordPtr{record};
    case LDNS_STATUS_SYNTAX_EMPTY:
      if (!is_blank(start)) return input_error("a parenthesis that is not closed, or too long a line");
      return RecordPtr{};
    case LDNS_STATUS_SYNTAX_TTL:
    case LDNS_STATUS_SYNTAX_ORIGIN:
      return RecordPtr{};
    case LDNS_STATUS_SYNTAX_INCLUDE:
    case LDNS_STATUS_SYNTAX_INCLUDE_ERR_NOTIMPL:
      return input_error("$INCLUDE is not taken: give the zone as one file");
    default:
      return input_error(std::string{"no record of a zone file: "} + ldns_get_errorstr_by_id(status));
  }
}

/// True when the parser has passed over nothing but blanks and comments since `start`: it also calls empty
/// what it could not read, and would leave out the records in it.
bool MasterFile::is_blank(long start) const {
  const auto from = static_cast<std::size_t>(start);
  std::string_view passed = text_.substr(from, static_cast<std::size_t>(std::ftell(file_.get())) - from);
  while (!passed.empty()) {
    const std::string_view line = passed.substr(0, passed.find('\n'));
    passed.remove_prefix(std::min(line.size() + 1, passed.size()));
    const auto first = line.find_first_not_of(" \t\r");
    if (first != std::string_view::npos && line[first] != ';') return false;
  }
  return true;
}

}  // namespace splitroot::collectors
