#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::*;

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn trusted() -> TrustedProxies {
    "127.0.0.1, 10.0.0.0/8, fd00::/8".parse().unwrap()
}

#[test]
fn forwarding_headers_are_believed_only_as_far_as_trusted_proxies_wrote_them() {
    use ForwardedHeader::{Forwarded, XForwardedFor};
    let table: &[(&str, ForwardedHeader, &[&str], &str)] = &[
        // An untrusted peer is the client, whatever it says.
        (
            "203.0.113.9",
            XForwardedFor,
            &["198.51.100.1"],
            "203.0.113.9",
        ),
        (
            "203.0.113.9",
            Forwarded,
            &["for=198.51.100.1"],
            "203.0.113.9",
        ),
        // No header: the proxy itself.
        ("127.0.0.1", XForwardedFor, &[], "127.0.0.1"),
        ("127.0.0.1", XForwardedFor, &[""], "127.0.0.1"),
        (
            "127.0.0.1",
            XForwardedFor,
            &["198.51.100.1"],
            "198.51.100.1",
        ),
        // What the client wrote is left of what the proxy wrote.
        (
            "127.0.0.1",
            XForwardedFor,
            &["6.6.6.6, 198.51.100.1"],
            "198.51.100.1",
        ),
        (
            "127.0.0.1",
            XForwardedFor,
            &["6.6.6.6", "198.51.100.1"],
            "198.51.100.1",
        ),
        (
            "127.0.0.1",
            XForwardedFor,
            &["6.6.6.6,198.51.100.1, 10.1.2.3"],
            "198.51.100.1",
        ),
        (
            "127.0.0.1",
            XForwardedFor,
            &["198.51.100.1", "10.1.2.3, fd00::7"],
            "198.51.100.1",
        ),
        // All hops are ours: the farthest of them.
        (
            "127.0.0.1",
            XForwardedFor,
            &["10.0.0.5, 10.1.2.3"],
            "10.0.0.5",
        ),
        // Ports, IPv6, mapped addresses.
        (
            "127.0.0.1",
            XForwardedFor,
            &["198.51.100.1:4711"],
            "198.51.100.1",
        ),
        ("127.0.0.1", XForwardedFor, &["2001:db8::1"], "2001:db8::1"),
        (
            "127.0.0.1",
            XForwardedFor,
            &["[2001:db8::1]:4711"],
            "2001:db8::1",
        ),
        (
            "127.0.0.1",
            XForwardedFor,
            &["[2001:db8::1]"],
            "2001:db8::1",
        ),
        (
            "::ffff:127.0.0.1",
            XForwardedFor,
            &["::ffff:198.51.100.1"],
            "198.51.100.1",
        ),
        ("fd00::1", XForwardedFor, &["::ffff:10.0.0.1"], "10.0.0.1"),
        // Garbage ends the reading at the proxy that passed it on.
        (
            "127.0.0.1",
            XForwardedFor,
            &["198.51.100.1, unknown"],
            "127.0.0.1",
        ),
        (
            "127.0.0.1",
            XForwardedFor,
            &["198.51.100.1, , 10.1.2.3"],
            "10.1.2.3",
        ),
        ("127.0.0.1", XForwardedFor, &["198.51.100.1:"], "127.0.0.1"),
        (
            "127.0.0.1",
            XForwardedFor,
            &["198.51.100.1:port"],
            "127.0.0.1",
        ),
        ("127.0.0.1", XForwardedFor, &["[198.51.100.1]"], "127.0.0.1"),
        ("127.0.0.1", XForwardedFor, &["[2001:db8::1"], "127.0.0.1"),
        ("127.0.0.1", XForwardedFor, &["[2001:db8::1]x"], "127.0.0.1"),
        ("127.0.0.1", XForwardedFor, &["fe80::1%eth0"], "127.0.0.1"),
        ("127.0.0.1", XForwardedFor, &["0198.51.100.1"], "127.0.0.1"),
        ("127.0.0.1", XForwardedFor, &["\u{0}"], "127.0.0.1"),
        // RFC 7239.
        (
            "127.0.0.1",
            Forwarded,
            &["for=198.51.100.1"],
            "198.51.100.1",
        ),
        (
            "127.0.0.1",
            Forwarded,
            &["For=\"[2001:db8:cafe::17]:4711\""],
            "2001:db8:cafe::17",
        ),
        (
            "127.0.0.1",
            Forwarded,
            &["proto=https;by=10.0.0.1; FOR = 198.51.100.1"],
            "198.51.100.1",
        ),
        (
            "127.0.0.1",
            Forwarded,
            &["for=6.6.6.6, for=198.51.100.1, for=10.1.2.3"],
            "198.51.100.1",
        ),
        ("127.0.0.1", Forwarded, &["for=unknown"], "127.0.0.1"),
        ("127.0.0.1", Forwarded, &["for=\"_gazonk\""], "127.0.0.1"),
        (
            "127.0.0.1",
            Forwarded,
            &["for=198.51.100.1, by=10.0.0.1"],
            "127.0.0.1",
        ),
        ("127.0.0.1", Forwarded, &["198.51.100.1"], "127.0.0.1"),
        ("127.0.0.1", Forwarded, &["for=\"198.51.100.1"], "127.0.0.1"),
        // A quote left open by the client does not swallow the proxy's hop.
        (
            "127.0.0.1",
            Forwarded,
            &["for=6.6.6.6;x=\", for=198.51.100.1"],
            "198.51.100.1",
        ),
        (
            "127.0.0.1",
            Forwarded,
            &["for=\"6.6.6.6, for=\"[2001:db8::1]\""],
            "2001:db8::1",
        ),
    ];
    for (peer, which, headers, expected) in table {
        let client = client_address(ip(peer), *which, headers.iter().copied(), &trusted());
        assert_eq!(client, ip(expected), "{peer} {which:?} {headers:?}");
    }
}

