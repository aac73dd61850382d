//! Where NATS is, and how this process shows who it is.

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use async_nats::{ConnectOptions, ServerAddr};

/// A server that says nothing for three of these is given up.
const PING_EVERY: Duration = Duration::from_secs(1);
/// How long one server may take to let us in.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// Messages of one subscription that wait to be taken, at most; beyond that followers read the log.
const SUBSCRIPTION_QUEUE: usize = 4096;
/// The fewest servers that agree when one of them is away.
const CLUSTER: usize = 3;
/// The longest pause between two tries to connect again.
const MAX_PAUSE: Duration = Duration::from_secs(1);

/// How to connect. Neither its `Debug` form nor an error shows a secret.
#[derive(Clone)]
pub struct NatsOptions {
    servers: Vec<ServerAddr>,
    name: String,
    inbox_prefix: Option<String>,
    ca_file: Option<PathBuf>,
    certificate: Option<(PathBuf, PathBuf)>,
    credentials: Credentials,
    plain: Plain,
    ping_every: Duration,
}

#[derive(Clone)]
enum Credentials {
    None,
    File(PathBuf),
    User { name: String, password: String },
    Token(String),
}

/// Where connections without TLS are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plain {
    OnLoopback,
    Anywhere,
}

/// Settings that cannot work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OptionsError {
    #[error(
        "NATS URL {index} is not one: {reason}. Write nats://host:port or tls://host:port, several with commas"
    )]
    Url { index: usize, reason: String },
    #[error("no NATS URL is given")]
    NoServer,
    #[error(
        "NATS at {host} would be spoken to in the clear. Write tls:// (and give the CA file, if the CA is your own), or \
         allow connections without TLS explicitly"
    )]
    Plain { host: String },
    #[error("read {what} {path}: {reason}")]
    File {
        what: &'static str,
        path: String,
        reason: String,
    },
}

impl NatsOptions {
    /// Options for one server or several of a cluster, separated by commas. A user and password in a URL are taken out of it.
    ///
    /// # Errors
    /// A URL that is not one of NATS.
    pub fn new(urls: &str) -> Result<Self, OptionsError> {
        let mut credentials = Credentials::None;
        let mut servers = Vec::new();
        let urls = urls.split(',').map(str::trim).filter(|url| !url.is_empty());
        for (index, url) in urls.enumerate() {
            let wrong = |reason: &str| OptionsError::Url {
                index: index + 1,
                reason: reason.to_owned(),
            };
            let server: ServerAddr = url.parse().map_err(|_| wrong("it cannot be read"))?;
            if server.is_websocket() {
                return Err(wrong("WebSockets are not spoken"));
            }
            if server.host().is_empty() {
                return Err(wrong("it has no host"));
            }
            match (server.username(), server.password()) {
                (Some(name), Some(password)) => {
                    credentials = Credentials::User {
                        name: name.to_owned(),
                        password: password.to_owned(),
                    };
                }
                (Some(token), None) => credentials = Credentials::Token(token.to_owned()),
                (None, _) => {}
            }
            let mut bare = server.into_inner();
            if bare.set_username("").is_err() || bare.set_password(None).is_err() {
                return Err(wrong("it has no host"));
            }
            servers.push(ServerAddr::from_url(bare).map_err(|_| wrong("it cannot be read"))?);
        }
        if servers.is_empty() {
            return Err(OptionsError::NoServer);
        }
        Ok(Self {
            servers,
            name: "arena".to_owned(),
            inbox_prefix: None,
            ca_file: None,
            certificate: None,
            credentials,
            plain: Plain::OnLoopback,
            ping_every: PING_EVERY,
        })
    }

