//! Close codes. 1002–1009: what the client sent cannot be read; reconnect and resume. 4000–4499: reconnect, with full-jitter backoff, and resume. 4500–4999: do not reconnect.

/// RFC 6455: a frame against the rules of WebSocket.
pub const PROTOCOL: u16 = 1002;
/// RFC 6455: text that is no UTF-8, after which nothing can be read.
pub const NOT_TEXT: u16 = 1007;
/// RFC 6455: a frame too large to be read.
pub const TOO_LARGE: u16 = 1009;
/// The server stops; another one, or the same one again, will take the connection.
pub const GOING_AWAY: u16 = 4000;
/// No answer to a ping.
pub const NO_PONG: u16 = 4001;
/// The client reads too slowly: reconnect and resume by version.
pub const SLOW: u16 = 4002;
/// The arena could not answer; nothing is lost.
pub const UNAVAILABLE: u16 = 4003;
/// The access token is not valid any more: refresh it, then reconnect.
pub const TOKEN: u16 = 4401;
/// Not authenticated in time.
pub const NOT_AUTHENTICATED: u16 = 4408;
/// Too many frames: wait before reconnecting.
pub const TOO_MANY_FRAMES: u16 = 4429;
/// The login was ended: log in again.
pub const LOGIN_ENDED: u16 = 4500;
/// Another connection limit of the player or the address is reached.
pub const TOO_MANY_CONNECTIONS: u16 = 4503;
