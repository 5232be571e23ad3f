//! Searching with Meilisearch: first for all words, then for their other form, then for any of them. Questions are searched for any
//! word at once, and the first hits are ranked anew by their texts.

use std::{
    collections::HashMap,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use fyr_domain::{Lang, articles::Readable};
use meilisearch_sdk::{
    indexes::Index,
    search::{FederationOptions, MatchingStrategies, MergeFacets, SearchQuery, SearchResult, Selectors},
};

use super::{
    Meilisearch, NAME,
    http::MeilisearchClient,
    index::locale,
    record::{AUDIENCE, CATEGORY, DISPLAYED, StoredDocument, encode},
    tasks::unavailable,
};
use crate::{
    DocumentHit, Error, Query, Results,
    highlight::{Excerpt, Matcher},
    rerank,
    scoring::QUESTION_WORDS,
    text::{QueryWords, Vocabulary, meant_by, stem, typos_allowed},
};

/// Longest time for one search.
const SEARCH_TIMEOUT: Duration = Duration::from_secs(2);
/// How long searches fail at once after one timed out.
const COOL_DOWN: Duration = Duration::from_secs(3);
/// How many hits of a question are ranked anew. Meilisearch knows nothing of passages, and counts every word alike.
const RERANKED: usize = 50;
/// The most words that Meilisearch searches for.
const MAX_WORDS: usize = 10;

/// The response to one request.
struct SearchResponse {
    hits: Vec<SearchResult<StoredDocument>>,
    /// The number of hits in the category.
    total: usize,
    /// The number of hits in all categories.
    total_in_all_categories: usize,
    /// The number of hits in each category.
    categories: HashMap<String, usize>,
}

/// The parameters of a request.
struct SearchParameters<'a> {
    lang: Lang,
    offset: usize,
    limit: usize,
    /// What the reader may read.
    readable: Option<&'a str>,
    /// That, in the query's category.
    in_category: Option<&'a str>,
}

impl SearchParameters<'_> {
    fn has_category(&self) -> bool {
        self.in_category != self.readable
    }
}

impl Meilisearch {
    /// Searches, for at most [`SEARCH_TIMEOUT`].
    pub(super) async fn search_articles(&self, query: &Query) -> Result<Results, Error> {
        let words = QueryWords::parse(&query.text, query.lang, query.prefix, &query.vocabulary);
        if words.words.is_empty() {
            return Ok(Results::default());
        }
        if self.cooling_down.load(Ordering::Acquire) {
            let reason = "it timed out a moment ago".to_owned();
            return Err(Error::Unavailable { engine: NAME, reason, source: None });
        }
        let response = tokio::time::timeout(SEARCH_TIMEOUT, self.search_words(query, &words)).await;
        let response = response.unwrap_or_else(|timed_out| {
            self.start_cool_down();
            Err(unavailable("searching", timed_out))
        })?;
        let matcher = matcher(query.lang, &words, &query.vocabulary);
        let mut categories: Vec<(String, u64)> = response
            .categories
            .into_iter()
            .map(|(name, count)| (name, count as u64))
            .filter(|(_, count)| *count > 0)
            .collect();
        categories.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut found = response.hits;
        let with_excluded = found.len();
        found.retain(|hit| query.exclude != Some(hit.result.article_id));
        let total = response.total - (with_excluded - found.len());
        let hits = found
            .into_iter()
            .take(query.limit())
            .map(|hit| document_hit(&hit.result, query.lang, &matcher))
            .collect();
        Ok(Results { hits, total: total as u64, categories })
    }

    fn start_cool_down(&self) {
        if !self.cooling_down.swap(true, Ordering::AcqRel) {
            let cooling_down = Arc::clone(&self.cooling_down);
            tokio::spawn(async move {
                tokio::time::sleep(COOL_DOWN).await;
                cooling_down.store(false, Ordering::Release);
            });
        }
    }

    async fn search_words(&self, query: &Query, words: &QueryWords) -> Result<SearchResponse, Error> {
        let readable = audience_filter(&query.readable);
        let category = query.category.as_deref().map(category_filter);
        let both: Vec<&str> = readable.as_deref().into_iter().chain(category.as_deref()).collect();
        let both = (!both.is_empty()).then(|| both.join(" AND "));
        let parameters = SearchParameters {
            lang: query.lang,
            offset: query.offset(),
            // the one that is left out may be among them
            limit: query.limit() + usize::from(query.exclude.is_some()),
            readable: readable.as_deref(),
            in_category: both.as_deref(),
        };
        if words.words.len() >= QUESTION_WORDS {
            return self.search_question(query, words, &parameters).await;
        }
        for text in query_texts(query.lang, words) {
            let response = self.search_all_words(&parameters, &text).await?;
            if response.total_in_all_categories > 0 {
                return Ok(response);
            }
        }
        self.search_any_word(&parameters, &rotations(query.lang, words)).await
    }

