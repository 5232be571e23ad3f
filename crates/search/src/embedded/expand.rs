//! Query expansion: from the words of a query to the stems in the index that can match them: the word's own stem, synonyms,
//! completions while typing, compounds that end in the word, and corrections of typos.

use std::collections::HashMap;

use fyr_domain::Lang;
use tantivy::{Term, query::FuzzyTermQuery, schema::Field};

use super::{
    schema::{Fields, reversed},
    snapshot::Snapshot,
};
use crate::{
    highlight::Matcher,
    text::{QueryWords, Vocabulary, distance, distance_to_prefix, meant_by, stem, typos_allowed},
};

/// Typo corrections are added for words that match fewer documents than this.
const RARE_DOCUMENTS: u32 = 3;
/// Largest number of alternatives for one word.
const MAX_ALTERNATIVES: usize = 32;
/// Largest number of dictionary entries scanned for a prefix or a compound.
const MAX_SCANNED_TERMS: usize = 2_000;
/// Factor for words that were typed without our letters: below the same word as it is written.
const FOREIGN_KEYBOARD: f32 = 0.3;
/// Shortest last part of a compound, in characters; shorter words are the end of too many others.
const MIN_COMPOUND_TAIL: usize = 4;

/// A stem that can match a query word, with a weight from 0 to 1; 1 is the word's own stem.
#[derive(Debug)]
pub(super) struct Alternative {
    pub(super) stem: String,
    pub(super) weight: f32,
}

/// The expanded query: for each word its alternatives, highest weight first. A word without alternatives is in no document.
pub(super) struct Expanded {
    pub(super) words: Vec<Vec<Alternative>>,
    pub(super) matcher: Matcher,
}

/// Expands the words of a query.
pub(super) fn expand(
    snapshot: &Snapshot,
    fields: &Fields,
    lang: Lang,
    query: &QueryWords,
    vocabulary: &Vocabulary,
) -> tantivy::Result<Expanded> {
    let lexicon = Lexicon { snapshot, lang, vocabulary, words_field: fields.for_lang(lang).words };
    let last = query.words.len().saturating_sub(1);
    let mut sets = Vec::with_capacity(query.words.len());
    for (number, word) in query.words.iter().enumerate() {
        let typing = query.last_is_prefix && number == last;
        let mut set = AlternativeSet::default();
        lexicon.add_word(word, typing, &mut set)?;
        sets.push(set);
    }
    lexicon.add_joined_neighbours(&query.words, &mut sets)?;
    let mut expanded = Vec::with_capacity(sets.len());
    for (set, word) in sets.into_iter().zip(&query.words) {
        if set.0.is_empty()
            && let Some(parts) = lexicon.split_compound(word)?
        {
            expanded.extend(parts.map(|part| vec![Alternative { stem: part, weight: 1.0 }]));
        } else {
            expanded.push(set.into_sorted());
        }
    }
    let mut matcher = Matcher::new(lang, expanded.len());
    for (number, alternatives) in expanded.iter().enumerate() {
        for alternative in alternatives {
            matcher.add_stem(&alternative.stem, number);
        }
    }
    if query.last_is_prefix
        && let Some(prefix) = query.words.last()
    {
        matcher.add_prefix(prefix, expanded.len() - 1);
    }
    Ok(Expanded { words: expanded, matcher })
}

#[derive(Default)]
struct AlternativeSet(HashMap<String, f32>);

impl AlternativeSet {
    fn add(&mut self, stem: String, weight: f32) {
        let highest = self.0.entry(stem).or_default();
        *highest = highest.max(weight);
    }

    fn into_sorted(self) -> Vec<Alternative> {
        let mut sorted: Vec<_> =
            self.0.into_iter().map(|(stem, weight)| Alternative { stem, weight }).collect();
        sorted.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.stem.cmp(&b.stem)));
        sorted.truncate(MAX_ALTERNATIVES);
        sorted
    }
}

/// The term dictionaries of one language.
struct Lexicon<'a> {
    snapshot: &'a Snapshot,
    lang: Lang,
    vocabulary: &'a Vocabulary,
    /// The field with the unstemmed words, for corrections.
    words_field: Field,
}

