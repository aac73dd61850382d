//! Connections of each address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use arena_accounts::AddressKey;

use crate::limits;

/// Counts them. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Addresses {
    open: Arc<Mutex<HashMap<AddressKey, usize>>>,
}

/// One address's place; given back when dropped.
pub(crate) struct AddressPlace {
    addresses: Addresses,
    key: AddressKey,
}

impl Addresses {
    /// A place for one more connection, if the address may have one.
    pub(crate) fn take(&self, address: IpAddr) -> Option<AddressPlace> {
        let key = AddressKey::from(address);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(key).or_default();
        // A machine's own address is its operator's: load is driven from there.
        if *count >= limits::CONNECTIONS_PER_ADDRESS && !address.is_loopback() {
            return None;
        }
        *count += 1;
        Some(AddressPlace {
            addresses: self.clone(),
            key,
        })
    }
}

impl Drop for AddressPlace {
    fn drop(&mut self) {
        let open = &self.addresses.open;
        let mut open = open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.key) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn an_address_has_so_many_places_and_gets_them_back() {
        let addresses = Addresses::default();
        let (one, other) = (
            "198.51.100.7".parse().unwrap(),
            "198.51.100.8".parse().unwrap(),
        );
        let take = |address| addresses.take(address);
        let mut places: Vec<_> = (0..limits::CONNECTIONS_PER_ADDRESS)
            .map(|_| take(one).unwrap())
            .collect();
        assert!(take(one).is_none());
        assert!(take(other).is_some(), "another address has its own");
        places.pop();
        places.push(take(one).unwrap());
        drop(places);
        assert!(addresses.open.lock().unwrap().is_empty());
    }
}
