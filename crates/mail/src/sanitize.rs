//! Texts made safe for where they go: a header takes no line breaks, no text takes control characters.

/// The longest subject or name in characters; longer ones are cut and end in `…`.
const LONGEST_HEADER: usize = 250;

/// One line for a header: control characters and invisible direction changes become spaces, runs of space one space.
///
/// `=?` is parted, so that nothing typed is taken for an encoded word.
pub(crate) fn header(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() || is_hidden(c) { ' ' } else { c }).collect();
    let line = spaced.split_whitespace().collect::<Vec<_>>().join(" ").replace("=?", "= ?");
    if line.chars().count() <= LONGEST_HEADER {
        return line;
    }
    let cut: String = line.chars().take(LONGEST_HEADER - 1).collect();
    format!("{}…", cut.trim_end())
}

/// Text of several lines: line ends become `\n`, other control characters go, and so does space around it.
pub(crate) fn text(text: &str) -> String {
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String =
        unix.chars().filter(|c| matches!(c, '\n' | '\t') || !(c.is_control() || is_hidden(*c))).collect();
    kept.trim().to_owned()
}

/// A link as it may stand in a mail: parsed and written as pure ASCII; `None` where people should not be led there.
pub(crate) fn link(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    let fine = matches!(url.scheme(), "https" | "http" | "mailto");
    let written = String::from(url);
    let safe = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"');
    (fine && written.chars().all(safe)).then_some(written)
}

/// Line separators, byte order marks and characters that turn the direction of text.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_one_line_of_plain_characters() {
        assert_eq!(header("  Hej\r\nBcc: x@y.se\t\u{0}då\u{2028}!\u{202e} "), "Hej Bcc: x@y.se då !");
        assert_eq!(header("=?utf-8?q?=0D=0A?="), "= ?utf-8?q?=0D=0A?=");
        let long = header(&"ö".repeat(400));
        assert_eq!(long.chars().count(), LONGEST_HEADER);
        assert!(long.ends_with('…'));
    }

    #[test]
    fn text_keeps_its_lines_and_nothing_invisible() {
        assert_eq!(text("\r\nett\r\ntvå\rtre\u{7}\u{202e}\n"), "ett\ntvå\ntre");
    }

    #[test]
    fn links_lead_to_pages_and_mailboxes_only() {
        assert_eq!(
            link("https://fyr.example/ö?a=b c").as_deref(),
            Some("https://fyr.example/%C3%B6?a=b%20c")
        );
        assert_eq!(link("mailto:a@b.se").as_deref(), Some("mailto:a@b.se"));
        for bad in
            ["javascript:alert(1)", "data:text/html,x", "/tickets", "", "https://", "mailto:a\"b@c.se>"]
        {
            assert_eq!(link(bad), None, "{bad}");
        }
    }
}
