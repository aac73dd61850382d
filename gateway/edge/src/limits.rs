//! Every number that a client of the gateway can run into.

use std::time::Duration;

/// The largest WebSocket frame: 256 KiB of code, each byte escaped as `\u00XX`, and as much again around it. A larger
/// one is refused…
pub const FRAME_BYTES: usize = 7 * 256 * 1024;
/// …and one larger than this is not even read: it closes the connection with [`super::close::TOO_LARGE`].
pub const READABLE_FRAME_BYTES: usize = 2 * 1024 * 1024;
/// The largest body of an HTTP request.
pub const BODY_BYTES: usize = 2 * 1024 * 1024;
/// The longest that a request may take, its body included.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// How long a new connection may take to authenticate.
pub const AUTHENTICATE_WITHIN: Duration = Duration::from_secs(10);
/// The server pings an idle connection this often…
pub const PING_EVERY: Duration = Duration::from_secs(25);
/// …and closes it when nothing came back for this long after a ping.
pub const PONG_WITHIN: Duration = Duration::from_secs(10);
/// How often a connection looks whether its login still stands.
pub const LOGIN_CHECK: Duration = Duration::from_secs(4);
/// Commands of one connection that wait while another is answered; then the server stops reading.
pub const WAITING_COMMANDS: usize = 16;
/// Batches of events that wait to be sent to a slow client before it is closed with [`super::close::SLOW`].
pub const OUTBOUND_BATCHES: usize = 256;
/// Topics that one connection may follow.
pub const TOPICS: usize = 16;
/// Frames that a connection may send at once, and in each second after that.
pub const FRAME_BURST: u32 = 60;
pub const FRAMES_PER_SECOND: u32 = 30;
/// Frames over the rate or malformed ones that are answered before the connection is closed.
pub const OFFENCES: u32 = 200;
/// WebSocket connections of one process.
pub const CONNECTIONS: usize = 20_000;
/// WebSocket connections from one address (an IPv6 /64 counts as one).
pub const CONNECTIONS_PER_ADDRESS: usize = 256;
/// Events that are read from the log at a time for a topic.
pub const TOPIC_PAGE: usize = 500;
/// Names kept in memory.
pub const NAMES: usize = 50_000;
/// How long a name is believed before it is looked up again.
pub const NAME_TTL: Duration = Duration::from_secs(60);
/// How long a battle that nobody follows is kept ready.
pub const FEED_LINGERS: Duration = Duration::from_secs(5);
/// After so many looks whether somebody follows, a feed reads the log, should that have been away when it was needed.
pub const FEED_READS_EVERY: u32 = 6;
/// How long others need to take over what a silent process has had; then it asks whether they answer.
pub const OTHERS_TAKE_OVER: Duration = Duration::from_secs(6);
/// The connections of a process that is cut off go within this time.
pub const CUT_OFF_GO_WITHIN: Duration = Duration::from_secs(2);
/// Clients are told to come back within this time after a sudden stop.
pub const RECONNECT_WITHIN: Duration = Duration::from_secs(5);
