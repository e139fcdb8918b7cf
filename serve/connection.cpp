#include "serve/connection.hpp"

#include <array>
#include <boost/asio/post.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/http/message_generator.hpp>
#include <ctime>
#include <optional>

namespace splitroot::serve {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using beast::error_code;

constexpr std::uint32_t largest_header = 16 * 1024;
constexpr std::uint64_t largest_body = std::uint64_t{4} * 1024;
constexpr std::chrono::seconds patience{30};
constexpr std::chrono::seconds linger{2};

/// Statuses for requests that cannot be read; nullopt: the client is gone or too slow, say nothing.
std::optional<Response> refusal(const error_code& error) {
  if (error == http::error::header_limit) return problem(431, "the header is larger than 16 KiB");
  if (error == http::error::body_limit) return problem(413, "requests here have no body");
  const bool malformed = error.category() == make_error_code(http::error::bad_target).category();
  if (!malformed || error == http::error::end_of_stream || error == http::error::partial_message)
    return std::nullopt;
  return problem(400, "this is not HTTP/1.1: " + error.message());
}

/// RFC 9110, section 5.6.7.
std::string http_date() {
  const std::time_t seconds = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 40> text{};
  const auto size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text.data(), size};
}

void set_headers(http::response<http::string_body>& message, const Response& response) {
  message.set(http::field::server, "splitroot");
  message.set(http::field::date, http_date());
  if (!response.content_type.empty()) message.set(http::field::content_type, response.content_type);
  message.set(
      "Content-Security-Policy",
      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'");
  message.set("X-Content-Type-Options", "nosniff");
  message.set("Referrer-Policy", "no-referrer");
  for (const auto& [name, value] : response.headers) message.set(name, value);
}

/// A HEAD is told the length of the body it does not get (RFC 9110, section 9.3.2).
http::message_generator make_message(Response response, bool head, bool keep_alive, unsigned version) {
  http::response<http::string_body> message{http::int_to_status(response.status), version};
  set_headers(message, response);
  message.keep_alive(keep_alive);
  const auto size = response.body.size();
  if (response.status != 304) message.content_length(size);
  if (head) {
    http::response<http::empty_body> bare{message.base()};
    return bare;
  }
  message.body() = std::move(response.body);
  return message;
}

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(boost::asio::ip::tcp::socket socket, std::shared_ptr<const Handler> handler,
             std::shared_ptr<void> alive)
      : stream_(std::move(socket)), handler_(std::move(handler)), alive_(std::move(alive)) {}

  /// A parser must not be used twice.
  void read() {
    parser_.emplace();
    parser_->header_limit(largest_header);
    parser_->body_limit(largest_body);
    stream_.expires_after(patience);
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](error_code error, std::size_t) { self->on_read(error); });
  }

 private:
  void on_read(const error_code& error) {
    if (error) {
      auto response = refusal(error);
      return response ? write(std::move(*response), false, false, 11) : close();
    }
    auto message = parser_->release();
    Request request{std::string{message.method_string()}, std::string{message.target()},
                    std::string{message[http::field::if_none_match]},
                    std::string{message[http::field::accept]}};
    const bool head = message.method() == http::verb::head;
    const bool keep_alive = message.keep_alive();
    const unsigned version = message.version();
    if (version == 11 && message.find(http::field::host) == message.end()) {
      return write(problem(400, "HTTP/1.1 asks for a Host header"), head, false, version);
    }
    stream_.expires_never();
    (*handler_)(
        std::move(request), [self = shared_from_this(), head, keep_alive, version](Response response) {
          boost::asio::post(self->stream_.get_executor(),
                            [self, head, keep_alive, version, response = std::move(response)]() mutable {
                              self->write(std::move(response), head, keep_alive, version);
                            });
        });
  }

  void write(Response response, bool head, bool keep_alive, unsigned version) {
    stream_.expires_after(patience);
    beast::async_write(stream_, make_message(std::move(response), head, keep_alive, version),
                       [self = shared_from_this(), keep_alive](error_code error, std::size_t) {
                         if (!error && keep_alive) return self->read();
                         self->close();
                       });
  }

  /// Leaves the client time to read: closing with its octets unread would reset the connection and, with it,
  /// take back the answer.
  void close() {
    error_code ignored;
    stream_.socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
    stream_.expires_after(linger);
    drain();
  }

  void drain() {
    constexpr std::size_t chunk = 4096;
    buffer_.clear();
    stream_.async_read_some(buffer_.prepare(chunk),
                            [self = shared_from_this()](error_code error, std::size_t) {
                              if (!error) self->drain();
                            });
  }

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::shared_ptr<const Handler> handler_;
  std::shared_ptr<void> alive_;
};

}  // namespace

void serve_connection(boost::asio::ip::tcp::socket socket, std::shared_ptr<const Handler> handler,
                      std::shared_ptr<void> alive) {
  // Header and body are two writes: without this, the body waits for the client's delayed acknowledgement (40
  // ms).
  error_code ignored;
  socket.set_option(boost::asio::ip::tcp::no_delay{true}, ignored);
  std::make_shared<Connection>(std::move(socket), std::move(handler), std::move(alive))->read();
}

}  // namespace splitroot::serve
