//! Newtypes for text input (subjects, names, email addresses …), validated once where input enters the program: trimmed,
//! limited in length, without control characters.

mod address;
mod address_hint;
mod email;
mod normalise;
mod plain;

use std::{fmt, ops::Deref};

pub use address::is_slug;
pub(crate) use address::is_url;
pub use address_hint::likely_address;
pub use email::{EmailAddress, ascii_domain};
use normalise::normalise;
pub use normalise::{
    is_blank, is_default_ignorable, is_invisible, is_laid_out, nfc, nfd, nfkc, opaque_string,
};
pub use plain::plain_char;
use serde::{Deserialize, Serialize};

use crate::fields::Problem;

/// Declares a newtype for text of at most `max` characters.
macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, max: $max:literal, multiline: $multiline:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The maximum length in characters (not bytes).
            pub const MAX: usize = $max;

            /// Normalises and validates input.
            ///
            /// # Errors
            /// [`Problem::Required`] where the text is blank, [`Problem::TooLong`] above [`Self::MAX`].
            pub fn parse(raw: &str) -> Result<Self, Problem> {
                let text = normalise(raw, $multiline);
                if is_blank(&text) {
                    return Err(Problem::Required);
                }
                if text.chars().count() > Self::MAX {
                    return Err(Problem::TooLong { max: Self::MAX });
                }
                Ok(Self(text))
            }

            /// As [`Self::parse`] for an optional field: blank input is `None`.
            ///
            /// # Errors
            /// [`Problem::TooLong`] above [`Self::MAX`].
            pub fn parse_optional(raw: &str) -> Result<Option<Self>, Problem> {
                match Self::parse(raw) {
                    Ok(text) => Ok(Some(text)),
                    Err(Problem::Required) => Ok(None),
                    Err(problem) => Err(problem),
                }
            }
        }

        impl Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_type!(
    /// The subject of a ticket: one line of at most 200 characters.
    Subject, max: 200, multiline: false
);
text_type!(
    /// The body of a message, note or status update: at most 20,000 characters, with line breaks.
    Body, max: 20_000, multiline: true
);
text_type!(
    /// The comment of a rating or survey: at most 2,000 characters, with line breaks.
    Comment, max: 2_000, multiline: true
);
text_type!(
    /// What follows from an urgent cause: at most 1,000 characters, with line breaks.
    Effect, max: 1_000, multiline: true
);
text_type!(
    /// A telephone number as people write it: one line of at most 50 characters.
    PhoneNumber, max: 50, multiline: false
);
text_type!(
    /// The name of a person: one line of at most 120 characters.
    PersonName, max: 120, multiline: false
);
text_type!(
    /// The title of an article: one line of at most 200 characters.
    ArticleTitle, max: 200, multiline: false
);
text_type!(
    /// The summary of an article: one line of at most 300 characters.
    ArticleSummary, max: 300, multiline: false
);
text_type!(
    /// The text of an article in Markdown: at most 200,000 characters.
    ArticleSource, max: 200_000, multiline: true
);
text_type!(
    /// A search term of an article: one line of at most 60 characters.
    Keyword, max: 60, multiline: false
);
text_type!(
    /// The name of an organisation or a team: one line of at most 120 characters.
    GroupName, max: 120, multiline: false
);
text_type!(
    /// The purpose of a relation between counsellor and participant: one line of at most 200 characters.
    Purpose, max: 200, multiline: false
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_and_line_ends_are_normalised() {
        assert_eq!(&*Subject::parse(" a\r\nb\u{0}\u{7}\u{202e}c ").expect("valid"), "a bc");
        assert_eq!(&*Body::parse("a\r\nb\rc\u{0}").expect("valid"), "a\nb\nc");
    }

    #[test]
    fn lengths_count_characters_not_bytes() {
        assert!(Subject::parse(&"å".repeat(200)).is_ok());
        assert_eq!(Subject::parse(&"å".repeat(201)), Err(Problem::TooLong { max: 200 }));
        assert_eq!(Subject::parse(" \u{0} \n"), Err(Problem::Required));
        let invisible = "\u{200b}\u{200d} \u{200f}\u{2060}\u{ad}\u{feff}";
        assert_eq!(Subject::parse(invisible), Err(Problem::Required), "only invisible characters");
        assert_eq!(PersonName::parse("\u{200b}"), Err(Problem::Required));
        assert_eq!(Body::parse("👩\u{200d}🔧").map(|body| body.chars().count()), Ok(3), "kept inside a text");
        assert_eq!(Comment::parse_optional("  "), Ok(None));
    }
}
