#include "collectors/iana/ixfr_decoder.hpp"

#include <ldns/ldns.h>

#include "collectors/iana/dns_message.hpp"
#include "collectors/iana/zone_name.hpp"

namespace splitroot::collectors {
namespace {

std::string text(Serial serial) { return std::to_string(serial.value); }

std::string shown(const CanonicalRecord& record) {
  return shown_name(record.owner()) + " " + type_name(record.type);
}

}  // namespace

Result<bool> IxfrDecoder::feed(std::string_view message) {
  auto records = answer_records(message, id_);
  if (!records) return records.error();
  for (RecordPtr& record : *records) {
    if (auto taken = take(std::move(record)); !taken) return taken.error();
  }
  if (auto ended = end_of_message(); !ended) return ended.error();
  return state_ == State::done;
}

/// A message with nothing but a SOA so far: of the serial at hand, that is all there is to come.
Result<void> IxfrDecoder::end_of_message() {
  if (state_ != State::one_soa || newer(latest_, from_)) return {};
  if (!(latest_ == from_)) {
    return input_error("the server has serial " + text(latest_) + ", older than " + text(from_) +
                       ", which we have");
  }
  answer_ = IxfrAnswer::up_to_date;
  state_ = State::done;
  return {};
}

Result<void> IxfrDecoder::take(RecordPtr record) {
  if (state_ == State::done) return input_error("a record after the end of the transfer");
  if (state_ == State::whole) return add_whole(std::move(record));
  const auto wire = canonical(*record);
  if (!wire) return input_error("a record that has no wire form");
  if (state_ == State::begin) {
    if (wire->type != LDNS_RR_TYPE_SOA) return input_error("the transfer does not begin with the SOA");
    latest_ = serial_of(*wire);
    latest_soa_ = wire->wire;
    first_ = std::move(record);
    state_ = State::one_soa;
    return {};
  }
  if (state_ == State::one_soa) return take_second(std::move(record), *wire);
  return wire->type == LDNS_RR_TYPE_SOA ? take_soa(*wire) : apply(*wire);
}

/// A second SOA begins differences; anything else is the second record of a whole zone.
Result<void> IxfrDecoder::take_second(RecordPtr record, const CanonicalRecord& wire) {
  if (wire.type == LDNS_RR_TYPE_SOA) return begin_deleting(wire);
  answer_ = IxfrAnswer::whole_zone;
  state_ = State::whole;
  if (auto added = add_whole(std::move(first_)); !added) return added;
  return add_whole(std::move(record));
}

Result<void> IxfrDecoder::begin_deleting(const CanonicalRecord& soa) {
  if (!(serial_of(soa) == from_)) {
    return input_error("a gap in the differences: they go on from serial " + text(serial_of(soa)) + ", not " +
                       text(from_));
  }
  answer_ = IxfrAnswer::differences;
  state_ = State::deleting;
  return apply(soa);
}

Result<void> IxfrDecoder::take_soa(const CanonicalRecord& soa) {
  if (state_ == State::deleting) {
    if (!newer(serial_of(soa), from_)) {
      return input_error("differences from serial " + text(from_) + " to " + text(serial_of(soa)) +
                         ", which is not newer");
    }
    from_ = serial_of(soa);
    state_ = State::adding;
    return apply(soa);
  }
  if (!(from_ == latest_)) return begin_deleting(soa);
  if (soa.wire != latest_soa_ || zone_.soa() != latest_soa_) {
    return input_error("the differences do not end with the SOA they began with");
  }
  state_ = State::done;
  return {};
}

Result<void> IxfrDecoder::apply(const CanonicalRecord& record) {
  if (state_ == State::deleting) {
    if (zone_.erase(record)) return {};
    return input_error("the differences take out " + shown(record) + ", which is not there");
  }
  if (zone_.insert(record)) return {};
  return input_error("the differences put in " + shown(record) + ", which is there already");
}

Result<void> IxfrDecoder::add_whole(RecordPtr record) {
  auto added = whole_.add(std::move(record));
  if (added && whole_.closed()) state_ = State::done;
  return added;
}

Result<ZoneAssembly> IxfrDecoder::assemble() && {
  if (answer_ == IxfrAnswer::whole_zone) return std::move(whole_);
  return zone_.assemble();
}

}  // namespace splitroot::collectors
