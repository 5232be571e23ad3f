//! Full-text search of articles: one trait ([`SearchEngine`]) with two implementations.
//!
//! The embedded engine (tantivy, a folder on disk) is the default; Meilisearch is for operators who run one. Both tokenise
//! with `text`, so language rules are written once, and one contract suite (`tests/contract/`) verifies that both behave the
//! same. The index is filled by background jobs and is never trusted for permissions: callers re-read every hit from the
//! store as the actor. Nothing here knows SQL, HTTP handlers or the actor.

mod embedded;
mod engine;
mod error;
mod headings;
mod highlight;
mod meilisearch;
mod model;
mod no_engine;
mod rerank;
mod scoring;
mod text;

pub use embedded::{NAME as EMBEDDED, open_embedded};
pub use engine::SearchEngine;
pub use error::Error;
pub use headings::{best_heading, mentions};
pub use meilisearch::connect_meilisearch;
pub use model::{Document, DocumentHit, MatchQuality, Query, Results, Segment};
pub use no_engine::NoEngine;
pub use rerank::{ExplainedWord, WordForm, explain};
pub use text::{Vocabulary, built_in_ignored, built_in_synonyms, word_key};
