//! The schema of the embedded index, and the tokenizers that fill its fields with the words of `text`.

use fyr_domain::Lang;
use tantivy::{
    TantivyDocument,
    schema::{
        FAST, Field, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing,
        TextOptions,
    },
    tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager},
};

use crate::{
    Document,
    text::{QueryWords, WordScanner, grams, stem, words},
};

/// Part of the folder's name: increment it when fields or tokenisation change, so that indexes are rebuilt.
pub(super) const VERSION: u32 = 3;

/// Number of fields per language whose words are ranked: title, keywords, summary, and all text.
pub(super) const RANKED_FIELDS: usize = 4;
/// The numbers of the title and of the field with all text among them.
pub(super) const TITLE_FIELD: usize = 0;
pub(super) const TEXT_FIELD: usize = 3;

/// Handles of all fields.
#[derive(Clone)]
pub(super) struct Fields {
    pub(super) id: Field,
    pub(super) article_id: Field,
    pub(super) title: Field,
    pub(super) summary: Field,
    pub(super) body: Field,
    category: Field,
    audience: Field,
    popularity: Field,
    /// More than the last position of a word.
    positions: Field,
    /// The number of words of the title without stop words.
    title_words: Field,
    langs: [LangFields; Lang::ALL.len()],
}

/// The fields of one language. A document fills only those of its own language, which separates the languages.
#[derive(Clone, Copy)]
pub(super) struct LangFields {
    /// Stems of title, keywords, summary, and of all text one after another with their positions.
    pub(super) ranked: [Field; RANKED_FIELDS],
    /// Character n-grams of the words of all text, with the positions of the words.
    pub(super) grams: Field,
    /// Unstemmed words of all text, for prefixes and typo corrections.
    pub(super) words: Field,
    /// Reversed stems of all text, for the last parts of compounds.
    pub(super) reversed_stems: Field,
}

/// Names of the fast fields (columns).
pub(super) const CATEGORY: &str = "category";
pub(super) const AUDIENCE: &str = "audience";
pub(super) const POPULARITY: &str = "popularity";
pub(super) const POSITIONS: &str = "positions";
pub(super) const TITLE_WORDS: &str = "title_words";

/// Builds the schema.
pub(super) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let langs = Lang::ALL.map(|lang| {
        let mut text = |name: &str, form: WordForm, option: IndexRecordOption| {
            let ranked = matches!(form, WordForm::Stem | WordForm::Gram);
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(&form.tokenizer(lang))
                .set_index_option(option)
                .set_fieldnorms(ranked);
            schema.add_text_field(
                &format!("{name}_{lang}"),
                TextOptions::default().set_indexing_options(indexing),
            )
        };
        LangFields {
            ranked: [
                text("title", WordForm::Stem, IndexRecordOption::Basic),
                text("keywords", WordForm::Stem, IndexRecordOption::Basic),
                text("summary", WordForm::Stem, IndexRecordOption::Basic),
                text("text", WordForm::Stem, IndexRecordOption::WithFreqsAndPositions),
            ],
            grams: text("grams", WordForm::Gram, IndexRecordOption::WithFreqsAndPositions),
            words: text("words", WordForm::Word, IndexRecordOption::Basic),
            reversed_stems: text("tails", WordForm::ReversedStem, IndexRecordOption::Basic),
        }
    });
    let fields = Fields {
        id: schema.add_text_field("id", STRING | STORED),
        article_id: schema.add_text_field("article_id", STRING | STORED),
        title: schema.add_text_field("title", STORED),
        summary: schema.add_text_field("summary", STORED),
        body: schema.add_text_field("body", STORED),
        category: schema.add_text_field(CATEGORY, TextOptions::default().set_fast("raw")),
        audience: schema.add_text_field(AUDIENCE, TextOptions::default().set_fast("raw")),
        popularity: schema.add_u64_field(POPULARITY, NumericOptions::from(FAST)),
        positions: schema.add_u64_field(POSITIONS, NumericOptions::from(FAST)),
        title_words: schema.add_u64_field(TITLE_WORDS, NumericOptions::from(FAST)),
        langs,
    };
    (schema.build(), fields)
}

