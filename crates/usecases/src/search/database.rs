//! The fallback while the search engine is unavailable: searches substrings in the database, which is slower and does not know
//! word forms.

use std::collections::BTreeMap;

use fyr_domain::articles::Readable;
use fyr_store::{Db, articles, articles::ArticleSummary, tickets::like_pattern};

use super::{ArticleQuery, CategoryFacet, ReaderQuery, SearchHit, SearchResults, unmarked};
use crate::{Backend, Error, classification};

/// The most hits of a search; who does not find the article among these refines the query.
const MAX_HITS: i64 = 100;

pub(super) async fn search(
    backend: &Backend,
    ReaderQuery { query, readable, .. }: ReaderQuery<'_>,
) -> Result<SearchResults, Error> {
    let classification = classification::get(backend).await?;
    let mut db = backend.store.read().await?;
    for lang in query.lang.fallback_order() {
        let found = find(&mut db, ArticleQuery { lang, ..query }, readable).await?;
        if found.is_empty() {
            continue;
        }
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for hit in &found {
            *counts.entry(hit.category.clone()).or_default() += 1;
        }
        let mut facets: Vec<CategoryFacet> = counts
            .into_iter()
            .filter_map(|(slug, count)| {
                let title = classification.category(&slug)?.title.text(query.lang).to_owned();
                Some(CategoryFacet { slug, title, count })
            })
            .collect();
        facets.sort_by_key(|facet| std::cmp::Reverse(facet.count));
        let within: Vec<ArticleSummary> = found
            .into_iter()
            .filter(|hit| query.category.is_none_or(|category| hit.category == category))
            .collect();
        let total = u64::try_from(within.len()).unwrap_or(0);
        let skipped = (query.page.max(1) as usize - 1).saturating_mul(query.per_page as usize);
        let hits = within.into_iter().skip(skipped).take(query.per_page as usize).map(|article| {
            let (title, summary) = (article.title.clone(), article.summary.clone());
            SearchHit::new(article, vec![unmarked(title)], vec![unmarked(summary)])
        });
        return Ok(SearchResults {
            hits: hits.collect(),
            total,
            facets,
            lang,
            other_langs: Vec::new(),
            engine_unavailable: true,
        });
    }
    Ok(SearchResults { engine_unavailable: true, ..SearchResults::empty(query.lang) })
}

/// Finds articles that contain the whole query, or else its longest word.
async fn find(
    db: &mut Db,
    query: ArticleQuery<'_>,
    readable: &Readable,
) -> Result<Vec<ArticleSummary>, Error> {
    let whole = articles::search(db, &like_pattern(query.text), query.lang, readable, MAX_HITS).await?;
    let longest = query.text.split_whitespace().max_by_key(|word| word.chars().count());
    match longest {
        Some(word) if whole.is_empty() && word != query.text => {
            Ok(articles::search(db, &like_pattern(word), query.lang, readable, MAX_HITS).await?)
        }
        _ => Ok(whole),
    }
}
