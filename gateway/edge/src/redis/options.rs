//! Where Redis is, and who may speak to it.

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use ::redis::{Client, ConnectionAddr, ConnectionInfo, IntoConnectionInfo, TlsCertificates};

/// How to connect. Neither its `Debug` form nor an error shows a secret.
#[derive(Clone)]
pub struct RedisOptions {
    connection: ConnectionInfo,
    ca_file: Option<PathBuf>,
    open: Open,
}

/// Where connections without TLS or without a password are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    OnLoopback,
    Anywhere,
}

/// Settings that cannot work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OptionsError {
    #[error(
        "the Redis URL is not one: {reason}. Write redis://host:port or rediss://user:password@host:port"
    )]
    Url { reason: String },
    #[error(
        "Redis at {host} would be spoken to in the clear. Write rediss:// (and give the CA file, if the CA is your own), or \
         allow open connections explicitly"
    )]
    Plain { host: String },
    #[error(
        "Redis at {host} asks for no password, so that whoever reaches it can change what is in it. Write \
         rediss://user:password@host:port, or allow open connections explicitly"
    )]
    NoPassword { host: String },
    #[error("read the CA file {path}: {reason}")]
    CaFile { path: String, reason: String },
}

impl RedisOptions {
    /// Options for the server at `url`.
    ///
    /// # Errors
    /// A URL that is not one of Redis.
    pub fn new(url: &str) -> Result<Self, OptionsError> {
        let wrong = |reason: &str| OptionsError::Url {
            reason: reason.to_owned(),
        };
        // The library's errors may repeat the URL, and with it a password.
        let connection = url
            .trim()
            .into_connection_info()
            .map_err(|_| wrong("it cannot be read"))?;
        match connection.addr() {
            ConnectionAddr::TcpTls { insecure: true, .. } => {
                return Err(wrong("`#insecure` would trust any certificate"));
            }
            ConnectionAddr::Tcp(host, _) | ConnectionAddr::TcpTls { host, .. }
                if host.is_empty() =>
            {
                return Err(wrong("it has no host"));
            }
            ConnectionAddr::Tcp(..) | ConnectionAddr::TcpTls { .. } | ConnectionAddr::Unix(_) => {}
            // A kind of address that this program does not know of.
            _ => return Err(wrong("that kind of address is not spoken to")),
        }
        Ok(Self {
            connection,
            ca_file: None,
            open: Open::OnLoopback,
        })
    }

    /// Trusts the certificates of this file (PEM) and no others.
    #[must_use]
    pub fn ca_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.ca_file = Some(path.into());
        self
    }

    /// Allows connections without TLS and without a password to other machines, for networks that nobody else is in.
    #[must_use]
    pub fn allow_open(mut self) -> Self {
        self.open = Open::Anywhere;
        self
    }

    pub(super) fn client(&self) -> Result<Client, OptionsError> {
        let password = self.connection.redis_settings().password();
        if let (Some((host, tls)), Open::OnLoopback) = (self.far_host(), self.open) {
            if !tls {
                return Err(OptionsError::Plain { host });
            }
            if password.is_none() {
                return Err(OptionsError::NoPassword { host });
            }
        }
        let wrong = |_| OptionsError::Url {
            reason: "no connection can be made of it".to_owned(),
        };
        let Some(path) = &self.ca_file else {
            return Client::open(self.connection.clone()).map_err(wrong);
        };
        let certificates = TlsCertificates {
            client_tls: None,
            root_cert: Some(read(path)?),
        };
        Client::build_with_tls(self.connection.clone(), certificates).map_err(|_| {
            OptionsError::CaFile {
                path: path.display().to_string(),
                reason: "it has no certificates, or the URL is not rediss://".to_owned(),
            }
        })
    }

    /// The host, if it is another machine, and whether TLS is spoken to it.
    fn far_host(&self) -> Option<(String, bool)> {
        let (host, tls) = match self.connection.addr() {
            ConnectionAddr::Tcp(host, _) => (host, false),
            ConnectionAddr::TcpTls { host, .. } => (host, true),
            _ => return None,
        };
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let address = bare.parse::<IpAddr>();
        let near = bare == "localhost" || address.is_ok_and(|address| address.is_loopback());
        (!near).then(|| (host.clone(), tls))
    }
}

fn read(path: &Path) -> Result<Vec<u8>, OptionsError> {
    std::fs::read(path).map_err(|error| OptionsError::CaFile {
        path: path.display().to_string(),
        reason: error.to_string(),
    })
}

impl fmt::Debug for RedisOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisOptions")
            .field("address", &self.connection.addr().to_string())
            .field("ca_file", &self.ca_file)
            .field("open", &self.open)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_server_on_another_machine_is_spoken_to_over_tls_and_with_a_password() {
        let far = "cache.example";
        let plain = |host: &str| {
            Err(OptionsError::Plain {
                host: host.to_owned(),
            })
        };
        let table = [
            ("redis://127.0.0.1:6379", Ok(())),
            ("redis://localhost:6379/1", Ok(())),
            ("redis://[::1]:6379", Ok(())),
            ("rediss://arena:secret@cache.example:6379", Ok(())),
            ("redis://arena:secret@cache.example:6379", plain(far)),
            ("redis://10.0.0.7", plain("10.0.0.7")),
            (
                "rediss://cache.example",
                Err(OptionsError::NoPassword {
                    host: far.to_owned(),
                }),
            ),
        ];
        for (url, expected) in table {
            let options = RedisOptions::new(url).unwrap();
            assert_eq!(options.client().map(|_| ()), expected, "{url}");
            assert!(options.allow_open().client().is_ok(), "{url}");
        }
    }

    #[test]
    fn what_is_no_url_of_redis_is_said_without_its_secret() {
        for url in [
            "",
            "cache.example:6379",
            "http://u:secret@cache.example",
            "rediss://u:secret@cache.example#insecure",
        ] {
            let error = RedisOptions::new(url).unwrap_err().to_string();
            assert!(error.contains("rediss://user:password@host"), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
        let options = RedisOptions::new("rediss://u:secret@cache.example").unwrap();
        assert!(!format!("{options:?}").contains("secret"), "{options:?}");
        let missing = options.ca_file("/nowhere.pem").client().unwrap_err();
        assert!(missing.to_string().contains("/nowhere.pem"), "{missing}");
    }
}
