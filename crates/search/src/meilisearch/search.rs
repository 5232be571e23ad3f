//! Asking Meilisearch: all words first, then the same words in another form, then any of them.

use std::{
    collections::HashMap,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use fyr_domain::Lang;
use meilisearch_sdk::{
    indexes::Index,
    search::{FederationOptions, MatchingStrategies, MergeFacets, SearchQuery, SearchResult, Selectors},
};

use super::{
    Meilisearch, NAME,
    http::Http,
    index::locale,
    record::{CATEGORY, Found, SHOWN, encoded},
    tasks::away,
};
use crate::{
    Error, Hit, Query, Results,
    highlight::{Matcher, Shown},
    text::{Words, stem, synonyms, typos_allowed},
};

/// How long a person waits at most.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long nobody else is made to wait after that.
const REST: Duration = Duration::from_secs(3);

/// What one request gives: a page of hits, how many there are, and how many in each category.
struct Answer {
    hits: Vec<SearchResult<Found>>,
    total: usize,
    /// How many there are whatever the category.
    everywhere: usize,
    categories: HashMap<String, usize>,
}

/// A query as it is sent.
struct Ask<'a> {
    lang: Lang,
    offset: usize,
    limit: usize,
    filter: Option<&'a str>,
}

impl Meilisearch {
    /// Searches, within the patience of a person.
    pub(super) async fn find(&self, query: &Query) -> Result<Results, Error> {
        let words = Words::of_query(&query.text, query.lang, query.prefix);
        if words.words.is_empty() {
            return Ok(Results::default());
        }
        if self.resting.load(Ordering::Acquire) {
            let reason = "it timed out a moment ago".to_owned();
            return Err(Error::Unavailable { engine: NAME, reason, source: None });
        }
        let found = tokio::time::timeout(PATIENCE, self.find_words(query, &words)).await;
        let answer = found.unwrap_or_else(|too_late| {
            self.rest();
            Err(away("searching", too_late))
        })?;
        let matcher = matcher(query.lang, &words);
        let mut categories: Vec<(String, u64)> = answer
            .categories
            .into_iter()
            .map(|(name, count)| (name, count as u64))
            .filter(|(_, count)| *count > 0)
            .collect();
        categories.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let hits = answer.hits.into_iter().map(|hit| shown(&hit.result, query.lang, &matcher)).collect();
        Ok(Results { hits, total: answer.total as u64, categories })
    }

    fn rest(&self) {
        if !self.resting.swap(true, Ordering::AcqRel) {
            let resting = Arc::clone(&self.resting);
            tokio::spawn(async move {
                tokio::time::sleep(REST).await;
                resting.store(false, Ordering::Release);
            });
        }
    }

    async fn find_words(&self, query: &Query, words: &Words) -> Result<Answer, Error> {
        let filter = query.category.as_deref().map(category_is);
        let ask =
            Ask { lang: query.lang, offset: query.offset(), limit: query.limit(), filter: filter.as_deref() };
        for text in forms(query.lang, words) {
            let answer = self.all_words(&ask, &text).await?;
            if answer.everywhere > 0 {
                return Ok(answer);
            }
        }
        self.any_word(&ask, &rotations(query.lang, words)).await
    }

    async fn all_words(&self, ask: &Ask<'_>, text: &str) -> Result<Answer, Error> {
        let index = self.client.index(self.uid(ask.lang));
        let locales = [locale(ask.lang)];
        let page = ask.offset / ask.limit + 1;
        let mut filtered = base(&index, text, &locales, ask.filter, MatchingStrategies::ALL);
        filtered.with_page(page).with_hits_per_page(ask.limit).with_facets(Selectors::Some(&[CATEGORY]));
        let mut everywhere = base(&index, text, &locales, None, MatchingStrategies::ALL);
        everywhere.with_page(1).with_hits_per_page(1).with_facets(Selectors::Some(&[CATEGORY]));
        let mut both = self.client.multi_search();
        both.with_search_query(filtered);
        if ask.filter.is_some() {
            both.with_search_query(everywhere);
        }
        let answers = self.request("searching", both.execute::<Found>()).await?.results;
        let mut answers = answers.into_iter();
        let Some(page) = answers.next() else {
            return Err(away("searching", "an answer without results"));
        };
        let total = page.total_hits.unwrap_or_default();
        // Facets of the second, where there is one: counts do not depend on the category.
        let (everywhere, facets) = match answers.next() {
            Some(all) => (all.total_hits.unwrap_or_default(), all.facet_distribution),
            None => (total, page.facet_distribution),
        };
        Ok(Answer { hits: page.hits, total, everywhere, categories: of_category(facets) })
    }

    /// Each text begins with another word, which its matches must have; the more of the others they have, the better.
    async fn any_word(&self, ask: &Ask<'_>, texts: &[String]) -> Result<Answer, Error> {
        let mut answer = self.federated(ask, texts).await?;
        if ask.filter.is_some() {
            let everywhere = Ask { offset: 0, limit: 0, filter: None, ..*ask };
            answer.categories = self.federated(&everywhere, texts).await?.categories;
        }
        Ok(answer)
    }

