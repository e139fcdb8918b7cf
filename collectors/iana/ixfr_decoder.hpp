#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "collectors/iana/zone_copy.hpp"

namespace splitroot::collectors {

/// What an IXFR was answered with (RFC 1995, section 4).
enum class IxfrAnswer { up_to_date, differences, whole_zone };

/// Takes the messages of the answer to an IXFR, in order, without the wire, and applies them to the version
/// at hand. Errors are bare reasons; after one an AXFR is due.
class IxfrDecoder {
 public:
  IxfrDecoder(std::uint16_t id, ZoneCopy known) : id_(id), zone_(std::move(known)), from_(zone_.serial()) {}

  /// One DNS message. True: that was the last.
  Result<bool> feed(std::string_view message);

  /// Only after feed() has said true.
  IxfrAnswer answer() const { return answer_; }

  /// The zone as it is now, to be judged; only after feed() has said true.
  Result<ZoneAssembly> assemble() &&;

 private:
  enum class State { begin, one_soa, deleting, adding, whole, done };

  Result<void> take(RecordPtr record);
  Result<void> take_second(RecordPtr record, const CanonicalRecord& wire);
  Result<void> take_soa(const CanonicalRecord& soa);
  Result<void> begin_deleting(const CanonicalRecord& soa);
  Result<void> apply(const CanonicalRecord& record);
  Result<void> add_whole(RecordPtr record);
  Result<void> end_of_message();

  std::uint16_t id_;
  ZoneCopy zone_;
  Serial from_;    ///< that the sequence of differences has reached
  Serial latest_;  ///< that the server has
  std::string latest_soa_;
  RecordPtr first_;
  ZoneAssembly whole_;
  State state_ = State::begin;
  IxfrAnswer answer_ = IxfrAnswer::up_to_date;
};

}  // namespace splitroot::collectors