    /// Searches for any word; the first [`RERANKED`] hits are ranked by their texts, those after them as Meilisearch does.
    async fn search_question(
        &self,
        query: &Query,
        words: &QueryWords,
        parameters: &SearchParameters<'_>,
    ) -> Result<SearchResponse, Error> {
        let texts = rotations(query.lang, words);
        let (offset, limit) = (parameters.offset, parameters.limit);
        if offset + limit > RERANKED {
            return self.search_any_word(parameters, &texts).await;
        }
        let first = SearchParameters { offset: 0, limit: RERANKED, ..*parameters };
        let mut response = self.search_any_word(&first, &texts).await?;
        let documents: Vec<_> = response
            .hits
            .iter()
            .map(|hit| &hit.result)
            .map(|document| [&*document.title, "", &*document.summary, &*document.body])
            .collect();
        let scores = rerank::scores(query.lang, words, &query.vocabulary, &documents);
        let mut ranked: Vec<_> = scores.into_iter().zip(response.hits).collect();
        // stable: what scores alike stays as Meilisearch has it
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        response.hits = ranked.into_iter().map(|(_, hit)| hit).skip(offset).take(limit).collect();
        Ok(response)
    }

    async fn search_all_words(
        &self,
        parameters: &SearchParameters<'_>,
        text: &str,
    ) -> Result<SearchResponse, Error> {
        let index = self.client.index(self.uid(parameters.lang));
        let locales = [locale(parameters.lang)];
        let page = parameters.offset / parameters.limit + 1;
        let mut filtered =
            base_query(&index, text, &locales, parameters.in_category, MatchingStrategies::ALL);
        filtered
            .with_page(page)
            .with_hits_per_page(parameters.limit)
            .with_facets(Selectors::Some(&[CATEGORY]));
        let mut unfiltered = base_query(&index, text, &locales, parameters.readable, MatchingStrategies::ALL);
        unfiltered.with_page(1).with_hits_per_page(1).with_facets(Selectors::Some(&[CATEGORY]));
        let mut both = self.client.multi_search();
        both.with_search_query(filtered);
        if parameters.has_category() {
            both.with_search_query(unfiltered);
        }
        let responses = self.request("searching", both.execute::<StoredDocument>()).await?.results;
        let mut responses = responses.into_iter();
        let Some(page) = responses.next() else {
            return Err(unavailable("searching", "a response without results"));
        };
        let total = page.total_hits.unwrap_or_default();
        // Facets of the unfiltered query, where there is one: the counts do not depend on the category.
        let (total_in_all_categories, facets) = match responses.next() {
            Some(unfiltered) => (unfiltered.total_hits.unwrap_or_default(), unfiltered.facet_distribution),
            None => (total, page.facet_distribution),
        };
        Ok(SearchResponse {
            hits: page.hits,
            total,
            total_in_all_categories,
            categories: category_counts(facets),
        })
    }

    /// Searches for any word. Each text begins with another word, which a match must contain; the more of the others it
    /// contains, the higher it ranks.
    async fn search_any_word(
        &self,
        parameters: &SearchParameters<'_>,
        texts: &[String],
    ) -> Result<SearchResponse, Error> {
        let mut response = self.search_federated(parameters, texts).await?;
        if parameters.has_category() {
            let unfiltered =
                SearchParameters { offset: 0, limit: 0, in_category: parameters.readable, ..*parameters };
            response.categories = self.search_federated(&unfiltered, texts).await?.categories;
        }
        Ok(response)
    }

    async fn search_federated(
        &self,
        parameters: &SearchParameters<'_>,
        texts: &[String],
    ) -> Result<SearchResponse, Error> {
        let uid = self.uid(parameters.lang);
        let index = self.client.index(&uid);
        let locales = [locale(parameters.lang)];
        let mut queries = self.client.multi_search();
        for text in texts {
            queries.with_search_query(base_query(
                &index,
                text,
                &locales,
                parameters.in_category,
                MatchingStrategies::LAST,
            ));
        }
        // Merged, because the SDK cannot parse facets per index.
        let federated = queries.with_federation(FederationOptions {
            offset: Some(parameters.offset),
            limit: Some(parameters.limit),
            facets_by_index: Some(HashMap::from([(uid.clone(), vec![CATEGORY.to_owned()])])),
            merge_facets: Some(MergeFacets { max_values_per_facet: Some(100) }),
            ..FederationOptions::default()
        });
        let found = self.request("searching", federated.execute::<StoredDocument>()).await?;
        let total = found.estimated_total_hits;
        Ok(SearchResponse {
            hits: found.hits,
            total,
            total_in_all_categories: total,
            categories: category_counts(found.facet_distribution),
        })
    }
}

