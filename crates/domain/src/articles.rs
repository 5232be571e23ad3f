//! Articles as they are written: the form of a text, the states of a draft, and what a publication means for the other languages.

mod audience;
mod kind;

pub use audience::{Audience, AudienceLevel, Readable};
pub use kind::{ArticleKind, ErrorState};

use crate::{
    fields::{FieldErrors, Problem},
    string_enum::string_enum,
    text::{ArticleSource, ArticleSummary, ArticleTitle, Keyword},
};

/// The most search terms of an article.
pub const MAX_KEYWORDS: usize = 30;

string_enum! {
    /// Where an article comes from.
    ArticleOrigin {
        /// A folder of files; the next import may change it.
        Import = "import",
        /// Written or changed at the desk; no import changes it.
        Desk = "desk",
    }
}

string_enum! {
    /// How far the draft of an article has come.
    DraftState {
        /// Being written.
        Draft = "draft",
        /// Somebody who publishes is asked to look at it.
        Review = "review",
        /// Published by itself at a time.
        Scheduled = "scheduled",
    }
}

string_enum! {
    /// How much a publication changes, which says what becomes of the translations.
    ChangeSize {
        /// Spelling and the like: translations are not affected.
        Small = "small",
        /// Something is new or different: translations have to be updated, and editors see which.
        Medium = "medium",
        /// What was there is wrong now: readers of translations are warned until those are updated.
        Large = "large",
        /// Brings the text in line with another language.
        Translation = "translation",
    }
}

string_enum! {
    /// How far a translation is behind another language.
    Outdated {
        /// Something is missing.
        Medium = "medium",
        /// Something is wrong.
        Large = "large",
    }
}

impl ChangeSize {
    /// What a publication of this size in one language makes of the others; `None` where it leaves them as they are.
    pub const fn outdates_others(self) -> Option<Outdated> {
        match self {
            Self::Small | Self::Translation => None,
            Self::Medium => Some(Outdated::Medium),
            Self::Large => Some(Outdated::Large),
        }
    }

    /// Whether the text itself agrees with the other languages after a publication of this size, whatever it lacked before. A corrected
    /// spelling brings nothing up to date.
    pub const fn brings_up_to_date(self) -> bool {
        !matches!(self, Self::Small)
    }
}

/// The text of an article in one language, as entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleText {
    /// The title.
    pub title: ArticleTitle,
    /// The summary; `None` for the beginning of the text.
    pub summary: Option<ArticleSummary>,
    /// Further search terms, each once.
    pub keywords: Vec<String>,
    /// The Markdown; empty while nothing is written.
    pub source: String,
}

/// The names of the form fields of [`ArticleText`].
pub struct ArticleTextFields;

#[expect(missing_docs, reason = "each is the field of the same name")]
impl ArticleTextFields {
    pub const TITLE: &'static str = "title";
    pub const SUMMARY: &'static str = "summary";
    pub const SOURCE: &'static str = "source";
    pub const KEYWORDS: &'static str = "keywords";
}

impl ArticleText {
    /// Parses the fields of a form. A draft needs a title alone.
    ///
    /// # Errors
    /// The problems of its fields.
    pub fn parse(entered: impl Fn(&str) -> String) -> Result<Self, FieldErrors> {
        use ArticleTextFields as F;
        let mut errors = FieldErrors::default();
        let title = errors.check(F::TITLE, ArticleTitle::parse(&entered(F::TITLE)));
        let summary = errors.check(F::SUMMARY, ArticleSummary::parse_optional(&entered(F::SUMMARY)));
        let source = errors.check(F::SOURCE, ArticleSource::parse_optional(&entered(F::SOURCE)));
        let keywords = errors.check(F::KEYWORDS, parse_keywords(&entered(F::KEYWORDS)));
        match (title, summary, source, keywords) {
            (Some(title), Some(summary), Some(source), Some(keywords)) => Ok(Self {
                title,
                summary,
                keywords,
                source: source.map_or(String::new(), |text| text.to_string()),
            }),
            _ => Err(errors),
        }
    }

    /// Checks that there is a text, which is what readers get.
    ///
    /// # Errors
    /// [`Problem::Required`] of the text.
    pub fn require_source(&self) -> Result<(), FieldErrors> {
        if self.source.is_empty() {
            return Err(FieldErrors::single(ArticleTextFields::SOURCE, Problem::Required));
        }
        Ok(())
    }
}

/// Parses search terms, separated by commas or line breaks. Each counts once, whatever its case.
fn parse_keywords(raw: &str) -> Result<Vec<String>, Problem> {
    let mut keywords: Vec<String> = Vec::new();
    for part in raw.split([',', '\n']) {
        let Some(keyword) = Keyword::parse_optional(part)? else { continue };
        if !keywords.iter().any(|known| known.to_lowercase() == keyword.to_lowercase()) {
            keywords.push(keyword.to_string());
        }
    }
    if keywords.len() > MAX_KEYWORDS {
        Err(Problem::TooManyKeywords { max: MAX_KEYWORDS })
    } else {
        Ok(keywords)
    }
}

/// What stands for something that was left out.
const LEFT_OUT: &str = "[…]";

