//! Newtypes for text input (subjects, names, email addresses …), validated once where input enters the program: trimmed,
//! limited in length, without control characters.

use std::{fmt, ops::Deref};

use serde::{Deserialize, Serialize};

use crate::fields::Problem;

/// Removes control characters (line breaks stay where `multiline`), byte order marks and the invisible characters that change
/// the direction of text; line ends become `\n`; the text is trimmed.
fn normalise(raw: &str, multiline: bool) -> String {
    let text: String = raw
        .replace("\r\n", "\n")
        .chars()
        .map(|c| if c == '\r' { '\n' } else { c })
        .map(|c| if !multiline && matches!(c, '\n' | '\t') { ' ' } else { c })
        .filter(|c| matches!(c, '\n' | '\t') || !c.is_control())
        .filter(|c| !matches!(c, '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .collect();
    text.trim().to_owned()
}

/// Whether a text has only whitespace and zero-width characters.
fn is_blank(text: &str) -> bool {
    let is_zero_width = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    text.chars().all(|c| c.is_whitespace() || is_zero_width(c))
}

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
    /// The name of a person: one line of at most 120 characters.
    PersonName, max: 120, multiline: false
);
text_type!(
    /// The name of an organisation or a team: one line of at most 120 characters.
    GroupName, max: 120, multiline: false
);
text_type!(
    /// The purpose of a relation between counsellor and participant: one line of at most 200 characters.
    Purpose, max: 200, multiline: false
);

/// An email address: lower case, at most 254 characters (RFC 5321).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Parses an email address. The check is deliberately loose (a local part, `@`, a host with a dot, nothing that could
    /// break an email header); whether the address works only sending can tell.
    ///
    /// # Errors
    /// [`Problem::Required`] where the input is blank, [`Problem::InvalidEmail`] where it cannot be an address.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        let text = raw.trim().to_lowercase();
        if text.is_empty() {
            return Err(Problem::Required);
        }
        let (local, host) = text.rsplit_once('@').ok_or(Problem::InvalidEmail)?;
        let is_allowed = |c: char| !c.is_control() && !c.is_whitespace() && !"<>()[],;:\\\"@".contains(c);
        let labels = host.split('.').collect::<Vec<_>>();
        let host_ok = labels.len() >= 2
            && labels.iter().all(|label| {
                !label.is_empty()
                    && label.chars().all(|c| c.is_alphanumeric() || c == '-')
                    && !label.starts_with('-')
            });
        let local_ok = !local.is_empty()
            && local.len() <= 64
            && local.chars().all(is_allowed)
            && !local.starts_with('.')
            && !local.ends_with('.');
        if text.len() > 254 || !local_ok || !host_ok {
            return Err(Problem::InvalidEmail);
        }
        Ok(Self(text))
    }
}

impl Deref for EmailAddress {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

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

    #[test]
    fn addresses_that_could_break_a_header_are_refused() {
        for bad in [
            "",
            "a",
            "a@",
            "@b.se",
            "a@b",
            "a b@c.se",
            "a@b.se\r\nBcc: x@y.se",
            "a@b..se",
            "<a@b.se>",
            "a@b@c.se",
        ] {
            assert!(EmailAddress::parse(bad).is_err(), "{bad:?}");
        }
        assert_eq!(
            &*EmailAddress::parse(" Åsa.Öberg+x@Exempel.SE ").expect("valid"),
            "åsa.öberg+x@exempel.se"
        );
    }
}
