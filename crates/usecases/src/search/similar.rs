//! Articles that are similar to another one ("more like this"): the search engine finds them by its title and summary.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{Lang, articles::Readable};
use fyr_search::Query;
use fyr_store::{
    articles,
    articles::{Article, ArticleSummary},
};
use uuid::Uuid;

use super::vocabulary::current_vocabulary;
use crate::{Backend, Error};

/// How long what the engine found is used again: every reader of an article is shown the same.
const KEPT: TimeDelta = TimeDelta::minutes(10);
/// The most articles of which it is kept.
const MAX_KEPT: usize = 10_000;

/// The article, its language, and what the reader may read.
type SimilarKey = (Uuid, Lang, Readable);

/// What the engine found.
#[derive(Debug, Default)]
pub(crate) struct SimilarCache(Mutex<HashMap<SimilarKey, FoundSimilar>>);

/// The translations that are similar to an article, and when they were found.
#[derive(Clone, Debug)]
struct FoundSimilar {
    at: DateTime<Utc>,
    translations: Vec<Uuid>,
}

impl SimilarCache {
    fn get(&self, key: &SimilarKey, now: DateTime<Utc>) -> Option<Vec<Uuid>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(key).filter(|found| now - found.at < KEPT).map(|found| found.translations.clone())
    }

    fn set(&self, key: SimilarKey, found: FoundSimilar) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MAX_KEPT {
            kept.clear();
        }
        kept.insert(key, found);
    }
}

/// Finds up to `limit` articles that the reader may read and that are similar to this one, in its language, the most similar first. None where the search engine is
/// away.
///
/// # Errors
/// [`Error::Unavailable`].
pub(crate) async fn find_similar(
    backend: &Backend,
    article: &Article,
    readable: &Readable,
    limit: usize,
) -> Result<Vec<ArticleSummary>, Error> {
    let translations = find_translations(backend, article, readable, limit).await;
    if translations.is_empty() {
        return Ok(Vec::new());
    }
    let mut db = backend.store.read().await?;
    let mut found = articles::list_by_translation_ids(&mut db, &translations, readable).await?;
    found.sort_by_key(|found| translations.iter().position(|id| *id == found.translation_id));
    Ok(found.into_iter().map(|found| found.article).collect())
}

async fn find_translations(
    backend: &Backend,
    article: &Article,
    readable: &Readable,
    limit: usize,
) -> Vec<Uuid> {
    let (key, now) = ((article.id, article.lang.0, readable.clone()), backend.clock.now());
    if let Some(kept) = backend.similar.get(&key, now) {
        return kept;
    }
    let query = Query {
        per_page: u32::try_from(limit).unwrap_or(u32::MAX),
        exclude: Some(article.id),
        readable: readable.clone(),
        vocabulary: current_vocabulary(backend).await,
        ..Query::new(format!("{} {}", article.title, article.summary), article.lang.0)
    };
    match backend.search.search(&query).await {
        Ok(results) if !backend.search.needs_rebuild() => {
            let translations: Vec<Uuid> = results.hits.into_iter().map(|hit| hit.id).collect();
            backend.similar.set(key, FoundSimilar { at: now, translations: translations.clone() });
            translations
        }
        Ok(_) => Vec::new(),
        Err(error) => {
            tracing::debug!(%error, "the search engine is away: related articles are those of the category");
            Vec::new()
        }
    }
}