    /// The name that the server's monitoring shows.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The first word of inboxes, `_INBOX` unless told; one of its own lets permissions keep roles from reading each other's.
    #[must_use]
    pub fn inbox_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.inbox_prefix = Some(prefix.into());
        self
    }

    /// The CA that signs the servers' certificates (PEM), instead of the system's; from then on TLS is required.
    #[must_use]
    pub fn ca_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.ca_file = Some(path.into());
        self
    }

    /// The certificate and key (PEM) by which the servers know this process; from then on TLS is required.
    #[must_use]
    pub fn client_certificate(
        mut self,
        certificate: impl Into<PathBuf>,
        key: impl Into<PathBuf>,
    ) -> Self {
        self.certificate = Some((certificate.into(), key.into()));
        self
    }

    /// A `.creds` file: a user's JWT and key.
    #[must_use]
    pub fn credentials_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.credentials = Credentials::File(path.into());
        self
    }

    #[must_use]
    pub fn user(mut self, name: impl Into<String>, password: impl Into<String>) -> Self {
        self.credentials = Credentials::User {
            name: name.into(),
            password: password.into(),
        };
        self
    }

    #[must_use]
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.credentials = Credentials::Token(token.into());
        self
    }

    /// Allows connections without TLS to other machines too, where the network itself is trusted.
    #[must_use]
    pub fn allow_plain(mut self) -> Self {
        self.plain = Plain::Anywhere;
        self
    }

    /// How often the server is asked whether it lives, a second unless told.
    #[must_use]
    pub fn ping_every(mut self, interval: Duration) -> Self {
        self.ping_every = interval;
        self
    }

    /// How many servers should keep a copy of what is stored there: three of a cluster, so that one may be lost.
    #[must_use]
    pub fn copies(&self) -> usize {
        if self.servers.len() < CLUSTER {
            1
        } else {
            CLUSTER
        }
    }

    /// Hosts and ports, for messages.
    pub(super) fn servers(&self) -> String {
        let each = self.servers.iter().map(|server| {
            let (host, port) = (server.host(), server.port());
            format!("{host}:{port}")
        });
        each.collect::<Vec<_>>().join(", ")
    }

    /// Whether every connection is encrypted.
    pub(super) fn is_encrypted(&self) -> bool {
        self.ca_file.is_some()
            || self.certificate.is_some()
            || self.servers.iter().any(ServerAddr::tls_required)
    }

    /// What the client needs to connect; files are looked at now, so that a wrong path is told by its name.
    pub(super) async fn to_connect(
        &self,
    ) -> Result<(ConnectOptions, Vec<ServerAddr>), OptionsError> {
        let is_encrypted = self.is_encrypted();
        let exposed = self.servers.iter().find(|server| !is_loopback(server));
        match exposed {
            Some(server) if !is_encrypted && self.plain == Plain::OnLoopback => {
                return Err(OptionsError::Plain {
                    host: server.host().to_owned(),
                });
            }
            Some(_) | None => {}
        }
        let mut connect = ConnectOptions::new()
            .name(&self.name)
            .no_echo()
            .require_tls(is_encrypted)
            .ping_interval(self.ping_every)
            .connection_timeout(CONNECT_TIMEOUT)
            .subscription_capacity(SUBSCRIPTION_QUEUE)
            .reconnect_delay_callback(pause);
        if !is_encrypted && self.plain == Plain::OnLoopback {
            // A cluster may name servers elsewhere.
            connect = connect.ignore_discovered_servers();
        }
        if let Some(prefix) = &self.inbox_prefix {
            connect = connect.custom_inbox_prefix(prefix);
        }
        if let Some(ca) = &self.ca_file {
            read("the CA file", ca).await?;
            connect = connect.add_root_certificates(ca.clone());
        }
        if let Some((certificate, key)) = &self.certificate {
            read("the client certificate", certificate).await?;
            read("the client's key", key).await?;
            connect = connect.add_client_certificate(certificate.clone(), key.clone());
        }
        connect = match &self.credentials {
            Credentials::None => connect,
            Credentials::User { name, password } => {
                connect.user_and_password(name.clone(), password.clone())
            }
            Credentials::Token(token) => connect.token(token.clone()),
            Credentials::File(path) => {
                let text = read("the credentials file", path).await?;
                connect
                    .credentials(&text)
                    .map_err(|_| file("the credentials file", path, "it holds no JWT and key"))?
            }
        };
        Ok((connect, self.servers.clone()))
    }
}

impl fmt::Debug for NatsOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let credentials = match &self.credentials {
            Credentials::None => "none",
            Credentials::File(_) => "file",
            Credentials::User { .. } => "user",
            Credentials::Token(_) => "token",
        };
        f.debug_struct("NatsOptions")
            .field("servers", &self.servers())
            .field("encrypted", &self.is_encrypted())
            .field("ca_file", &self.ca_file)
            .field("credentials", &credentials)
            .field("plain", &self.plain)
            .finish_non_exhaustive()
    }
}

