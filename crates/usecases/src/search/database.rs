//! Searching in the database, while the search engine is away: slower, blind to word forms, better than nothing.

use std::collections::BTreeMap;

use fyr_store::{Db, articles, articles::Listed, tickets::like_pattern};

use super::{Facet, Found, Hit, Question, unmarked};
use crate::{Error, Services, catalogue};

/// The most hits there are: people who do not find it among these change their question.
const MOST: i64 = 100;

pub(super) async fn search(ctx: &Services, question: Question<'_>) -> Result<Found, Error> {
    let catalogue = catalogue::get(ctx).await?;
    let mut db = ctx.store.read().await?;
    for lang in question.lang.nearest() {
        let all = find(&mut db, Question { lang, ..question }).await?;
        if all.is_empty() {
            continue;
        }
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for hit in &all {
            *counts.entry(hit.category.clone()).or_default() += 1;
        }
        let mut facets: Vec<Facet> = counts
            .into_iter()
            .filter_map(|(slug, count)| {
                let title = catalogue.category(&slug)?.title.text(question.lang).to_owned();
                Some(Facet { slug, title, count })
            })
            .collect();
        facets.sort_by_key(|facet| std::cmp::Reverse(facet.count));
        let within: Vec<Listed> = all
            .into_iter()
            .filter(|hit| question.category.is_none_or(|category| hit.category == category))
            .collect();
        let total = u64::try_from(within.len()).unwrap_or(0);
        let skipped = (question.page.max(1) as usize - 1).saturating_mul(question.per_page as usize);
        let hits = within.into_iter().skip(skipped).take(question.per_page as usize).map(|listed| {
            let (title, summary) = (listed.title.clone(), listed.summary.clone());
            Hit::new(listed, vec![unmarked(title)], vec![unmarked(summary)])
        });
        return Ok(Found {
            hits: hits.collect(),
            total,
            facets,
            lang,
            others: Vec::new(),
            engine_away: true,
        });
    }
    Ok(Found { engine_away: true, ..Found::nothing(question.lang) })
}

/// The question as it stands; where that is nowhere, its longest word.
async fn find(db: &mut Db, question: Question<'_>) -> Result<Vec<Listed>, Error> {
    let whole = articles::search_plain(db, &like_pattern(question.text), question.lang, MOST).await?;
    let longest = question.text.split_whitespace().max_by_key(|word| word.chars().count());
    match longest {
        Some(word) if whole.is_empty() && word != question.text => {
            Ok(articles::search_plain(db, &like_pattern(word), question.lang, MOST).await?)
        }
        _ => Ok(whole),
    }
}
