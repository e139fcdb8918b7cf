#include "collectors/iana/axfr_decoder.hpp"

#include "collectors/iana/dns_message.hpp"

namespace splitroot::collectors {

Result<bool> AxfrDecoder::feed(std::string_view message) {
  auto records = answer_records(message, id_);
  if (!records) return records.error();
  for (RecordPtr& record : *records) {
    if (auto added = assembly_.add(std::move(record)); !added) return added.error();
  }
  return assembly_.closed();
}

}  // namespace splitroot::collectors
