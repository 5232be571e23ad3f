//! What people type, parsed once at the edge: trimmed, bounded, free of control characters.

use std::{fmt, ops::Deref};

use serde::{Deserialize, Serialize};

use crate::fields::Problem;

/// Removes what no person types on purpose: control characters (line breaks kept where asked), byte order marks and the
/// invisible characters that turn the direction of text; line ends become `\n`; the ends are trimmed.
fn clean(raw: &str, lines: bool) -> String {
    let text: String = raw
        .replace("\r\n", "\n")
        .chars()
        .map(|c| if c == '\r' { '\n' } else { c })
        .map(|c| if !lines && matches!(c, '\n' | '\t') { ' ' } else { c })
        .filter(|c| matches!(c, '\n' | '\t') || !c.is_control())
        .filter(|c| !matches!(c, '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .collect();
    text.trim().to_owned()
}

/// Whether there is nothing to read: spaces, and characters that take no room and show nothing.
fn is_blank(text: &str) -> bool {
    let shows_nothing = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    text.chars().all(|c| c.is_whitespace() || shows_nothing(c))
}

macro_rules! text {
    ($(#[$doc:meta])* $name:ident, max: $max:literal, lines: $lines:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The most characters (not bytes) allowed.
            pub const MAX: usize = $max;

            /// Cleans and checks what was typed.
            ///
            /// # Errors
            /// [`Problem::Required`] where nothing is left, [`Problem::TooLong`] above [`Self::MAX`].
            pub fn parse(raw: &str) -> Result<Self, Problem> {
                let text = clean(raw, $lines);
                if is_blank(&text) {
                    return Err(Problem::Required);
                }
                if text.chars().count() > Self::MAX {
                    return Err(Problem::TooLong { max: Self::MAX });
                }
                Ok(Self(text))
            }

            /// The same, where leaving the field empty is fine.
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

text!(
    /// What a ticket is about, in one line of at most 200 characters.
    Subject, max: 200, lines: false
);
text!(
    /// What someone writes in a ticket or a note: at most 20,000 characters, line breaks kept.
    Body, max: 20_000, lines: true
);
text!(
    /// A short remark that goes with a rating: at most 2,000 characters.
    Comment, max: 2_000, lines: true
);
text!(
    /// A person's name as they write it: at most 120 characters.
    PersonName, max: 120, lines: false
);
text!(
    /// What an organisation or a team is called: at most 120 characters.
    GroupName, max: 120, lines: false
);
text!(
    /// Why a counsellor may see or act for someone: at most 200 characters.
    Purpose, max: 200, lines: false
);
text!(
    /// The heading of an incident or a maintenance: at most 160 characters.
    Headline, max: 160, lines: false
);

/// An e-mail address: lower case, at most 254 characters (RFC 5321).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads an address. The test is deliberately mild (something, `@`, a host with a dot, nothing that could break a
    /// mail header): whether the address works is found out by sending.
    ///
    /// # Errors
    /// [`Problem::Required`] where nothing was typed, [`Problem::NotAnEmail`] where it cannot be an address.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        let text = raw.trim().to_lowercase();
        if text.is_empty() {
            return Err(Problem::Required);
        }
        let (local, host) = text.rsplit_once('@').ok_or(Problem::NotAnEmail)?;
        let plain = |c: char| !c.is_control() && !c.is_whitespace() && !"<>()[],;:\\\"@".contains(c);
        let labels = host.split('.').collect::<Vec<_>>();
        let host_ok = labels.len() >= 2
            && labels.iter().all(|label| {
                !label.is_empty()
                    && label.chars().all(|c| c.is_alphanumeric() || c == '-')
                    && !label.starts_with('-')
            });
        let local_ok = !local.is_empty()
            && local.len() <= 64
            && local.chars().all(plain)
            && !local.starts_with('.')
            && !local.ends_with('.');
        if text.len() > 254 || !local_ok || !host_ok {
            return Err(Problem::NotAnEmail);
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
    fn control_characters_and_line_ends_are_cleaned() {
        assert_eq!(&*Subject::parse(" a\r\nb\u{0}\u{7}\u{202e}c ").expect("valid"), "a bc");
        assert_eq!(&*Body::parse("a\r\nb\rc\u{0}").expect("valid"), "a\nb\nc");
    }

    #[test]
    fn lengths_count_characters_not_bytes() {
        assert!(Subject::parse(&"å".repeat(200)).is_ok());
        assert_eq!(Subject::parse(&"å".repeat(201)), Err(Problem::TooLong { max: 200 }));
        assert_eq!(Subject::parse(" \u{0} \n"), Err(Problem::Required));
        let unseen = "\u{200b}\u{200d} \u{200f}\u{2060}\u{ad}\u{feff}";
        assert_eq!(Subject::parse(unseen), Err(Problem::Required), "nothing anyone could read");
        assert_eq!(PersonName::parse("\u{200b}"), Err(Problem::Required));
        assert_eq!(
            Body::parse("👩\u{200d}🔧").map(|body| body.chars().count()),
            Ok(3),
            "inside a text they stay"
        );
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
