//! Counting what is open at the same time, by keys: connections of a network, live pages of a session.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

/// How much is open, by key. Keys of which nothing is open take no memory.
#[derive(Debug)]
pub struct Slots<K: Eq + Hash>(Mutex<HashMap<K, usize>>);

/// Something that is open; dropping it makes room.
#[derive(Debug)]
pub struct Slot<K: Clone + Eq + Hash> {
    slots: Arc<Slots<K>>,
    keys: Vec<K>,
}

impl<K: Clone + Eq + Hash> Slots<K> {
    /// With nothing open.
    pub fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(HashMap::new())))
    }

    /// Opens something that counts for all of these keys, each with the most there may be; `None`, and nothing counted, where
    /// one of them is full.
    pub fn take(self: &Arc<Self>, claims: impl IntoIterator<Item = (K, usize)>) -> Option<Slot<K>> {
        let claims: Vec<_> = claims.into_iter().collect();
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if claims.iter().any(|(key, max)| open.get(key).copied().unwrap_or(0) >= *max) {
            return None;
        }
        let keys: Vec<K> = claims.into_iter().map(|(key, _)| key).collect();
        for key in &keys {
            *open.entry(key.clone()).or_insert(0) += 1;
        }
        Some(Slot { slots: self.clone(), keys })
    }

    /// How many keys have something open.
    #[cfg(test)]
    fn len(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

impl<K: Clone + Eq + Hash> Drop for Slot<K> {
    fn drop(&mut self) {
        let mut open = self.slots.0.lock().unwrap_or_else(PoisonError::into_inner);
        for key in &self.keys {
            if let Some(count) = open.get_mut(key) {
                *count -= 1;
                if *count == 0 {
                    open.remove(key);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_counts_for_all_its_keys_until_it_is_closed() {
        let slots = Slots::new();
        let first = slots.take([("a", 1), ("all", 2)]);
        assert!(first.is_some());
        assert!(slots.take([("all", 2), ("a", 1)]).is_none(), "a is full, and nothing was counted");
        let second = slots.take([("b", 1), ("all", 2)]);
        assert!(second.is_some() && slots.take([("c", 1), ("all", 2)]).is_none());
        drop(first);
        assert!(slots.take([("a", 1), ("all", 2)]).is_some());
        drop(second);
        assert_eq!(slots.len(), 0);
    }
}
