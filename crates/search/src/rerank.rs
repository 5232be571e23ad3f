//! Ranking of a few documents that an engine found, by their texts: for an engine that has no scores of ours.

use std::collections::HashMap;

use fyr_domain::Lang;

use crate::{
    scoring::{
        FIELD_WEIGHTS, PASSAGE_STEP, Parts, in_passage, in_text, inverse_document_frequency, length_factor,
    },
    text::{QueryWords, Vocabulary, WordScanner, distance, grams, meant_by, stem, typos_allowed},
};

/// The texts of a document: title, keywords, summary, body.
pub(crate) type Texts<'a> = [&'a str; 4];

/// The scores of documents for a query. The idf of its words and n-grams is that among these documents.
pub(crate) fn scores(
    lang: Lang,
    query: &QueryWords,
    vocabulary: &Vocabulary,
    documents: &[Texts<'_>],
) -> Vec<f32> {
    let mut reader = Reader::new(lang, query, vocabulary);
    let read: Vec<ReadDocument> = documents.iter().map(|texts| reader.read(texts)).collect();
    #[expect(clippy::cast_precision_loss, reason = "a few documents of a few thousand words")]
    let float = |count: usize| count as f32;
    let count = float(documents.len());
    let idf = |has: &dyn Fn(&ReadDocument) -> bool| {
        inverse_document_frequency(count, read.iter().filter(|document| has(document)).count())
    };
    let word_idfs: Vec<f32> =
        (0..reader.words.len()).map(|n| idf(&|document| document.words[n].count > 0.0)).collect();
    let gram_idfs: Vec<f32> =
        (0..reader.gram_count).map(|n| idf(&|document| document.grams[n].count > 0.0)).collect();
    let averages: [f32; 4] = std::array::from_fn(|field| {
        read.iter().map(|document| float(document.lengths[field])).sum::<f32>().max(1.0) / count.max(1.0)
    });
    read.iter().map(|document| document.parts(&averages, &word_idfs, &gram_idfs).score()).collect()
}

/// Where one word, or one n-gram, of the query stands in a document.
#[derive(Clone, Default)]
struct Occurrences {
    /// The weight of the best form that was found.
    weight: f32,
    /// Occurrences in all text, and how many of the other fields have it, by field.
    count: f32,
    in_fields: [bool; 3],
    /// Occurrences by passage.
    passages: HashMap<u32, f32>,
}

impl Occurrences {
    fn add(&mut self, field: usize, position: u32, weight: f32) {
        self.weight = self.weight.max(weight);
        self.count += weight;
        if let Some(found) = self.in_fields.get_mut(field) {
            *found = true;
        }
        for passage in [position / PASSAGE_STEP, position / PASSAGE_STEP + 1] {
            *self.passages.entry(passage).or_default() += weight;
        }
    }
}

/// A document, read word by word.
struct ReadDocument {
    words: Vec<Occurrences>,
    grams: Vec<Occurrences>,
    /// The number of words by field, and of all at the end.
    lengths: [usize; 4],
    /// The number of words of the title without stop words.
    title_words: usize,
}

impl ReadDocument {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "counts of words, for a curve"
    )]
    fn parts(&self, averages: &[f32; 4], word_idfs: &[f32], gram_idfs: &[f32]) -> Parts {
        let [.., all] = self.lengths;
        let norm = |field: usize| length_factor(self.lengths[field] as u32, averages[field].max(1.0));
        let whole = length_factor(all as u32, averages[3]);
        let mut parts = Parts::default();
        let mut title_words = 0.0;
        let mut in_passages: HashMap<u32, f32> = HashMap::new();
        for (found, idf) in self.words.iter().zip(word_idfs).filter(|(found, _)| found.count > 0.0) {
            let mut occurrences = FIELD_WEIGHTS[3] * found.count / found.weight / whole;
            for field in (0..3).filter(|field| found.in_fields[*field]) {
                occurrences += FIELD_WEIGHTS[field] / norm(field);
            }
            parts.words += idf * found.weight * in_text(occurrences);
            if found.in_fields[0] {
                title_words += 1.0;
                parts.title += idf * found.weight;
            }
            for (passage, occurrences) in &found.passages {
                *in_passages.entry(*passage).or_default() += idf * in_passage(*occurrences);
            }
        }
        let best = |passages: &HashMap<u32, f32>| passages.values().copied().fold(0.0, f32::max);
        parts.words_in_passage = best(&in_passages);
        parts.title_share = f32::min(title_words / self.title_words.max(1) as f32, 1.0);
        in_passages.clear();
        for (found, idf) in self.grams.iter().zip(gram_idfs).filter(|(found, _)| found.count > 0.0) {
            parts.grams += idf * in_text(found.count / whole);
            for (passage, occurrences) in &found.passages {
                *in_passages.entry(*passage).or_default() += idf * in_passage(*occurrences);
            }
        }
        parts.grams_in_passage = best(&in_passages);
        parts
    }
}

