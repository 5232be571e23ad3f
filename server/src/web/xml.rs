//! What XML documents for programs are made of: escaped text, and times.

use chrono::{DateTime, SecondsFormat, Utc};

/// A time as RFC 3339 writes it, in UTC and without fractions of seconds.
pub fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Escapes text for XML, and removes characters that XML does not allow.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' | '\t' => safe.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_people_write_breaks_the_document() {
        assert_eq!(escape("a<b> & \"c\"\u{0}\u{1b}\nd"), "a&lt;b&gt; &amp; &quot;c&quot;\nd");
    }
}
