//! From the words a person typed to the stems in the index that stand for them: the word itself, synonyms, longer words
//! while typing, compounds that end in it, and what it was perhaps meant to be.

use std::collections::HashMap;

use fyr_domain::Lang;
use tantivy::{Term, query::FuzzyTermQuery, schema::Field};

use super::{
    schema::{Fields, backwards},
    snapshot::Snapshot,
};
use crate::{
    highlight::Matcher,
    text::{Words, distance, distance_to_prefix, stem, synonyms, typos_allowed},
};

/// A word that is found in fewer documents than this was perhaps mistyped, by the person or in the documents.
const RARE: u32 = 3;
/// The most stems that stand for one word.
const MOST_TERMS: usize = 32;
/// The most dictionary entries looked at for a prefix or a compound.
const MOST_LOOKED_AT: usize = 2_000;
/// Shorter words are the end of too many others.
const SHORTEST_TAIL: usize = 4;

/// A stem that stands for a word, and how well: 1 is the word itself.
#[derive(Debug)]
pub(super) struct Alternative {
    pub(super) stem: String,
    pub(super) weight: f32,
}

/// For each word, what stands for it, best first. A word without any is in no document.
pub(super) struct Expanded {
    pub(super) words: Vec<Vec<Alternative>>,
    pub(super) matcher: Matcher,
}

/// Finds what stands for the words of a query.
pub(super) fn expand(
    snapshot: &Snapshot,
    fields: &Fields,
    lang: Lang,
    query: &Words,
) -> tantivy::Result<Expanded> {
    let lexicon = Lexicon { snapshot, lang, field: fields.of(lang).words };
    let last = query.words.len().saturating_sub(1);
    let mut sets = Vec::with_capacity(query.words.len());
    for (number, word) in query.words.iter().enumerate() {
        let typing = query.last_is_prefix && number == last;
        let mut set = Alternatives::default();
        lexicon.add_word(word, typing, &mut set)?;
        sets.push(set);
    }
    lexicon.join_neighbours(&query.words, &mut sets)?;
    let mut expanded = Vec::with_capacity(sets.len());
    for (set, word) in sets.into_iter().zip(&query.words) {
        if set.0.is_empty()
            && let Some(parts) = lexicon.split(word)?
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
struct Alternatives(HashMap<String, f32>);

impl Alternatives {
    fn add(&mut self, stem: String, weight: f32) {
        let kept = self.0.entry(stem).or_default();
        *kept = kept.max(weight);
    }

    fn into_sorted(self) -> Vec<Alternative> {
        let mut sorted: Vec<_> =
            self.0.into_iter().map(|(stem, weight)| Alternative { stem, weight }).collect();
        sorted.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.stem.cmp(&b.stem)));
        sorted.truncate(MOST_TERMS);
        sorted
    }
}

/// The dictionaries of one language.
struct Lexicon<'a> {
    snapshot: &'a Snapshot,
    lang: Lang,
    /// `words` of the language: where typos are looked up.
    field: Field,
}