    async fn federated(&self, ask: &Ask<'_>, texts: &[String]) -> Result<Answer, Error> {
        let uid = self.uid(ask.lang);
        let index = self.client.index(&uid);
        let locales = [locale(ask.lang)];
        let mut queries = self.client.multi_search();
        for text in texts {
            queries.with_search_query(base(&index, text, &locales, ask.filter, MatchingStrategies::LAST));
        }
        // Merged, because the SDK cannot read facets that are given per index.
        let federated = queries.with_federation(FederationOptions {
            offset: Some(ask.offset),
            limit: Some(ask.limit),
            facets_by_index: Some(HashMap::from([(uid.clone(), vec![CATEGORY.to_owned()])])),
            merge_facets: Some(MergeFacets { max_values_per_facet: Some(100) }),
            ..FederationOptions::default()
        });
        let found = self.request("searching", federated.execute::<Found>()).await?;
        let total = found.estimated_total_hits;
        Ok(Answer {
            hits: found.hits,
            total,
            everywhere: total,
            categories: of_category(found.facet_distribution),
        })
    }
}

fn base<'a>(
    index: &'a Index<Http>,
    text: &'a str,
    locales: &'a [&'a str],
    filter: Option<&'a str>,
    strategy: MatchingStrategies,
) -> SearchQuery<'a, Http> {
    let mut query = SearchQuery::new(index);
    query
        .with_query(text)
        .with_locales(locales)
        .with_matching_strategy(strategy)
        .with_attributes_to_retrieve(Selectors::Some(&SHOWN));
    if let Some(filter) = filter {
        query.with_filter(filter);
    }
    query
}

fn of_category(facets: Option<HashMap<String, HashMap<String, usize>>>) -> HashMap<String, usize> {
    facets.and_then(|mut facets| facets.remove(CATEGORY)).unwrap_or_default()
}

fn category_is(slug: &str) -> String {
    format!("{CATEGORY} = \"{}\"", slug.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The texts to try in turn: stems, then words as typed; for a word being typed the other way round. A space at the end
/// tells Meilisearch that the last word is complete.
fn forms(lang: Lang, words: &Words) -> Vec<String> {
    let typed = |word: &String| encoded(word);
    let stemmed = |word: &String| encoded(&stem(word, lang));
    let complete = |words: Vec<String>| words.join(" ") + " ";
    let stems = complete(words.words.iter().map(stemmed).collect());
    let mut texts = match words.words.split_last() {
        Some((last, others)) if words.last_is_prefix => {
            let mut typing: Vec<String> = others.iter().map(stemmed).collect();
            typing.push(typed(last));
            vec![typing.join(" "), stems]
        }
        _ => vec![stems, complete(words.words.iter().map(typed).collect())],
    };
    texts.dedup();
    texts
}

fn rotations(lang: Lang, words: &Words) -> Vec<String> {
    let stems: Vec<String> = words.words.iter().map(|word| encoded(&stem(word, lang))).collect();
    (0..stems.len())
        .map(|first| {
            let mut rotated = stems.clone();
            rotated.rotate_left(first);
            rotated.join(" ") + " "
        })
        .collect()
}

fn matcher(lang: Lang, words: &Words) -> Matcher {
    let mut matcher = Matcher::new(lang, words.words.len());
    for (number, word) in words.words.iter().enumerate() {
        let stemmed = stem(word, lang);
        matcher.add_stem(&stemmed, number);
        for synonym in synonyms(&stemmed, lang) {
            matcher.add_stem(synonym, number);
        }
        matcher.add_typos(&stemmed, typos_allowed(&stemmed), number);
        if *word != stemmed {
            matcher.add_typos(word, typos_allowed(word), number);
        }
    }
    if words.last_is_prefix
        && let Some(last) = words.words.last()
    {
        matcher.add_prefix(last, words.words.len() - 1);
    }
    matcher
}

fn shown(found: &Found, lang: Lang, matcher: &Matcher) -> Hit {
    let Shown { title, snippet, fit } = matcher.show(&found.title, &found.summary, &found.body);
    Hit { id: found.id, article_id: found.article_id, lang, title, snippet, fit }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_being_typed_is_sent_as_typed_and_without_a_space_after_it() {
        let typing = Words::of_query("byter kurserna", Lang::Sv, true);
        assert_eq!(forms(Lang::Sv, &typing), ["byt kurserna", "byt kur "]);
        let complete = Words::of_query("byter lösenordet", Lang::Sv, false);
        assert_eq!(forms(Lang::Sv, &complete), ["byt lħsenord ", "byter lħsenordet "]);
    }

    #[test]
    fn every_word_gets_its_turn_to_be_the_one_that_matters() {
        let words = Words::of_query("a1 b2 c3", Lang::En, false);
        assert_eq!(rotations(Lang::En, &words), ["a1 b2 c3 ", "b2 c3 a1 ", "c3 a1 b2 "]);
    }

    #[test]
    fn a_slug_cannot_leave_its_quotes() {
        assert_eq!(category_is(r#"a" OR id EXISTS \"#), r#"category = "a\" OR id EXISTS \\""#);
    }
}
