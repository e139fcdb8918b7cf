#include "net/http.hpp"

#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <cerrno>
#include <cstdlib>
#include <unordered_map>
#include <unordered_set>

#include "core/display.hpp"
#include "core/huge_pages.hpp"
#include "net/address.hpp"
#include "net/file_url.hpp"
#include "net/request_check.hpp"
#include "net/timeout.hpp"
#include "net/url.hpp"

namespace splitroot::net {
namespace {

namespace asio = boost::asio;

constexpr std::size_t largest_header = 256U << 10;
constexpr long slowest_octets_per_second = 64;
constexpr curl_off_t longest_retry_after = 3600;
constexpr long idle_connections = 64;
constexpr std::size_t growing_by_copy = 1U << 20;

/// One exchange: curl's handle, what it has brought so far, and the timer the coroutine sleeps on.
class Transfer {
 public:
  Transfer(HttpRequest request, const asio::any_io_executor& executor);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  CURL* handle() const { return handle_; }
  bool done() const { return code_.has_value(); }

  /// What the coroutine sleeps on; finish() cancels it.
  asio::steady_timer& wake() { return wake_; }

  void finish(CURLcode code) {
    code_ = code;
    wake_.cancel();
  }

  /// Precondition: done().
  Result<HttpResponse> outcome();

 private:
  void make_room();
  static std::size_t on_body(char* data, std::size_t, std::size_t count, void* self);
  static std::size_t on_header(char*, std::size_t, std::size_t count, void* self);
  static curl_socket_t on_open(void* self, curlsocktype, curl_sockaddr* address);
  static int on_request(void* self, char* address, char*, int, int);

  template <class Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(handle_, option, value);
  }
  void set_address();
  void set_limits();
  void set_content();
  void set_callbacks();
  HttpResponse response();
  Error explain() const;
  Error about(const std::string& reason, bool retry) const;

  HttpRequest request_;
  CURL* handle_;
  curl_slist* headers_ = nullptr;
  asio::steady_timer wake_;
  std::array<char, CURL_ERROR_SIZE> reason_{};
  std::string body_;
  std::size_t received_ = 0;  ///< of the body
  std::size_t header_size_ = 0;
  bool oversized_ = false;
  bool address_refused_ = false;
  bool address_allowed_ = false;
  std::optional<CURLcode> code_;
};

Transfer::Transfer(HttpRequest request, const asio::any_io_executor& executor)
    : request_(std::move(request)),
      handle_(curl_easy_init()),
      wake_(executor, asio::steady_timer::time_point::max()) {
  if (handle_ == nullptr) throw Failure{{Fault::internal, "libcurl has no memory for a transfer", true}};
  set_address();
  set_limits();
  set_content();
  set_callbacks();
}

Transfer::~Transfer() {
  if (request_.budget) request_.budget->left += received_;
  curl_easy_cleanup(handle_);
  curl_slist_free_all(headers_);
}

void Transfer::set_address() {
  set(CURLOPT_URL, request_.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  // As OpenSSL's own programs: certificates to trust in place of the system's.
  if (const char* trusted = std::getenv("SSL_CERT_FILE"); trusted != nullptr && *trusted != '\0') {
    set(CURLOPT_CAINFO, trusted);
  }
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_NOSIGNAL, 1L);
  // Else a cancelled transfer waits for its resolver thread, and the whole event loop with it.
  set(CURLOPT_QUICK_EXIT, 1L);
  if (!request_.allow_private) set(CURLOPT_PROXY, "");
}

void Transfer::set_limits() {
  const auto at_least_one = [](std::chrono::milliseconds limit) {
    return static_cast<long>(std::max<std::chrono::milliseconds::rep>(limit.count(), 1));
  };
  set(CURLOPT_TIMEOUT_MS, at_least_one(request_.timeout));
  set(CURLOPT_CONNECTTIMEOUT_MS, at_least_one(request_.connect_timeout));
  set(CURLOPT_LOW_SPEED_LIMIT, slowest_octets_per_second);
  set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(request_.stall_timeout.count()));
}