impl Lexicon<'_> {
    fn add_word(&self, word: &str, typing: bool, set: &mut AlternativeSet) -> tantivy::Result<()> {
        let stemmed = stem(word, self.lang);
        let exact = self.document_frequency(&stemmed)? > 0;
        let mut documents_found = self.add_forms(word, typing, 1.0, set)?;
        for meant in meant_by(word, self.lang) {
            documents_found += self.add_forms(&meant, typing, FOREIGN_KEYBOARD, set)?;
        }
        if documents_found >= RARE_DOCUMENTS {
            return Ok(());
        }
        if self.lang != Lang::En && !typing && stemmed.chars().count() >= MIN_COMPOUND_TAIL {
            for (compound, _) in self.words_with_prefix(&stemmed)? {
                set.add(stem(&compound, self.lang).into_owned(), 0.3);
            }
        }
        // Corrections count little where the word itself has matches.
        let (near, far) = if exact { (0.05, 0.02) } else { (0.5, 0.25) };
        let similar = self.similar_words(word, typing)?;
        if let Some((nearest, _)) = similar.first().filter(|_| !exact && self.lang != Lang::En) {
            for (compound, _) in self.compounds_ending_with(&stem(nearest, self.lang))? {
                set.add(compound, 0.2);
            }
        }
        for (similar, edits) in similar {
            set.add(stem(&similar, self.lang).into_owned(), if edits <= 1 { near } else { far });
        }
        Ok(())
    }

    /// Adds a word with its synonyms, completions and compounds, their weights times `factor`; returns in how many documents they
    /// are.
    fn add_forms(
        &self,
        word: &str,
        typing: bool,
        factor: f32,
        set: &mut AlternativeSet,
    ) -> tantivy::Result<u32> {
        let stemmed = stem(word, self.lang);
        let mut documents_found = self.document_frequency(&stemmed)?;
        if documents_found > 0 {
            set.add(stemmed.to_string(), factor);
        }
        for synonym in self.vocabulary.synonyms(&stemmed, self.lang) {
            let documents = self.document_frequency(synonym)?;
            if documents > 0 {
                documents_found += documents;
                set.add(synonym.clone(), 0.6 * factor);
            }
        }
        if typing {
            for (longer, documents) in self.words_with_prefix(word)? {
                documents_found += documents;
                set.add(stem(&longer, self.lang).into_owned(), 0.8 * factor);
            }
        }
        if self.lang != Lang::En {
            for (compound, documents) in self.compounds_ending_with(&stemmed)? {
                documents_found += documents;
                set.add(compound, 0.5 * factor);
            }
        }
        Ok(documents_found)
    }

    /// The number of documents that contain a stem. Deleted documents count until their segment is merged.
    fn document_frequency(&self, stem: &str) -> tantivy::Result<u32> {
        let tail = reversed(stem);
        let mut documents = 0;
        for segment in &self.snapshot.segments {
            let term = segment.lang(self.lang).reversed_stems.terms().get(tail.as_bytes())?;
            documents += term.map_or(0, |term| term.doc_freq);
        }
        Ok(documents)
    }

    /// Words with a prefix, most frequent first.
    fn words_with_prefix(&self, prefix: &str) -> tantivy::Result<Vec<(String, u32)>> {
        let mut found = HashMap::new();
        for segment in &self.snapshot.segments {
            let mut stream = segment.lang(self.lang).words.terms().range().ge(prefix).into_stream()?;
            for _ in 0..MAX_SCANNED_TERMS {
                match stream.next() {
                    Some((key, term)) if key.starts_with(prefix.as_bytes()) => {
                        add_count(&mut found, key, term.doc_freq);
                    }
                    _ => break,
                }
            }
        }
        Ok(most_frequent(found))
    }

    /// Stems of compounds that end in a stem, most frequent first: "rapport" is the end of "aktivitetsrapport".
    fn compounds_ending_with(&self, stem: &str) -> tantivy::Result<Vec<(String, u32)>> {
        if stem.chars().count() < MIN_COMPOUND_TAIL {
            return Ok(Vec::new());
        }
        let tail = reversed(stem);
        let mut found = HashMap::new();
        for segment in &self.snapshot.segments {
            let mut stream =
                segment.lang(self.lang).reversed_stems.terms().range().gt(&tail).into_stream()?;
            for _ in 0..MAX_SCANNED_TERMS {
                match stream.next() {
                    // The first part has at least three letters; otherwise it is another word ("pass" in "anpass").
                    Some((key, term)) if key.starts_with(tail.as_bytes()) => {
                        if key.len() >= tail.len() + 3 {
                            add_count(&mut found, key, term.doc_freq);
                        }
                    }
                    _ => break,
                }
            }
        }
        Ok(most_frequent(found).into_iter().map(|(key, documents)| (reversed(&key), documents)).collect())
    }

    /// Words within the edit distance that the word's length allows, nearest first.
    fn similar_words(&self, word: &str, typing: bool) -> tantivy::Result<Vec<(String, u8)>> {
        let allowed = typos_allowed(word);
        if allowed == 0 {
            return Ok(Vec::new());
        }
        let term = Term::from_field_text(self.words_field, word);
        let mut found = HashMap::new();
        for segment in &self.snapshot.segments {
            let query = if typing {
                FuzzyTermQuery::new_prefix(term.clone(), allowed, true)
            } else {
                FuzzyTermQuery::new(term.clone(), allowed, true)
            };
            let mut stream =
                segment.lang(self.lang).words.terms().search(query.automaton()?).into_stream()?;
            while let Some((key, term)) = stream.next() {
                add_count(&mut found, key, term.doc_freq);
            }
        }
        let mut ranked: Vec<(String, u8)> = most_frequent(found)
            .into_iter()
            .filter_map(|(similar, _)| {
                let edits = distance(word, &similar, allowed);
                let edits = if typing {
                    edits.or_else(|| distance_to_prefix(word, &similar, allowed))
                } else {
                    edits
                };
                edits.map(|edits| (similar, edits))
            })
            .collect();
        ranked.sort_by_key(|(_, edits)| *edits);
        Ok(ranked)
    }

    /// Adds compounds of adjacent words: "aktivitets rapport" also matches "aktivitetsrapport" where the index has it.
    fn add_joined_neighbours(&self, words: &[String], sets: &mut [AlternativeSet]) -> tantivy::Result<()> {
        for (number, pair) in words.windows(2).enumerate() {
            let joined = pair.concat();
            let stemmed = stem(&joined, self.lang);
            if self.document_frequency(&stemmed)? > 0 {
                for set in &mut sets[number..number + 2] {
                    set.add(stemmed.to_string(), 0.9);
                }
            }
        }
        Ok(())
    }

    /// Splits a compound that is in no document into two parts that are: "lösenordsbyte" into "lösenord" and "byte". Of
    /// several splits, the one whose rarer part is in most documents.
    fn split_compound(&self, word: &str) -> tantivy::Result<Option<[String; 2]>> {
        let mut best = None;
        for (at, _) in word.char_indices().skip(3) {
            let (head, tail) = word.split_at(at);
            if tail.chars().count() < 3 {
                break;
            }
            let tail = stem(tail, self.lang).into_owned();
            let tail_documents = self.document_frequency(&tail)?;
            if tail_documents == 0 {
                continue;
            }
            // Swedish and Norwegian compounds are often joined with an s.
            let without_s = head.strip_suffix('s').filter(|head| head.chars().count() >= 3);
            for head in [Some(head), without_s].into_iter().flatten() {
                let stemmed = stem(head, self.lang);
                let rarer_documents = self.document_frequency(&stemmed)?.min(tail_documents);
                if rarer_documents > best.as_ref().map_or(0, |(documents, _)| *documents)
                    && self.is_prefix_of_form(head, &stemmed)?
                {
                    best = Some((rarer_documents, [stemmed.into_owned(), tail.clone()]));
                }
            }
        }
        Ok(best.map(|(_, parts)| parts))
    }

    /// Whether `head` is a prefix of an indexed word with the stem `stemmed`. The first part of a compound has no ending: the
    /// Norwegian "fellesskapet" does not begin with the Swedish "fel", although "felles" has that stem.
    fn is_prefix_of_form(&self, head: &str, stemmed: &str) -> tantivy::Result<bool> {
        for segment in &self.snapshot.segments {
            let mut stream = segment.lang(self.lang).words.terms().range().ge(head).into_stream()?;
            for _ in 0..MAX_SCANNED_TERMS {
                let Some((key, _)) = stream.next() else { break };
                let Ok(form) = std::str::from_utf8(key) else { break };
                if !form.starts_with(head) {
                    break;
                }
                if stem(form, self.lang) == stemmed {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

fn add_count(found: &mut HashMap<String, u32>, key: &[u8], documents: u32) {
    if let Ok(word) = std::str::from_utf8(key) {
        match found.get_mut(word) {
            Some(count) => *count += documents,
            None => drop(found.insert(word.to_owned(), documents)),
        }
    }
}

fn most_frequent(found: HashMap<String, u32>) -> Vec<(String, u32)> {
    let mut sorted: Vec<_> = found.into_iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    sorted.truncate(MAX_ALTERNATIVES);
    sorted
}
