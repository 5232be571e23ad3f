//! What goes into addresses: slugs, and the URLs that people enter.

/// The longest slug, in characters.
const MAX_SLUG: usize = 40;
/// The longest URL, in characters.
const MAX_URL: usize = 300;

/// Whether a slug can be stored and shown in addresses: lower-case letters, digits and hyphens, at most 40 of them.
pub fn is_slug(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && text.len() <= MAX_SLUG && text.chars().all(is_part)
}

/// Whether a text is one complete URL with one of these schemes, which are written without the colon. At most 300 characters.
pub(crate) fn is_url(text: &str, schemes: &[&str]) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let rest = if scheme == "mailto" { Some(rest) } else { rest.strip_prefix("//") };
    let is_complete = rest.is_some_and(|rest| rest.len() > 2 && !rest.starts_with('/'));
    let is_one =
        text.chars().count() <= MAX_URL && !text.contains(|c: char| c.is_whitespace() || c.is_control());
    schemes.contains(&scheme) && is_complete && is_one
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_short_words_of_plain_letters_are_slugs() {
        for slug in ["sign-in", "2", &"a".repeat(40)] {
            assert!(is_slug(slug), "{slug}");
        }
        for text in ["", "Sign-in", "sign in", "kö", "a/b", &"a".repeat(41)] {
            assert!(!is_slug(text), "{text}");
        }
    }

    #[test]
    fn a_url_is_complete_and_has_a_scheme_that_is_allowed() {
        for url in ["https://example.org/a?b=c", "mailto:a@example.org"] {
            assert!(is_url(url, &["https", "mailto"]), "{url}");
        }
        for text in [
            "http://example.org",
            "javascript:alert(1)",
            "example.org",
            "https:example.org",
            "https://",
            "https:///x",
            "https://a b",
            "//a.b",
            &format!("https://{}", "a".repeat(300)),
        ] {
            assert!(!is_url(text, &["https", "mailto"]), "{text}");
        }
    }
}