void Transfer::set_content() {
  set(CURLOPT_USERAGENT, user_agent.data());
  set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
  if (!request_.password.empty()) {
    set(CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    set(CURLOPT_USERNAME, request_.user.c_str());
    set(CURLOPT_PASSWORD, request_.password.reveal().c_str());
  }
  for (const auto& [name, value] : request_.headers) {
    std::string line = name;
    line += value.empty() ? ";" : ": ";  // curl leaves out a header with an empty value unless told by `;`
    line += value;
    headers_ = curl_slist_append(headers_, line.c_str());
  }
  if (request_.method == HttpRequest::Method::post) {
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    set(CURLOPT_POSTFIELDS, request_.body.data());
    // Servers that do not know `100 Continue` would cost a second for each large body.
    headers_ = curl_slist_append(headers_, "Expect:");
  }
  set(CURLOPT_HTTPHEADER, headers_);
}

void Transfer::set_callbacks() {
  set(CURLOPT_PRIVATE, this);
  set(CURLOPT_ERRORBUFFER, reason_.data());
  set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::on_open);
  set(CURLOPT_OPENSOCKETDATA, this);
  set(CURLOPT_PREREQFUNCTION, &Transfer::on_request);
  set(CURLOPT_PREREQDATA, this);
}

std::size_t Transfer::on_body(char* data, std::size_t, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  auto* budget = transfer.request_.budget.get();
  std::size_t room = transfer.request_.largest_body - transfer.received_;
  if (budget != nullptr) room = std::min(room, budget->left);
  const std::size_t taken = std::min(count, room);
  // A string that grows by copying holds what it has twice; memory kept for it costs nothing before it is
  // used.
  if (transfer.received_ + taken > growing_by_copy) transfer.make_room();
  transfer.body_.append(data, taken);
  transfer.received_ += taken;
  if (budget != nullptr) budget->left -= taken;
  transfer.oversized_ = count > room;
  return transfer.oversized_ ? CURL_WRITEFUNC_ERROR : count;
}

void Transfer::make_room() {
  if (body_.capacity() >= request_.largest_body) return;
  body_.reserve(request_.largest_body);
  advise_huge_pages(body_.data(), body_.capacity());
}

std::size_t Transfer::on_header(char*, std::size_t, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.header_size_ += count;
  return transfer.header_size_ > largest_header ? CURL_WRITEFUNC_ERROR : count;
}

/// Opens a socket that child processes do not inherit, unless its peer is off limits.
curl_socket_t Transfer::on_open(void* self, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(self);
  const bool allowed = transfer.request_.allow_private || is_public_address(address->addr);
  (allowed ? transfer.address_allowed_ : transfer.address_refused_) = true;
  if (!allowed) return CURL_SOCKET_BAD;
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/// Checks a pooled connection too, which an earlier transfer may have opened with other rights.
int Transfer::on_request(void* self, char* address, char*, int, int) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (transfer.request_.allow_private || is_public_address(std::string{address})) return CURL_PREREQFUNC_OK;
  transfer.address_refused_ = true;
  transfer.address_allowed_ = false;
  return CURL_PREREQFUNC_ABORT;
}

Result<HttpResponse> Transfer::outcome() {
  if (code_ == CURLE_OK || (oversized_ && request_.keep_oversized)) return response();
  return explain();
}

HttpResponse Transfer::response() {
  HttpResponse answer;
  long status = 0;
  curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  answer.body = std::move(body_);
  answer.oversized = oversized_;
  const char* type = nullptr;
  curl_easy_getinfo(handle_, CURLINFO_CONTENT_TYPE, &type);
  if (type != nullptr) answer.content_type = type;
  curl_header* header = nullptr;
  if (curl_easy_header(handle_, "Retry-After", 0, CURLH_HEADER, -1, &header) == CURLHE_OK) {
    curl_off_t wait = 0;
    curl_easy_getinfo(handle_, CURLINFO_RETRY_AFTER, &wait);
    answer.retry_after = std::chrono::seconds{std::clamp<curl_off_t>(wait, 0, longest_retry_after)};
  }
  return answer;
}