#[test]
fn nobody_is_trusted_unless_configured() {
    let nobody = TrustedProxies::default();
    let client = client_address(
        ip("127.0.0.1"),
        ForwardedHeader::XForwardedFor,
        ["1.2.3.4"],
        &nobody,
    );
    assert_eq!(client, ip("127.0.0.1"));
    assert_eq!("".parse::<TrustedProxies>().unwrap(), nobody);
}

#[test]
fn hops_are_read_up_to_the_limit() {
    let hops = |count: usize| format!("198.51.100.1{}", ", 10.0.0.2".repeat(count));
    for (proxies, expected) in [(MAX_HOPS - 1, "198.51.100.1"), (MAX_HOPS, "10.0.0.2")] {
        let line = hops(proxies);
        let header = ForwardedHeader::XForwardedFor;
        let client = client_address(ip("10.0.0.1"), header, [line.as_str()], &trusted());
        assert_eq!(client, ip(expected), "{proxies} proxies");
    }
}

#[test]
fn networks_are_read_exactly() {
    for (network, inside, outside) in [
        ("10.0.0.0/8", "10.255.255.255", "11.0.0.0"),
        ("192.0.2.128/25", "192.0.2.129", "192.0.2.127"),
        ("192.0.2.7", "192.0.2.7", "192.0.2.8"),
        ("0.0.0.0/0", "255.255.255.255", "2001:db8::1"),
        ("fd00::/8", "fdff::1", "fe00::1"),
        ("::1", "::1", "::2"),
    ] {
        let networks: TrustedProxies = network.parse().unwrap();
        assert!(networks.contains(ip(inside)), "{network} has {inside}");
        assert!(
            !networks.contains(ip(outside)),
            "{network} has not {outside}"
        );
    }
    assert!(
        "::/0"
            .parse::<TrustedProxies>()
            .unwrap()
            .contains(ip("192.0.2.1"))
    );
    for garbage in [
        "10.0.0.0/33",
        "fd00::/129",
        "10.0.0.0/",
        "10.0.0.0/+8",
        "ten",
        "10.0.0/8",
    ] {
        assert!(garbage.parse::<TrustedProxies>().is_err(), "{garbage}");
    }
}

#[test]
fn ipv6_is_counted_by_its_64_and_ipv4_as_it_is() {
    let key = |text| AddressKey::from(ip(text));
    assert_eq!(key("2001:db8:1:2:3:4:5:6"), key("2001:db8:1:2:ffff::1"));
    assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
    assert_ne!(key("192.0.2.1"), key("192.0.2.2"));
    assert_eq!(key("::ffff:192.0.2.1"), key("192.0.2.1"));
    assert_eq!(key("2001:db8:1:2:3:4:5:6").to_string(), "2001:db8:1:2::/64");
    assert_eq!(key("192.0.2.1").to_string(), "192.0.2.1");
}

proptest! {
    #[test]
    fn a_client_cannot_change_what_is_seen_of_it(text in "[ -~]{0,60}", forwarded in any::<bool>()) {
        let (which, hop) = if forwarded {
            (ForwardedHeader::Forwarded, "for=198.51.100.1")
        } else {
            (ForwardedHeader::XForwardedFor, "198.51.100.1")
        };
        let line = format!("{text}, {hop}");
        let client = client_address(ip("127.0.0.1"), which, [line.as_str()], &trusted());
        prop_assert_eq!(client, ip("198.51.100.1"));
    }
}