/// A text without what names somebody: these names and each of their parts, email addresses, and numbers of five digits or more, such as
/// telephone and personal numbers. What is left has to be read all the same: an address or a diagnosis looks like any other words.
pub fn without_personal_data(text: &str, names: &[&str]) -> String {
    let parts: Vec<String> = names
        .iter()
        .flat_map(|name| name.split_whitespace())
        .filter(|part| part.chars().count() >= 3)
        .map(str::to_lowercase)
        .collect();
    let mut cleaned = String::with_capacity(text.len());
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        cleaned.push_str(&without_address_or_name(word, &parts));
        cleaned.push_str(&piece[word.len()..]);
    }
    without_numbers(&cleaned)
}

/// A word with the punctuation around it, without an email address or one of these names.
fn without_address_or_name(word: &str, names: &[String]) -> String {
    let inner = word.trim_matches(|c: char| !c.is_alphanumeric());
    if inner.is_empty() {
        return word.to_owned();
    }
    let start = word.find(inner).unwrap_or(0);
    let (before, after) = (&word[..start], &word[start + inner.len()..]);
    let is_address = inner.split_once('@').is_some_and(|(_, domain)| domain.contains('.'));
    // a name may have a genitive: Petras, Petra's
    let folded = inner.to_lowercase();
    let is_name = |name: &String| {
        folded.strip_prefix(name.as_str()).is_some_and(|rest| matches!(rest, "" | "s" | "'s" | "’s"))
    };
    if is_address || names.iter().any(is_name) {
        return format!("{before}{LEFT_OUT}{after}");
    }
    word.to_owned()
}

/// A text in which each number of five digits or more is left out, however it is grouped: `070-123 45 67`, `19900101-1234`.
fn without_numbers(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let end = rest[start..].find(|c: char| !c.is_ascii_digit() && !matches!(c, ' ' | '-' | '\u{a0}'));
        let number = rest[start..].split_at(end.unwrap_or(rest.len() - start)).0;
        let number = number.trim_end_matches(|c: char| !c.is_ascii_digit());
        cleaned.push_str(&rest[..start]);
        let digits = number.chars().filter(char::is_ascii_digit).count();
        cleaned.push_str(if digits >= 5 { LEFT_OUT } else { number });
        rest = &rest[start + number.len()..];
    }
    cleaned + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(fields: &[(&str, &str)]) -> Result<ArticleText, FieldErrors> {
        ArticleText::parse(|name| {
            fields
                .iter()
                .find(|(field, _)| *field == name)
                .map_or(String::new(), |(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn a_draft_needs_a_title_alone_and_a_publication_a_text() {
        assert_eq!(parse(&[]), Err(FieldErrors::single("title", Problem::Required)));
        let draft = parse(&[("title", " Byta lösenord ")]).expect("a draft");
        assert_eq!(
            (&*draft.title, draft.summary.is_none(), draft.source.as_str()),
            ("Byta lösenord", true, "")
        );
        assert_eq!(draft.require_source(), Err(FieldErrors::single("source", Problem::Required)));
        let text = parse(&[("title", "a"), ("source", "Gör så här.\r\n")]).expect("a text");
        assert_eq!(text.require_source(), Ok(()));
        assert_eq!(text.source, "Gör så här.");
    }

    #[test]
    fn keywords_are_separated_by_commas_or_lines_and_count_once() {
        let keywords = |raw: &str| parse(&[("title", "a"), ("keywords", raw)]).map(|text| text.keywords);
        assert_eq!(
            keywords("BankID, bankid ,\n mobilt ,,"),
            Ok(vec!["BankID".to_owned(), "mobilt".to_owned()])
        );
        assert_eq!(
            keywords(&"å".repeat(61)),
            Err(FieldErrors::single("keywords", Problem::TooLong { max: 60 }))
        );
        let many: Vec<_> = (0..=MAX_KEYWORDS).map(|n| n.to_string()).collect();
        assert_eq!(
            keywords(&many.join(",")),
            Err(FieldErrors::single("keywords", Problem::TooManyKeywords { max: MAX_KEYWORDS }))
        );
    }

    #[test]
    fn only_larger_changes_outdate_translations() {
        use ChangeSize::{Large, Medium, Small, Translation};
        let outdates = [Small, Translation, Medium, Large].map(ChangeSize::outdates_others);
        assert_eq!(outdates, [None, None, Some(Outdated::Medium), Some(Outdated::Large)]);
        assert_eq!(
            [Small, Translation, Medium, Large].map(ChangeSize::brings_up_to_date),
            [false, true, true, true]
        );
    }

    #[test]
    fn names_addresses_and_numbers_are_left_out() {
        let clean = |text: &str| without_personal_data(text, &["Petra Lund", "Al Å"]);
        for (text, expected) in [
            ("Hej Petra!\nPetras konto (LUND) gäller.", "Hej […]!\n[…] konto ([…]) gäller."),
            ("Skriv till petra.lund@exempel.se.", "Skriv till […]."),
            ("Ring +46 70-123 45 67, eller 19900101-1234", "Ring +[…], eller […]"),
            ("Steg 1 av 12, kl. 10.30 den 3 mars 2026", "Steg 1 av 12, kl. 10.30 den 3 mars 2026"),
            ("Lundell och Al är kvar", "Lundell och Al är kvar"),
            ("", ""),
        ] {
            assert_eq!(clean(text), expected, "{text}");
        }
    }
}