impl Lexicon<'_> {
    fn add_word(&self, word: &str, typing: bool, set: &mut Alternatives) -> tantivy::Result<()> {
        let stemmed = stem(word, self.lang);
        let mut found = self.documents_with(&stemmed)?;
        let itself = found > 0;
        if itself {
            set.add(stemmed.to_string(), 1.0);
        }
        for synonym in synonyms(&stemmed, self.lang) {
            let documents = self.documents_with(synonym)?;
            if documents > 0 {
                found += documents;
                set.add(synonym.clone(), 0.6);
            }
        }
        if typing {
            for (longer, documents) in self.beginning_with(word)? {
                found += documents;
                set.add(stem(&longer, self.lang).into_owned(), 0.8);
            }
        }
        if self.lang != Lang::En {
            for (compound, documents) in self.ending_with(&stemmed)? {
                found += documents;
                set.add(compound, 0.5);
            }
        }
        if found >= RARE {
            return Ok(());
        }
        if self.lang != Lang::En && !typing && stemmed.chars().count() >= SHORTEST_TAIL {
            for (compound, _) in self.beginning_with(&stemmed)? {
                set.add(stem(&compound, self.lang).into_owned(), 0.3);
            }
        }
        // Beside the word itself, a guess is a footnote; without it, the guess is all there is.
        let (near, far) = if itself { (0.05, 0.02) } else { (0.5, 0.25) };
        let similar = self.similar_to(word, typing)?;
        if let Some((nearest, _)) = similar.first().filter(|_| !itself && self.lang != Lang::En) {
            for (compound, _) in self.ending_with(&stem(nearest, self.lang))? {
                set.add(compound, 0.2);
            }
        }
        for (similar, changes) in similar {
            set.add(stem(&similar, self.lang).into_owned(), if changes <= 1 { near } else { far });
        }
        Ok(())
    }

    /// In how many documents a stem is. Deleted ones count until their segment is merged.
    fn documents_with(&self, stem: &str) -> tantivy::Result<u32> {
        let tail = backwards(stem);
        let mut documents = 0;
        for segment in &self.snapshot.segments {
            let term = segment.lang(self.lang).tails.terms().get(tail.as_bytes())?;
            documents += term.map_or(0, |term| term.doc_freq);
        }
        Ok(documents)
    }

    /// Words that begin so, those in most documents first.
    fn beginning_with(&self, prefix: &str) -> tantivy::Result<Vec<(String, u32)>> {
        let mut found = HashMap::new();
        for segment in &self.snapshot.segments {
            let mut stream = segment.lang(self.lang).words.terms().range().ge(prefix).into_stream()?;
            for _ in 0..MOST_LOOKED_AT {
                match stream.next() {
                    Some((key, term)) if key.starts_with(prefix.as_bytes()) => {
                        count(&mut found, key, term.doc_freq);
                    }
                    _ => break,
                }
            }
        }
        Ok(most_frequent(found))
    }

    /// Stems of compounds that end in this stem: "rapport" is the end of "aktivitetsrapport".
    fn ending_with(&self, stem: &str) -> tantivy::Result<Vec<(String, u32)>> {
        if stem.chars().count() < SHORTEST_TAIL {
            return Ok(Vec::new());
        }
        let tail = backwards(stem);
        let mut found = HashMap::new();
        for segment in &self.snapshot.segments {
            let mut stream = segment.lang(self.lang).tails.terms().range().gt(&tail).into_stream()?;
            for _ in 0..MOST_LOOKED_AT {
                match stream.next() {
                    // A first part has at least three letters; with less it is another word ("pass" in "anpass").
                    Some((key, term)) if key.starts_with(tail.as_bytes()) => {
                        if key.len() >= tail.len() + 3 {
                            count(&mut found, key, term.doc_freq);
                        }
                    }
                    _ => break,
                }
            }
        }
        Ok(most_frequent(found).into_iter().map(|(key, documents)| (backwards(&key), documents)).collect())
    }

    /// Words within the typos that the length of this one allows, nearest first.
    fn similar_to(&self, word: &str, typing: bool) -> tantivy::Result<Vec<(String, u8)>> {
        let allowed = typos_allowed(word);
        if allowed == 0 {
            return Ok(Vec::new());
        }
        let term = Term::from_field_text(self.field, word);
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
                count(&mut found, key, term.doc_freq);
            }
        }
        let mut ranked: Vec<(String, u8)> = most_frequent(found)
            .into_iter()
            .filter_map(|(similar, _)| {
                let changes = distance(word, &similar, allowed);
                let changes = if typing {
                    changes.or_else(|| distance_to_prefix(word, &similar, allowed))
                } else {
                    changes
                };
                changes.map(|changes| (similar, changes))
            })
            .collect();
        ranked.sort_by_key(|(_, changes)| *changes);
        Ok(ranked)
    }

    /// "aktivitets rapport" also means "aktivitetsrapport", when there is such a word.
    fn join_neighbours(&self, words: &[String], sets: &mut [Alternatives]) -> tantivy::Result<()> {
        for (number, pair) in words.windows(2).enumerate() {
            let joined = pair.concat();
            let stemmed = stem(&joined, self.lang);
            if self.documents_with(&stemmed)? > 0 {
                for set in &mut sets[number..number + 2] {
                    set.add(stemmed.to_string(), 0.9);
                }
            }
        }
        Ok(())
    }

    /// "lösenordsbyte" means "lösenord" and "byte", when it is in no document and they are. Of several ways, the one
    /// whose rarer part is least rare.
    fn split(&self, word: &str) -> tantivy::Result<Option<[String; 2]>> {
        let mut best = None;
        for (at, _) in word.char_indices().skip(3) {
            let (head, tail) = word.split_at(at);
            if tail.chars().count() < 3 {
                break;
            }
            let tail = stem(tail, self.lang).into_owned();
            let of_tail = self.documents_with(&tail)?;
            if of_tail == 0 {
                continue;
            }
            // Compounds are joined with an s in Swedish and Norwegian.
            let unjoined = head.strip_suffix('s').filter(|head| head.chars().count() >= 3);
            for head in [Some(head), unjoined].into_iter().flatten() {
                let stemmed = stem(head, self.lang);
                let rarer = self.documents_with(&stemmed)?.min(of_tail);
                if rarer > best.as_ref().map_or(0, |(rarest, _)| *rarest)
                    && self.begins_a_form(head, &stemmed)?
                {
                    best = Some((rarer, [stemmed.into_owned(), tail.clone()]));
                }
            }
        }
        Ok(best.map(|(_, parts)| parts))
    }

    /// Whether a word with this stem is written so, or goes on from there. The first part of a compound has no ending that
    /// could be taken off: the Norwegian "fellesskapet" does not begin with the Swedish "fel", though "felles" has its stem.
    fn begins_a_form(&self, head: &str, stemmed: &str) -> tantivy::Result<bool> {
        for segment in &self.snapshot.segments {
            let mut stream = segment.lang(self.lang).words.terms().range().ge(head).into_stream()?;
            for _ in 0..MOST_LOOKED_AT {
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

fn count(found: &mut HashMap<String, u32>, key: &[u8], documents: u32) {
    if let Ok(word) = std::str::from_utf8(key) {
        match found.get_mut(word) {
            Some(so_far) => *so_far += documents,
            None => drop(found.insert(word.to_owned(), documents)),
        }
    }
}

fn most_frequent(found: HashMap<String, u32>) -> Vec<(String, u32)> {
    let mut sorted: Vec<_> = found.into_iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    sorted.truncate(MOST_TERMS);
    sorted
}
