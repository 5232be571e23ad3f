//! No engine at all, for commands that have nothing to search: the embedded index belongs to the process that serves.

use async_trait::async_trait;
use uuid::Uuid;

use crate::{Document, Error, Query, Results, SearchEngine};

/// An engine that is always away.
#[derive(Clone, Copy, Debug)]
pub struct NoEngine;

fn away<T>() -> Result<T, Error> {
    Err(Error::Unavailable {
        engine: "none",
        reason: "this command opens no search engine".into(),
        source: None,
    })
}

#[async_trait]
impl SearchEngine for NoEngine {
    fn name(&self) -> &'static str {
        "none"
    }
    async fn upsert(&self, _: Vec<Document>) -> Result<(), Error> {
        away()
    }
    async fn delete(&self, _: Vec<Uuid>) -> Result<(), Error> {
        away()
    }
    async fn search(&self, _: &Query) -> Result<Results, Error> {
        away()
    }
    async fn rebuild(&self, _: Vec<Document>) -> Result<(), Error> {
        away()
    }
    async fn count(&self) -> Result<u64, Error> {
        away()
    }
    async fn health(&self) -> Result<(), Error> {
        away()
    }
    fn needs_rebuild(&self) -> bool {
        false
    }
}