/// What a word of a text has of the query: the numbers of query words with weights, and of n-grams.
#[derive(Clone, Default)]
struct Likeness {
    words: Vec<(usize, f32)>,
    grams: Vec<usize>,
}

/// Reads documents for a query, and remembers the words that it has seen.
struct Reader<'a> {
    lang: Lang,
    words: &'a [String],
    last_is_prefix: bool,
    stems: Vec<String>,
    /// Per word: the stems of its synonyms, and of what it means on another keyboard.
    synonyms: Vec<&'a [String]>,
    meant: Vec<Vec<String>>,
    /// The number of each n-gram.
    grams: HashMap<String, usize>,
    gram_count: usize,
    seen: HashMap<String, Likeness>,
}

impl<'a> Reader<'a> {
    fn new(lang: Lang, query: &'a QueryWords, vocabulary: &'a Vocabulary) -> Self {
        let stem_of = |word: &String| stem(word, lang).into_owned();
        let stems: Vec<String> = query.words.iter().map(stem_of).collect();
        let grams: HashMap<String, usize> = query.grams().into_iter().zip(0..).collect();
        Self {
            lang,
            words: &query.words,
            last_is_prefix: query.last_is_prefix,
            synonyms: stems.iter().map(|stem| vocabulary.synonyms(stem, lang)).collect(),
            meant: query
                .words
                .iter()
                .map(|word| meant_by(word, lang).iter().map(stem_of).collect())
                .collect(),
            stems,
            gram_count: grams.len(),
            grams,
            seen: HashMap::new(),
        }
    }

    fn read(&mut self, texts: &Texts<'_>) -> ReadDocument {
        let mut document = ReadDocument {
            words: vec![Occurrences::default(); self.words.len()],
            grams: vec![Occurrences::default(); self.gram_count],
            lengths: [0; 4],
            title_words: QueryWords::of_text(texts[0], self.lang).words.len(),
        };
        let mut position = 0;
        for (field, text) in texts.iter().enumerate() {
            let mut scanner = WordScanner::new(text);
            while scanner.next().is_some() {
                let likeness = self.likeness(scanner.word());
                for (number, weight) in likeness.words {
                    document.words[number].add(field, position, weight);
                }
                for number in likeness.grams {
                    document.grams[number].add(field, position, 1.0);
                }
                position += 1;
                if field < 3 {
                    document.lengths[field] += 1;
                }
                document.lengths[3] += 1;
            }
        }
        document
    }

    fn likeness(&mut self, word: &str) -> Likeness {
        if let Some(seen) = self.seen.get(word) {
            return seen.clone();
        }
        let stemmed = stem(word, self.lang);
        let words = (0..self.words.len()).filter_map(|n| Some((n, self.form(n, word, &stemmed)?.weight())));
        let likeness = Likeness {
            words: words.collect(),
            grams: grams(word).iter().filter_map(|gram| self.grams.get(gram).copied()).collect(),
        };
        self.seen.insert(word.to_owned(), likeness.clone());
        likeness
    }

    /// As which form a word of a text stands for a word of the query; `None` where it does not.
    fn form(&self, number: usize, word: &str, stemmed: &str) -> Option<WordForm> {
        let (asked, stem) = (&self.words[number], &self.stems[number]);
        let is_typing = self.last_is_prefix && number + 1 == self.words.len();
        let is_compound = || {
            self.lang != Lang::En
                && stem.chars().count() >= 4
                && stemmed.strip_suffix(stem.as_str()).is_some_and(|head| head.chars().count() >= 3)
        };
        let has_typo = || {
            let allowed = typos_allowed(asked);
            allowed > 0 && distance(asked, word, allowed).is_some()
        };
        if stemmed == stem {
            Some(WordForm::Same)
        } else if is_typing && word.starts_with(asked.as_str()) {
            Some(WordForm::Beginning)
        } else if self.synonyms[number].iter().any(|synonym| synonym == stemmed) {
            Some(WordForm::Synonym)
        } else if is_compound() {
            Some(WordForm::Compound)
        } else if self.meant[number].iter().any(|meant| meant == stemmed) {
            Some(WordForm::Keyboard)
        } else {
            has_typo().then_some(WordForm::Typo)
        }
    }
}