impl Fields {
    /// The fields of a language.
    pub(super) fn for_lang(&self, lang: Lang) -> &LangFields {
        &self.langs[lang as usize]
    }

    /// Converts a document for tantivy.
    pub(super) fn document(&self, doc: &Document) -> TantivyDocument {
        let mut out = TantivyDocument::new();
        let lang = self.for_lang(doc.lang);
        let keywords = doc.keywords.join(", ");
        let [title, keyword_field, summary, text] = lang.ranked;
        out.add_text(title, &doc.title);
        out.add_text(keyword_field, &keywords);
        out.add_text(summary, &doc.summary);
        let mut positions = 0;
        for part in [&doc.title, &keywords, &doc.summary, &doc.body] {
            for field in [text, lang.grams, lang.words, lang.reversed_stems] {
                out.add_text(field, part);
            }
            // tantivy leaves a position empty between two parts
            positions += words(part).len() as u64 + 2;
        }
        out.add_u64(self.positions, positions);
        let title_words = QueryWords::of_text(&doc.title, doc.lang).words.len();
        out.add_u64(self.title_words, title_words as u64);
        out.add_text(self.id, doc.id.to_string());
        out.add_text(self.article_id, doc.article_id.to_string());
        out.add_text(self.title, &doc.title);
        out.add_text(self.summary, &doc.summary);
        out.add_text(self.body, &doc.body);
        out.add_text(self.category, &doc.category);
        out.add_text(self.audience, doc.audience.to_string());
        out.add_u64(self.popularity, u64::from(doc.popularity));
        out
    }
}

/// The form of a word that a field indexes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WordForm {
    Stem,
    Word,
    ReversedStem,
    Gram,
}

impl WordForm {
    fn tokenizer(self, lang: Lang) -> String {
        match self {
            Self::Stem => format!("fyr_stem_{lang}"),
            Self::Word => format!("fyr_word_{lang}"),
            Self::ReversedStem => format!("fyr_tail_{lang}"),
            Self::Gram => format!("fyr_gram_{lang}"),
        }
    }
}

/// The tokenizers that the schema names.
pub(super) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    for lang in Lang::ALL {
        for form in [WordForm::Stem, WordForm::Word, WordForm::ReversedStem, WordForm::Gram] {
            manager.register(&form.tokenizer(lang), TextAnalyzer::from(WordTokenizer { lang, form }));
        }
    }
    manager
}

/// A stem as the field `reversed_stems` holds it.
pub(super) fn reversed(stem: &str) -> String {
    stem.chars().rev().collect()
}

#[derive(Clone, Copy)]
struct WordTokenizer {
    lang: Lang,
    form: WordForm,
}

struct WordStream<'a> {
    tokenizer: WordTokenizer,
    scanner: WordScanner<'a>,
    token: Token,
    /// The n-grams of the current word that are still to come, the next one last.
    pending: Vec<String>,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream {
            tokenizer: *self,
            scanner: WordScanner::new(text),
            token: Token::default(),
            pending: Vec::new(),
        }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        if let Some(gram) = self.pending.pop() {
            self.token.text = gram;
            return true;
        }
        let Some(range) = self.scanner.next() else {
            return false;
        };
        let word = self.scanner.word();
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = range.start;
        self.token.offset_to = range.end;
        self.token.text.clear();
        match self.tokenizer.form {
            WordForm::Stem => self.token.text.push_str(&stem(word, self.tokenizer.lang)),
            WordForm::Word => self.token.text.push_str(word),
            WordForm::Gram => {
                self.pending = grams(word);
                self.pending.reverse();
                self.token.text = self.pending.pop().unwrap_or_default();
            }
            WordForm::ReversedStem => self.token.text.extend(stem(word, self.tokenizer.lang).chars().rev()),
        }
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
