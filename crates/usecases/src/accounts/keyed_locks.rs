//! A lock for each key: in one process, attempts with the same key run one after the other. So an attempt that is still being verified is no
//! failure to another one in the same second, and trying many at once gains nothing.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

/// The keys that are in use.
#[derive(Debug, Default)]
pub(crate) struct KeyedLocks(Mutex<HashMap<String, Weak<AsyncMutex<()>>>>);

/// The lock of a key, until it is dropped.
pub(super) type KeyedLockGuard = OwnedMutexGuard<()>;

impl KeyedLocks {
    /// Waits for the lock of a key.
    pub(super) async fn lock(&self, key: &str) -> KeyedLockGuard {
        let lock = {
            let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            keys.retain(|_, lock| lock.strong_count() > 0);
            if let Some(lock) = keys.get(key).and_then(Weak::upgrade) {
                lock
            } else {
                let lock = Arc::new(AsyncMutex::new(()));
                keys.insert(key.to_owned(), Arc::downgrade(&lock));
                lock
            }
        };
        lock.lock_owned().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_attempts_with_the_same_key_wait_for_each_other() {
        let locks = KeyedLocks::default();
        let first = locks.lock("a").await;
        let _other = locks.lock("b").await;
        let mut second = std::pin::pin!(locks.lock("a"));
        assert!(futures::poll!(second.as_mut()).is_pending());
        drop(first);
        let second = second.await;
        assert_eq!(locks.0.lock().unwrap().len(), 2);
        drop(second);
        let _third = locks.lock("c").await;
        assert_eq!(locks.0.lock().unwrap().len(), 2, "keys that nobody uses are forgotten");
    }
}