/// Connecting again is tried at once, then ever slower.
fn pause(attempts: usize) -> Duration {
    let doubled = u32::try_from(attempts.saturating_sub(2).min(10)).unwrap_or(10);
    let base = match attempts {
        0 | 1 => Duration::ZERO,
        _ => Duration::from_millis(10) * 2_u32.pow(doubled),
    };
    base.min(MAX_PAUSE)
}

fn is_loopback(server: &ServerAddr) -> bool {
    let host = server.host();
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

async fn read(what: &'static str, path: &Path) -> Result<String, OptionsError> {
    tokio::fs::read_to_string(path)
        .await
        .map_err(|error| file(what, path, &error.to_string()))
}

fn file(what: &'static str, path: &Path, reason: &str) -> OptionsError {
    OptionsError::File {
        what,
        path: path.display().to_string(),
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    async fn refusal(options: NatsOptions) -> Option<OptionsError> {
        options.to_connect().await.err()
    }

    #[tokio::test]
    async fn only_loopback_is_spoken_to_in_the_clear() {
        for url in [
            "nats://127.0.0.1:4222",
            "localhost",
            "nats://[::1]:4222",
            "tls://10.1.2.3",
        ] {
            assert_eq!(refusal(NatsOptions::new(url).unwrap()).await, None, "{url}");
        }
        for url in [
            "nats://10.1.2.3:4222",
            "127.0.0.1,nats.example",
            "nats://127.0.0.1.example",
        ] {
            let options = NatsOptions::new(url).unwrap();
            let refused = refusal(options.clone()).await;
            assert!(
                matches!(refused, Some(OptionsError::Plain { .. })),
                "{url}: {refused:?}"
            );
            assert_eq!(refusal(options.allow_plain()).await, None, "{url}");
        }
    }

    #[test]
    fn secrets_are_not_shown() {
        let options =
            NatsOptions::new("nats://ann:geheim@127.0.0.1, nats://127.0.0.1:4223").unwrap();
        for secret in [
            format!("{options:?}"),
            format!("{:?}", options.clone().token("geheim")),
            format!("{:?}", options.clone().user("ann", "geheim")),
            options.servers(),
            format!("{:?}", NatsOptions::new("nats://ann:geheim@:x").err()),
            format!("{:?}", NatsOptions::new("http://ann:geheim@host").err()),
        ] {
            assert!(!secret.contains("geheim"), "{secret}");
        }
        assert!(matches!(options.credentials, Credentials::User { .. }));
    }

    #[test]
    fn urls_that_are_none_are_told_by_their_place() {
        assert_eq!(NatsOptions::new(" , ").err(), Some(OptionsError::NoServer));
        for url in [
            "127.0.0.1,http://host",
            "127.0.0.1,ws://host",
            "127.0.0.1, nats://",
        ] {
            let refused = NatsOptions::new(url).err();
            assert!(
                matches!(refused, Some(OptionsError::Url { index: 2, .. })),
                "{url}: {refused:?}"
            );
        }
    }

    #[tokio::test]
    async fn files_that_are_missing_are_told_by_their_name() {
        let options = NatsOptions::new("tls://10.1.2.3").unwrap();
        for (what, options) in [
            (
                "/nowhere/ca.pem",
                options.clone().ca_file("/nowhere/ca.pem"),
            ),
            (
                "/nowhere/key.pem",
                options
                    .clone()
                    .client_certificate("/dev/null", "/nowhere/key.pem"),
            ),
            (
                "/nowhere/user.creds",
                options.clone().credentials_file("/nowhere/user.creds"),
            ),
            ("holds no JWT", options.credentials_file("/dev/null")),
        ] {
            let refused = refusal(options).await.unwrap().to_string();
            assert!(refused.contains(what), "{refused}");
        }
    }

    #[test]
    fn connecting_again_is_tried_at_least_every_second() {
        assert_eq!(pause(1), Duration::ZERO);
        assert!((0..10_000).all(|attempt| pause(attempt) <= MAX_PAUSE));
    }
}
