//! Rendering a message as HTML for mail clients: no tables, no images, no external resources, inline styles.
//!
//! Styles are inline because many clients drop `<style>`; the one style sheet only sets the colours of the dark scheme.
//! Every pair of colours has a contrast of at least 4.5 to 1.

use std::fmt::Write;

use fyr_domain::text::is_laid_out;

use crate::{
    message::{Block, EmailBranding, EmailMessage},
    sanitize,
};

/// The columns between two tab stops, as the page and text mail have them.
const TAB_WIDTH: usize = 8;
const DARK: &str = "body,.fyr-page{background:#15191e!important;color:#f0f3f6!important}\
    .fyr-quiet{color:#b6c0ca!important}\
    .fyr-line{border-color:#4a555f!important}";

const PAGE: &str = "margin:0;padding:0;background:#ffffff;color:#1b1f24;\
    font-family:Inter,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5";
const COLUMN: &str = "max-width:600px;margin:0 auto;padding:24px 16px;overflow-wrap:break-word";
const HIDDEN: &str = "display:none;max-height:0;overflow:hidden;opacity:0;mso-hide:all";
const H1: &str = "margin:0 0 16px;font-size:24px;line-height:1.25;font-weight:600";
const H2: &str = "margin:24px 0 8px;font-size:18px;line-height:1.3;font-weight:600";
const P: &str = "margin:0 0 16px";
const CODE: &str =
    "margin:0 0 16px;font-family:ui-monospace,Consolas,'Liberation Mono',Menlo,monospace;font-size:14px";
const SMALL: &str = "margin:0 0 12px;font-size:14px;color:#4f5963";
const FIGURE: &str = "margin:0 0 16px;padding:0 0 0 16px;border-left:4px solid #c9d1d9";
const CAPTION: &str = "margin:0 0 4px;font-weight:600";
const QUOTE: &str = "margin:0;padding:0";
const FACTS: &str = "margin:0 0 16px";
const LABEL: &str = "margin:0;font-size:14px;color:#4f5963";
const VALUE: &str = "margin:0 0 8px";
const BUTTON: &str = "display:inline-block;padding:12px 24px;border-radius:4px;color:#ffffff;font-weight:600;text-decoration:none";
const FOOTER: &str = "margin:32px 0 0;padding:16px 0 0;border-top:1px solid #c9d1d9";
const LINK: &str = "text-decoration:underline";
const HEADER: &str =
    "margin:0 0 24px;padding:0 0 12px;border-bottom:3px solid;font-size:18px;font-weight:600";