fn base_query<'a>(
    index: &'a Index<MeilisearchClient>,
    text: &'a str,
    locales: &'a [&'a str],
    filter: Option<&'a str>,
    strategy: MatchingStrategies,
) -> SearchQuery<'a, MeilisearchClient> {
    let mut query = SearchQuery::new(index);
    query
        .with_query(text)
        .with_locales(locales)
        .with_matching_strategy(strategy)
        .with_attributes_to_retrieve(Selectors::Some(&DISPLAYED));
    if let Some(filter) = filter {
        query.with_filter(filter);
    }
    query
}

fn category_counts(facets: Option<HashMap<String, HashMap<String, usize>>>) -> HashMap<String, usize> {
    facets.and_then(|mut facets| facets.remove(CATEGORY)).unwrap_or_default()
}

fn category_filter(slug: &str) -> String {
    format!("{CATEGORY} = {}", quoted(slug))
}

/// `None` for who may read everything.
fn audience_filter(readable: &Readable) -> Option<String> {
    match readable {
        Readable::All => None,
        Readable::Only(audiences) => {
            let audiences: Vec<String> = audiences.iter().map(|audience| quoted(audience)).collect();
            Some(format!("{AUDIENCE} IN [{}]", audiences.join(", ")))
        }
    }
}

fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The query texts to try in order: stems, then words as typed; the other way round while the last word is being typed. A
/// space at the end tells Meilisearch that the last word is complete.
fn query_texts(lang: Lang, words: &QueryWords) -> Vec<String> {
    let typed = |word: &String| encode(word);
    let stemmed = |word: &String| encode(&stem(word, lang));
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

/// A text for each word that begins with it and has the others after it; the word that is being typed stays the last one.
fn rotations(lang: Lang, words: &QueryWords) -> Vec<String> {
    let mut stems: Vec<String> = words.words.iter().map(|word| encode(&stem(word, lang))).collect();
    stems.truncate(MAX_WORDS);
    let typed = words.words.last().filter(|_| words.last_is_prefix && words.words.len() <= MAX_WORDS);
    let typed = typed.map(|word| encode(word));
    if typed.is_some() {
        stems.pop();
    }
    let mut texts: Vec<String> = (0..stems.len())
        .map(|first| {
            let mut rotated = stems.clone();
            rotated.rotate_left(first);
            rotated.join(" ") + " " + typed.as_deref().unwrap_or_default()
        })
        .collect();
    texts.extend(typed);
    texts
}

fn matcher(lang: Lang, words: &QueryWords, vocabulary: &Vocabulary) -> Matcher {
    let mut matcher = Matcher::new(lang, words.words.len());
    for (number, word) in words.words.iter().enumerate() {
        let stemmed = stem(word, lang);
        matcher.add_stem(&stemmed, number);
        for synonym in vocabulary.synonyms(&stemmed, lang) {
            matcher.add_stem(synonym, number);
        }
        for meant in meant_by(word, lang) {
            matcher.add_stem(&stem(&meant, lang), number);
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

fn document_hit(document: &StoredDocument, lang: Lang, matcher: &Matcher) -> DocumentHit {
    let Excerpt { title, snippet, match_quality } =
        matcher.excerpt(&document.title, &document.summary, &document.body);
    DocumentHit { id: document.id, article_id: document.article_id, lang, title, snippet, match_quality }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incomplete_word_is_sent_as_typed_without_a_space_after_it() {
        let parse = |text, lang, prefix| QueryWords::parse(text, lang, prefix, &Vocabulary::built_in());
        let typing = parse("byter kurserna", Lang::Sv, true);
        assert_eq!(query_texts(Lang::Sv, &typing), ["byt kurserna", "byt kur "]);
        let complete = parse("byter lösenordet", Lang::Sv, false);
        assert_eq!(query_texts(Lang::Sv, &complete), ["byt lħsenord ", "byter lħsenordet "]);
    }

    #[test]
    fn each_word_is_first_in_one_of_the_texts() {
        let parse = |text, lang, prefix| QueryWords::parse(text, lang, prefix, &Vocabulary::built_in());
        let words = parse("a1 b2 c3", Lang::En, false);
        assert_eq!(rotations(Lang::En, &words), ["a1 b2 c3 ", "b2 c3 a1 ", "c3 a1 b2 "]);
        let typing = parse("a1 b2 c3", Lang::En, true);
        assert_eq!(rotations(Lang::En, &typing), ["a1 b2 c3", "b2 a1 c3", "c3"]);
    }

    #[test]
    fn a_slug_in_a_filter_is_escaped() {
        assert_eq!(category_filter(r#"a" OR id EXISTS \"#), r#"category = "a\" OR id EXISTS \\""#);
    }

    #[test]
    fn only_what_the_reader_may_read_passes_the_filter() {
        assert_eq!(audience_filter(&Readable::by_everyone()).as_deref(), Some(r#"audience IN ["everyone"]"#));
        assert_eq!(audience_filter(&Readable::All), None);
    }
}