/// As which form a word of a text stands for a word of a query, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WordForm {
    /// The word itself, however it is inflected.
    Same,
    /// A word that begins with it, while it is typed.
    Beginning,
    /// A synonym.
    Synonym,
    /// A compound that ends in it.
    Compound,
    /// What it means on a keyboard without our letters.
    Keyboard,
    /// A word that it is a misspelling of.
    Typo,
}

impl WordForm {
    /// The word for it in texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Beginning => "beginning",
            Self::Synonym => "synonym",
            Self::Compound => "compound",
            Self::Keyboard => "keyboard",
            Self::Typo => "typo",
        }
    }

    const fn weight(self) -> f32 {
        match self {
            Self::Same => 1.0,
            Self::Beginning => 0.8,
            Self::Synonym => 0.6,
            Self::Compound => 0.5,
            Self::Keyboard => 0.3,
            Self::Typo => 0.25,
        }
    }
}

/// Where a word of a query stands in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedWord {
    /// The word of the query, folded.
    pub word: String,
    /// In title, keywords, summary and body: the nearest form, and how often any form of it stands there.
    pub places: [Option<(WordForm, usize)>; 4],
}

/// Explains where the words of a query stand in a document: title, keywords, summary, body. Stop words are left out.
pub fn explain(query: &str, lang: Lang, vocabulary: &Vocabulary, texts: [&str; 4]) -> Vec<ExplainedWord> {
    let parsed = QueryWords::parse(query, lang, false, vocabulary);
    let reader = Reader::new(lang, &parsed, vocabulary);
    let places = |number: usize| {
        texts.map(|text| {
            let mut scanner = WordScanner::new(text);
            let mut found: Option<(WordForm, usize)> = None;
            while scanner.next().is_some() {
                let stemmed = stem(scanner.word(), lang);
                if let Some(form) = reader.form(number, scanner.word(), &stemmed) {
                    found = Some(found.map_or((form, 1), |(nearest, count)| (nearest.min(form), count + 1)));
                }
            }
            found
        })
    };
    let explained = parsed.words.iter().enumerate();
    explained.map(|(number, word)| ExplainedWord { word: word.clone(), places: places(number) }).collect()
}

#[cfg(test)]
mod tests {
    use fyr_domain::Lang::Sv;

    use super::*;

    fn best(query: &str, documents: &[Texts<'_>]) -> usize {
        let scores = scores(Sv, &QueryWords::of_text(query, Sv), &Vocabulary::built_in(), documents);
        (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).expect("a document")
    }

    #[test]
    fn each_word_is_explained_by_its_place_and_form() {
        let texts =
            ["Byta lösenord", "kod", "", "Ditt kodord byts. Ett gästlösenord är kort. Lösenordet, losenrod."];
        let explained = explain("Hur byter jag lösenord i Xyz?", Sv, &Vocabulary::built_in(), texts);
        let words: Vec<_> = explained.iter().map(|found| found.word.as_str()).collect();
        assert_eq!(words, ["byter", "lösenord", "xyz"]);
        assert_eq!(explained[0].places, [Some((WordForm::Same, 1)), None, None, Some((WordForm::Same, 1))]);
        assert_eq!(explained[1].places[0], Some((WordForm::Same, 1)));
        assert_eq!(explained[1].places[3].map(|(form, _)| form), Some(WordForm::Same), "the nearest");
        assert_eq!(explained[2].places, [None; 4]);
        let synonym = explain("lösenord", Sv, &Vocabulary::built_in(), ["Kodord", "", "", ""]);
        assert_eq!(synonym[0].places[0], Some((WordForm::Synonym, 1)));
    }

    #[test]
    fn the_answer_in_one_place_is_the_best() {
        let filler = "Här står något annat som ingen frågar efter. ".repeat(12);
        let near = format!("{filler} Anmälan stänger fredagen före kursen. {filler}");
        let apart = format!("Anmälan sker skriftligt. {filler} Fredagen är ledig. {filler} Butiken stänger.");
        let documents =
            [["Spritt", "", "", &*apart], ["Annat", "", "", &*filler], ["Samlat", "", "", &*near]];
        assert_eq!(best("vilken fredag stänger anmälan", &documents), 2);
    }

    #[test]
    fn the_title_other_forms_and_n_grams_count() {
        let documents = [
            ["Fakturor", "", "", "De skickas den första."],
            ["Återställa ditt lösenord", "", "", "Du får en kod."],
            ["Lösenordets längd", "", "", "Minst tolv tecken."],
        ];
        assert_eq!(best("lösenordsåterställning", &documents), 1);
        assert_eq!(best("hur långt är lösenordet, vilken längd", &documents), 2);
        assert_eq!(best("faktrua", &documents), 0);
    }
}
