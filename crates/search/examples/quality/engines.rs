//! The engines that are measured.

use std::{env, error::Error, sync::Arc};

use fyr_search::{Query, SearchEngine, connect_meilisearch, open_embedded};
use uuid::Uuid;

use crate::{judged::Judged, measures::DEPTH};

/// The embedded engine, in a new folder, and Meilisearch where the environment names one.
///
/// # Errors
/// An engine that cannot be opened.
pub async fn open() -> Result<Vec<Arc<dyn SearchEngine>>, Box<dyn Error>> {
    let folder = env::temp_dir().join(format!("fyr-search-quality-{}", std::process::id()));
    let mut engines = vec![open_embedded(&folder)?];
    if let Ok(url) = env::var("FYR_TEST_MEILISEARCH_URL") {
        let key = env::var("FYR_TEST_MEILISEARCH_KEY").ok();
        engines.push(connect_meilisearch(&url, key.as_deref(), "fyr-quality").await?);
    }
    Ok(engines)
}

/// The first hits of each query.
///
/// # Errors
/// An engine that does not answer.
pub async fn rank(
    engine: &dyn SearchEngine,
    queries: &[Judged],
) -> Result<Vec<Vec<Uuid>>, fyr_search::Error> {
    let mut rankings = Vec::with_capacity(queries.len());
    for judged in queries {
        let query = Query { prefix: judged.kind == "half-typed", ..Query::new(&*judged.text, judged.lang) };
        let hits = engine.search(&query).await?.hits;
        rankings.push(hits.iter().map(|hit| hit.id).take(DEPTH).collect());
    }
    Ok(rankings)
}
