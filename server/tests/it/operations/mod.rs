//! What operators rely on: a full disk and its end, keys that change, mail after an outage, probes.

mod full_disk;
mod keys;
mod outbox;
mod ready;