Error Transfer::about(const std::string& reason, bool retry) const {
  return source_error(shown_url(request_.url) + ": " + reason, retry);
}

Error Transfer::explain() const {
  if (address_refused_ && !address_allowed_) {
    return about("its address is private, local or reserved; only public addresses may be called here",
                 false);
  }
  if (oversized_ && received_ < request_.largest_body)
    return about("the answer is larger than what the others under way leave room for", true);
  if (oversized_) {
    return about("the answer is larger than the " + std::to_string(request_.largest_body) + " octets allowed",
                 false);
  }
  if (header_size_ > largest_header) {
    return about("the answer has more than " + std::to_string(largest_header) + " octets of headers", false);
  }
  const std::string reason = reason_[0] != '\0' ? terminal_text(reason_.data()) : curl_easy_strerror(*code_);
  switch (*code_) {
    case CURLE_ABORTED_BY_CALLBACK:
      return about("the HTTP client was closed", false);
    case CURLE_WRITE_ERROR:
      return about("the answer has more than " + std::to_string(largest_header) + " octets of headers",
                   false);
    case CURLE_OPERATION_TIMEDOUT:
      return about(reason + " (allowed: " + shown_duration(request_.timeout) + ", to connect " +
                       shown_duration(request_.connect_timeout) + ")",
                   true);
    case CURLE_URL_MALFORMAT:
      return input_error(shown_url(request_.url) + ": " + reason);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_OUT_OF_MEMORY:
      return about(reason, false);
    default:
      return about(reason, true);
  }
}

/// Curl's interest in one descriptor. Handlers share it, so it outlives curl's interest.
struct Watch {
  explicit Watch(const asio::any_io_executor& executor) : descriptor(executor) {}
  asio::posix::stream_descriptor descriptor;
  int wanted = CURL_POLL_NONE;
  bool reading = false;
  bool writing = false;
  bool removed = false;
};

}  // namespace

