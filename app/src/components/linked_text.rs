//! Text as someone typed it, with its web addresses, email addresses and telephone numbers as links.

use leptos::prelude::*;
use linkify::{Link, LinkFinder, LinkKind};

use super::{mailto, phone_numbers::find_phone_numbers};

/// Where an address leads: only to the web, to a mailbox or to a telephone. `None` for everything else that looks like one.
fn target(link: &Link<'_>) -> Option<String> {
    let text = link.as_str();
    match link.kind() {
        LinkKind::Email => Some(mailto(text)),
        LinkKind::Url => {
            let scheme = text.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase())?;
            matches!(scheme.as_str(), "http" | "https" | "tel").then(|| text.to_owned())
        }
        _ => None,
    }
}

/// A text with its addresses as links. What is shown is what was typed, and the links say nothing to search engines and nothing
/// of this page to where they lead.
#[component]
pub fn LinkedText(
    /// The text.
    text: String,
) -> impl IntoView {
    let spans = LinkFinder::new().spans(&text).map(|span| {
        let shown = span.as_str().to_owned();
        let link = span
            .kind()
            .is_some()
            .then(|| LinkFinder::new().links(&shown).next().and_then(|link| target(&link)));
        match link.flatten() {
            Some(href) => {
                view! { <a class="ds-link" href=href rel="nofollow noopener noreferrer">{shown}</a> }
                    .into_any()
            }
            None => with_phone_numbers(&shown),
        }
    });
    spans.collect_view()
}

fn with_phone_numbers(text: &str) -> AnyView {
    let numbers = find_phone_numbers(text);
    let mut rest = 0;
    let mut parts = Vec::new();
    // an empty text would be shown as a space
    let between = |from: usize, to: usize| (from < to).then(|| text[from..to].to_owned().into_any());
    for (at, href) in numbers {
        parts.extend(between(rest, at.start));
        rest = at.end;
        parts.push(view! { <a class="ds-link nowrap" href=href>{text[at].to_owned()}</a> }.into_any());
    }
    parts.extend(between(rest, text.len()));
    parts.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The links of a text: where each leads.
    fn links(text: &str) -> Vec<String> {
        LinkFinder::new().links(text).filter_map(|link| target(&link)).collect()
    }

    #[test]
    fn addresses_are_found_as_people_write_them() {
        for (text, expected) in [
            ("Se https://exempel.se/a?b=c&d=e.", vec!["https://exempel.se/a?b=c&d=e"]),
            ("(http://exempel.se/(a))", vec!["http://exempel.se/(a)"]),
            ("https://exempel.se/åäö, eller?", vec!["https://exempel.se/åäö"]),
            ("HTTPS://Exempel.se", vec!["HTTPS://Exempel.se"]),
            ("\"https://exempel.se\"", vec!["https://exempel.se"]),
            ("skriv till kari@exempel.no!", vec!["mailto:kari@exempel.no"]),
            ("eller kari+x@exempel.no", vec!["mailto:kari%2Bx@exempel.no"]),
            ("a https://a.se b https://b.se", vec!["https://a.se", "https://b.se"]),
        ] {
            assert_eq!(links(text), expected, "{text}");
        }
    }

    #[test]
    fn nothing_else_is_a_link() {
        for text in [
            "javascript://exempel.se/%0aalert(1)",
            "JavaScript:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            "file:///etc/passwd",
            "ftp://exempel.se",
            "mailto://kari@exempel.no?bcc=x@evil.example",
            "vbscript://x",
            "exempel.se",
            "3.14 och 1.2.3",
            "http://",
            "kari@",
        ] {
            assert_eq!(links(text), Vec::<String>::new(), "{text}");
        }
    }
}
