//! Who is asking: the client's address behind proxies, and the key under which an address is counted.
//!
//! A forwarding header is text that anybody can send. It is believed only as far as trusted proxies wrote it: hops are
//! read from the right (the nearest proxy appends last), and the first address that is not a trusted proxy is the
//! client. Everything left of it may be invented.
//!
//! Only the one header that the operator's proxies write is read. A proxy that appends to `X-Forwarded-For` hands a
//! client's own `Forwarded` through unchanged, so reading both would let a client choose its address.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

/// Most hops that are read, from the right. More trusted proxies in a row than this is a loop or an attack.
pub const MAX_HOPS: usize = 16;

/// Bits of an IPv6 address that are counted as one client: a household gets a /64 at least.
pub const IPV6_KEY_BITS: u8 = 64;

/// Which header the trusted proxies write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ForwardedHeader {
    /// `X-Forwarded-For: client, proxy1, proxy2`.
    #[default]
    XForwardedFor,
    /// `Forwarded: for=client;proto=https, for=proxy1` (RFC 7239).
    Forwarded,
}

impl ForwardedHeader {
    /// The header's name in lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::XForwardedFor => "x-forwarded-for",
            Self::Forwarded => "forwarded",
        }
    }
}

/// The networks whose forwarding headers are believed; none by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies {
    networks: Vec<Network>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    /// As IPv6, IPv4 mapped, so that one comparison does for both.
    bits: u128,
    mask: u128,
}

/// A network that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{text:?} is not a network: write an address such as 10.0.0.7, or a network such as 10.0.0.0/8 or fd00::/8"
)]
pub struct NetworkInvalid {
    text: String,
}

impl TrustedProxies {
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let bits = mapped(address);
        self.networks
            .iter()
            .any(|network| bits & network.mask == network.bits)
    }
}

/// Addresses and networks between commas; an empty text trusts nobody.
impl FromStr for TrustedProxies {
    type Err = NetworkInvalid;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let networks = text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        Ok(Self { networks })
    }
}

impl FromStr for Network {
    type Err = NetworkInvalid;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || NetworkInvalid {
            text: text.to_owned(),
        };
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| invalid())?;
        let (widest, offset) = match address {
            IpAddr::V4(_) => (32, 96),
            IpAddr::V6(_) => (128, 0),
        };
        let length = match length {
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                digits.parse::<u32>().map_err(|_| invalid())?
            }
            Some(_) => return Err(invalid()),
            None => widest,
        };
        if length > widest {
            return Err(invalid());
        }
        let mask = leading_ones(offset + length);
        Ok(Self {
            bits: mapped(address) & mask,
            mask,
        })
    }
}

/// The address of the client that a request comes from.
///
/// `peer` is the other end of the connection, `headers` are the values of all lines of the header that `which` names,
/// in the order in which they came. Without a trusted peer the headers are not looked at. A hop that is not an address
/// (garbage, `unknown`, `_hidden`) ends the reading: the client is then the trusted proxy that wrote it, so that what is
/// unknown shares one limit and nobody chooses his own.
#[must_use]
pub fn client_address<'a>(
    peer: IpAddr,
    which: ForwardedHeader,
    headers: impl IntoIterator<Item = &'a str>,
    trusted: &TrustedProxies,
) -> IpAddr {
    let mut client = peer.to_canonical();
    if !trusted.contains(client) {
        return client;
    }
    let lines: Vec<&str> = headers.into_iter().collect();
    let hops = lines
        .iter()
        .rev()
        .flat_map(|line| hops_from_the_right(line));
    for hop in hops.take(MAX_HOPS) {
        let address = match which {
            ForwardedHeader::XForwardedFor => node_address(hop),
            ForwardedHeader::Forwarded => forwarded_for(hop).and_then(node_address),
        };
        let Some(address) = address else {
            return client;
        };
        client = address.to_canonical();
        if !trusted.contains(client) {
            return client;
        }
    }
    client
}

/// What an address is counted under: an IPv4 address, or the /64 of an IPv6 address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AddressKey(IpAddr);

impl From<IpAddr> for AddressKey {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self(IpAddr::V4(address)),
            IpAddr::V6(address) => {
                let mask = leading_ones(u32::from(IPV6_KEY_BITS));
                Self(IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & mask)))
            }
        }
    }
}

impl fmt::Display for AddressKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            IpAddr::V4(address) => address.fmt(f),
            IpAddr::V6(address) => write!(f, "{address}/{IPV6_KEY_BITS}"),
        }
    }
}

fn mapped(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

fn leading_ones(length: u32) -> u128 {
    u128::MAX.checked_shl(128 - length).unwrap_or(0)
}

/// The parts between commas, last first. Quotes are not honoured: a quote that a client left open would join the
/// proxy's own hop to the client's text, and no address has a comma.
fn hops_from_the_right(line: &str) -> impl Iterator<Item = &str> {
    line.rsplit(',').map(str::trim)
}

/// The `for` of one element of `Forwarded`, without its quotes.
fn forwarded_for(element: &str) -> Option<&str> {
    let (_, value) = element
        .split(';')
        .filter_map(|pair| pair.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("for"))?;
    let value = value.trim();
    match value.strip_prefix('"') {
        Some(rest) => rest.strip_suffix('"'),
        None => Some(value),
    }
}

/// An address with or without a port: `192.0.2.7`, `192.0.2.7:4711`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:4711`.
fn node_address(node: &str) -> Option<IpAddr> {
    if let Ok(address) = node.parse() {
        return Some(address);
    }
    if let Some(rest) = node.strip_prefix('[') {
        let (address, port) = rest.split_once(']')?;
        let well_formed = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
        return well_formed
            .then(|| address.parse::<Ipv6Addr>().ok())
            .flatten()
            .map(IpAddr::V6);
    }
    let (address, port) = node.split_once(':')?;
    is_port(port)
        .then(|| address.parse().ok())
        .flatten()
        .map(IpAddr::V4)
}

fn is_port(text: &str) -> bool {
    !text.is_empty() && text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