/// Curl's multi handle, driven by Asio: curl says which descriptors and which timer it wants; every event
/// goes back to it from a handler, never from inside one of its callbacks.
class HttpClient::Multi : public std::enable_shared_from_this<Multi> {
 public:
  explicit Multi(asio::any_io_executor executor) : executor_(std::move(executor)), timer_(executor_) {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (ready == CURLE_OK) multi_ = curl_multi_init();
    if (multi_ == nullptr) throw Failure{{Fault::internal, "libcurl cannot be set up", false}};
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &Multi::on_socket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &Multi::on_timer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, idle_connections);
  }

  const asio::any_io_executor& executor() const { return executor_; }

  void add(Transfer& transfer) {
    if (multi_ == nullptr || curl_multi_add_handle(multi_, transfer.handle()) != CURLM_OK) {
      transfer.finish(CURLE_ABORTED_BY_CALLBACK);
      return;
    }
    transfers_.insert(&transfer);
  }

  void remove(Transfer& transfer) {
    if (transfers_.erase(&transfer) != 0) curl_multi_remove_handle(multi_, transfer.handle());
  }

  void close() {
    for (auto* transfer : transfers_) {
      curl_multi_remove_handle(multi_, transfer->handle());
      if (!transfer->done()) transfer->finish(CURLE_ABORTED_BY_CALLBACK);
    }
    transfers_.clear();
    curl_multi_cleanup(std::exchange(multi_, nullptr));
    while (!watches_.empty()) forget(watches_.begin()->first);
    timer_.cancel();
  }

 private:
  static int on_timer(CURLM*, long milliseconds, void* self) {
    static_cast<Multi*>(self)->set_timer(milliseconds);
    return 0;
  }

  static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) {
    auto& multi = *static_cast<Multi*>(self);
    if (what == CURL_POLL_REMOVE) {
      multi.forget(socket);
      return 0;
    }
    return multi.watch(socket, what) ? 0 : -1;
  }

  void set_timer(long milliseconds) {
    timer_.cancel();
    if (milliseconds < 0) return;
    timer_.expires_after(std::chrono::milliseconds{milliseconds});
    timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& failed) {
      const auto multi = weak.lock();
      if (!failed && multi) multi->act(CURL_SOCKET_TIMEOUT, 0);
    });
  }

  bool watch(curl_socket_t socket, int wanted) {
    auto& entry = watches_[socket];
    if (!entry) {
      auto fresh = std::make_shared<Watch>(executor_);
      boost::system::error_code failed;
      fresh->descriptor.assign(socket, failed);
      if (failed) {
        watches_.erase(socket);
        return false;
      }
      entry = std::move(fresh);
    }
    entry->wanted = wanted;
    arm(entry);
    return true;
  }

  /// The descriptor stays curl's, which may use it again.
  void forget(curl_socket_t socket) {
    const auto found = watches_.find(socket);
    if (found == watches_.end()) return;
    found->second->removed = true;
    found->second->descriptor.release();
    watches_.erase(found);
  }

  void arm(const std::shared_ptr<Watch>& watch) {
    if ((watch->wanted & CURL_POLL_IN) != 0 && !std::exchange(watch->reading, true)) {
      arm(watch, asio::posix::stream_descriptor::wait_read, CURL_CSELECT_IN, &Watch::reading);
    }
    if ((watch->wanted & CURL_POLL_OUT) != 0 && !std::exchange(watch->writing, true)) {
      arm(watch, asio::posix::stream_descriptor::wait_write, CURL_CSELECT_OUT, &Watch::writing);
    }
  }

  void arm(const std::shared_ptr<Watch>& watch, asio::posix::stream_descriptor::wait_type kind, int event,
           bool Watch::*armed) {
    watch->descriptor.async_wait(
        kind, [weak = weak_from_this(), watch, event, armed](const boost::system::error_code& failed) {
          (*watch).*armed = false;
          const auto multi = weak.lock();
          if (watch->removed || !multi) return;
          multi->act(watch->descriptor.native_handle(), failed ? CURL_CSELECT_ERR : event);
          if (!watch->removed) multi->arm(watch);
        });
  }

  void act(curl_socket_t socket, int events) {
    if (multi_ == nullptr) return;
    int running = 0;
    curl_multi_socket_action(multi_, socket, events, &running);
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      Transfer* transfer = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
      transfer->finish(message->data.result);
    }
  }

  asio::any_io_executor executor_;
  asio::steady_timer timer_;
  CURLM* multi_ = nullptr;
  std::unordered_map<curl_socket_t, std::shared_ptr<Watch>> watches_;
  std::unordered_set<Transfer*> transfers_;
};

HttpClient::HttpClient(asio::any_io_executor executor)
    : multi_(std::make_shared<Multi>(std::move(executor))) {}

HttpClient::~HttpClient() { multi_->close(); }

asio::awaitable<Result<HttpResponse>> HttpClient::fetch(HttpRequest request) {
  const auto multi = multi_;
  if (auto refused = refused_request(request)) co_return std::move(*refused);
  if (url_scheme(request.url) == "file") co_return read_file_url(request);
  struct Membership {
    Multi& multi;
    Transfer& transfer;
    Membership(Multi& m, Transfer& t) : multi(m), transfer(t) { multi.add(transfer); }
    ~Membership() { multi.remove(transfer); }
  };
  Transfer transfer{std::move(request), multi->executor()};
  const Membership member{*multi, transfer};
  if (!transfer.done()) co_await transfer.wake().async_wait(asio::as_tuple(asio::use_awaitable));
  if (!transfer.done()) throw boost::system::system_error{asio::error::operation_aborted};
  co_return transfer.outcome();
}

}  // namespace splitroot::net
