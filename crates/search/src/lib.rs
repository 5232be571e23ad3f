//! Searching articles: one port ([`SearchEngine`]), two engines behind it.
//!
//! The embedded engine (tantivy, a folder on disk) is the default; Meilisearch is for those who run one. Both take their
//! words from `text`, so language rules are written once, and one contract suite (`tests/contract.rs`) holds both to the
//! same behaviour. The index is filled from the outbox and is never trusted for permission: callers re-read every hit from
//! the store as the actor. Nothing here knows SQL, HTTP handlers or who is asking.

mod embedded;
mod engine;
mod error;
mod highlight;
mod meilisearch;
mod model;
mod text;

pub use embedded::open_embedded;
pub use engine::SearchEngine;
pub use error::Error;
pub use meilisearch::connect_meilisearch;
pub use model::{Document, Fit, Hit, Query, Results, Segment};
