//! Sanitising texts and links before they are written into a mail: headers are one line, nothing contains control
//! characters.

/// Longest subject or name, in characters; longer ones are truncated and end in `…`.
const MAX_HEADER_CHARS: usize = 250;

/// Sanitises a header value: control and invisible bidirectional characters become spaces, whitespace is collapsed.
///
/// `=?` is split, so that user input is never decoded as an encoded word (RFC 2047).
pub(crate) fn header(text: &str) -> String {
    let spaced: String =
        text.chars().map(|c| if c.is_control() || is_invisible(c) { ' ' } else { c }).collect();
    let line = spaced.split_whitespace().collect::<Vec<_>>().join(" ").replace("=?", "= ?");
    if line.chars().count() <= MAX_HEADER_CHARS {
        return line;
    }
    let cut: String = line.chars().take(MAX_HEADER_CHARS - 1).collect();
    format!("{}…", cut.trim_end())
}

/// Sanitises text of several lines: line ends become `\n`, other control characters are removed, and blank
/// lines at both ends; indentation stays.
pub(crate) fn text(text: &str) -> String {
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    let clean: String =
        unix.chars().filter(|c| matches!(c, '\n' | '\t') || !(c.is_control() || is_invisible(*c))).collect();
    // blank lines go, the indentation of the first line stays
    let clean = clean.trim_end();
    let blank = clean.len() - clean.trim_start().len();
    let start = clean[..blank].rfind('\n').map_or(0, |line_end| line_end + 1);
    clean[start..].to_owned()
}

/// Normalises a link to ASCII; `None` where it is not a complete https, http or mailto URL.
pub(crate) fn link(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    let scheme_allowed = matches!(url.scheme(), "https" | "http" | "mailto");
    let normalised = String::from(url);
    let safe = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"');
    (scheme_allowed && normalised.chars().all(safe)).then_some(normalised)
}

/// Whether a character is a Unicode line separator, a byte order mark or a bidirectional control.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_value_is_one_line_without_control_characters() {
        assert_eq!(header("  Hej\r\nBcc: x@y.se\t\u{0}då\u{2028}!\u{202e} "), "Hej Bcc: x@y.se då !");
        assert_eq!(header("=?utf-8?q?=0D=0A?="), "= ?utf-8?q?=0D=0A?=");
        let long = header(&"ö".repeat(400));
        assert_eq!(long.chars().count(), MAX_HEADER_CHARS);
        assert!(long.ends_with('…'));
    }

    #[test]
    fn text_keeps_its_line_breaks_and_loses_control_characters() {
        assert_eq!(text("\r\nett\r\ntvå\rtre\u{7}\u{202e}\n"), "ett\ntvå\ntre");
    }

    #[test]
    fn only_http_https_and_mailto_links_are_accepted() {
        assert_eq!(
            link("https://fyr.example/ö?a=b c").as_deref(),
            Some("https://fyr.example/%C3%B6?a=b%20c")
        );
        assert_eq!(link("mailto:a@b.se").as_deref(), Some("mailto:a@b.se"));
        for invalid in
            ["javascript:alert(1)", "data:text/html,x", "/tickets", "", "https://", "mailto:a\"b@c.se>"]
        {
            assert_eq!(link(invalid), None, "{invalid}");
        }
    }
}
