#pragma once
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "core/ports/collector.hpp"
#include "net/http.hpp"

namespace splitroot::collectors {

/// Where a DNS-side list is read from, and how often.
struct ListSettings {
  std::vector<std::string> urls;  ///< tried in order; the first good one counts
  std::chrono::seconds poll{3600};
  std::chrono::milliseconds timeout{60'000};  ///< of one URL
  std::size_t largest = 16U << 20;            ///< octets of one list; the root zone has some two million
  bool accept_small = false;                  ///< root zone only: take one of fewer than 100 TLDs
};

/// A list as fetched.
struct ListFile {
  std::string bytes;
  Origin origin = Origin::live;  ///< `file` for a file URL: nobody was asked
};

/// Fetches `https`, `http` and `file` URLs. Errors name the URL; anything but status 200 is one.
boost::asio::awaitable<Result<ListFile>> fetch_list(net::HttpClient& http, std::string url,
                                                    ListSettings settings);

/// A source with several places to read it from. A pass hands on the first reading that is whole and that the
/// sink believes; when none is, the error has each URL's reason.
class UrlCollector : public Collector {
 public:
  UrlCollector(std::string source, ListSettings settings)
      : source_(std::move(source)), settings_(std::move(settings)) {}

  const std::string& source() const override { return source_; }
  std::chrono::seconds interval() const override { return settings_.poll; }
  boost::asio::awaitable<Result<void>> pass(BatchSink& sink) override;

 protected:
  const ListSettings& settings() const { return settings_; }

 private:
  /// One reading, handed on; the error names the URL.
  virtual boost::asio::awaitable<Result<void>> try_url(BatchSink& sink, std::string url) = 0;

  std::string source_;
  ListSettings settings_;
};

/// One that reads a list of strings.
class ListCollector : public UrlCollector {
 public:
  using UrlCollector::UrlCollector;

 private:
  /// One reading of the list; the error names the URL.
  virtual boost::asio::awaitable<Result<StandingBatch>> read(std::string url) = 0;

  boost::asio::awaitable<Result<void>> try_url(BatchSink& sink, std::string url) override;
};

}  // namespace splitroot::collectors