/// Renders the mail's `text/html` part.
pub(crate) fn render(message: &EmailMessage) -> String {
    let lang = message.lang.tag();
    let EmailBranding { name, color, color_on_dark, .. } = &message.branding;
    let (color, color_on_dark) = (escape(color), escape(color_on_dark));
    let title = escape(&sanitize::header(&message.subject));
    let mut body = String::new();
    if let Some(preheader) = &message.preheader {
        push_element(&mut body, "div", "", HIDDEN, &escape(&sanitize::header(preheader)));
    }
    let mut main = String::new();
    let mut headings = 0;
    for block in &message.blocks {
        self::block(&mut main, block, &mut headings, &color);
    }
    let mut footer = String::new();
    for block in &message.footer {
        self::block(&mut footer, block, &mut headings, &color);
    }
    if let Some(unsubscribe) = &message.unsubscribe {
        push_element(
            &mut footer,
            "p",
            "fyr-quiet",
            SMALL,
            &link(&unsubscribe.label, &unsubscribe.url, "fyr-link", &format!("{LINK};color:{color}")),
        );
    }
    let mut column = String::new();
    let header = format!("{HEADER};border-color:{color}");
    push_element(&mut column, "p", "fyr-head", &header, &escape(&sanitize::header(name)));
    push_element(&mut column, "main", "", "display:block", &main);
    if !footer.is_empty() {
        push_element(&mut column, "footer", "fyr-line", FOOTER, &footer);
    }
    push_element(&mut body, "div", "fyr-page", COLUMN, &column);
    format!(
        "<!doctype html>\n<html lang=\"{lang}\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"supported-color-schemes\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>:root{{color-scheme:light dark}}\
         @media (prefers-color-scheme: dark){{{DARK}.fyr-head{{border-color:{color_on_dark}!important}}\
         .fyr-button{{background:{color_on_dark}!important;color:#0b1f2e!important}}\
         .fyr-link{{color:{color_on_dark}!important}}}}</style>\n</head>\n\
         <body style=\"{PAGE}\">\n{body}</body>\n</html>\n"
    )
}

fn block(out: &mut String, block: &Block, headings: &mut usize, color: &str) {
    match block {
        Block::Heading(text) => {
            let (tag, style) = if *headings == 0 { ("h1", H1) } else { ("h2", H2) };
            *headings += 1;
            push_element(out, tag, "", style, &escape(&sanitize::header(text)));
        }
        Block::Paragraph(text) => paragraphs(out, text, "", P),
        Block::Small(text) => paragraphs(out, text, "fyr-quiet", SMALL),
        Block::Quote { author, text } => {
            let mut figure = String::new();
            push_element(&mut figure, "figcaption", "", CAPTION, &escape(&sanitize::header(author)));
            let mut quote = String::new();
            paragraphs(&mut quote, text, "", if is_laid_out(text) { CODE } else { P });
            push_element(&mut figure, "blockquote", "", QUOTE, &quote);
            push_element(out, "figure", "fyr-line", FIGURE, &figure);
        }
        Block::Facts(facts) => {
            let mut list = String::new();
            for (label, value) in facts {
                push_element(&mut list, "dt", "fyr-quiet", LABEL, &escape(&sanitize::header(label)));
                push_element(&mut list, "dd", "", VALUE, &lines(&sanitize::text(value)));
            }
            push_element(out, "dl", "", FACTS, &list);
        }
        Block::Button { label, url } => {
            let style = format!("{BUTTON};background:{color}");
            push_element(out, "p", "", P, &link(label, url, "fyr-button", &style));
        }
    }
}

/// Appends an element, or nothing where its content is empty.
fn push_element(out: &mut String, tag: &str, class: &str, style: &str, content: &str) {
    if content.is_empty() {
        return;
    }
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    // Writing to a String cannot fail.
    let _ = writeln!(out, "<{tag}{class} style=\"{style}\">{content}</{tag}>");
}

/// Paragraphs of a text. One blank line parts two; what is left between them beyond that stays, as line breaks.
fn paragraphs(out: &mut String, text: &str, class: &str, style: &str) {
    let text = sanitize::text(text);
    let lines_of_text = text.lines().collect::<Vec<_>>();
    let mut more_blank_lines = 0;
    for paragraph in lines_of_text.split(|line| line.trim().is_empty()) {
        if paragraph.is_empty() {
            more_blank_lines += 1;
            continue;
        }
        let breaks = "<br>\n".repeat(std::mem::take(&mut more_blank_lines));
        push_element(out, "p", class, style, &(breaks + &lines(&paragraph.join("\n"))));
    }
}

/// Lines of a text, with their indentation and runs of spaces: as no-break spaces, because mail programs drop `white-space` and
/// collapse them. One space between words stays, so that lines wrap.
fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            out.push_str("<br>\n");
        }
        let expanded = expand_tabs(line);
        let mut before_space = true;
        let mut kept = String::with_capacity(expanded.len());
        let mut chars = expanded.chars().peekable();
        while let Some(c) = chars.next() {
            let is_run = c == ' ' && (before_space || chars.peek() == Some(&' '));
            kept.push(if is_run { '\u{a0}' } else { c });
            before_space = c == ' ';
        }
        out.push_str(&escape(&kept));
    }
    out
}

/// A line with spaces instead of tabs, up to the next column that is a multiple of eight.
fn expand_tabs(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut column = 0;
    for c in line.chars() {
        if c == '\t' {
            let width = TAB_WIDTH - column % TAB_WIDTH;
            out.extend(std::iter::repeat_n(' ', width));
            column += width;
        } else {
            out.push(c);
            column += 1;
        }
    }
    out
}

fn link(label: &str, url: &str, class: &str, style: &str) -> String {
    let url = escape(&sanitize::link(url).unwrap_or_default());
    format!("<a class=\"{class}\" href=\"{url}\" style=\"{style}\">{}</a>", escape(&sanitize::header(label)))
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_tabs_line_up() {
        let columns = |line: &str| -> Vec<usize> {
            let expanded = expand_tabs(line);
            ["Age", "77", "City", "Östersund"]
                .iter()
                .filter_map(|word| expanded.find(word).map(|at| expanded[..at].chars().count()))
                .collect()
        };
        assert_eq!(columns("Namn\t\tCity\t\tAge"), [32, 16]);
        assert_eq!(columns("Maximilian\tÖstersund\t77"), [32, 16]);
        assert_eq!(expand_tabs("\tx\ty"), format!("{}x{}y", " ".repeat(8), " ".repeat(7)));
        assert_eq!(lines("a\tb"), format!("a{}b", "\u{a0}".repeat(7)));
    }

    #[test]
    fn blank_lines_stay() {
        let mut out = String::new();
        paragraphs(&mut out, "ett\n\ntvå\n\n \n\ntre\n\n", "", "");
        assert_eq!(out, "<p style=\"\">ett</p>\n<p style=\"\">två</p>\n<p style=\"\"><br>\n<br>\ntre</p>\n");
    }
}
