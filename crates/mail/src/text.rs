//! Rendering a message as plain text: wrapped lines, every link on a line of its own.

use crate::{
    message::{Block, EmailMessage},
    sanitize,
};

/// Longest line in characters; a single word (a link) may exceed it.
const WIDTH: usize = 72;

/// Renders the mail's `text/plain` part.
pub(crate) fn render(message: &EmailMessage) -> String {
    let mut text = blocks(&message.blocks);
    let mut footer = blocks(&message.footer);
    if let Some(unsubscribe) = &message.unsubscribe {
        push_block(&mut footer, &link(&unsubscribe.label, &unsubscribe.url));
    }
    if !footer.is_empty() {
        // "-- " starts a signature, which mail clients omit when they quote.
        push_block(&mut text, &format!("-- \n{footer}"));
    }
    text.push('\n');
    text
}

fn blocks(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        push_block(&mut out, &self::block(block));
    }
    out
}

fn push_block(out: &mut String, part: &str) {
    if part.is_empty() {
        return;
    }
    if !out.is_empty() {
        out.push_str("\n\n");
    }
    out.push_str(part);
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(text) => heading(text),
        Block::Paragraph(text) | Block::Small(text) => wrap(&sanitize::text(text), "", ""),
        Block::Quote { author, text } => {
            let author = sanitize::header(author);
            let quoted = wrap(&sanitize::text(text), "> ", "> ");
            if author.is_empty() {
                quoted
            } else {
                format!("{}\n{quoted}", wrap(&format!("{author}:"), "", ""))
            }
        }
        Block::Facts(facts) => {
            let lines = facts.iter().map(|(label, value)| {
                wrap(
                    &format!("{}: {}", sanitize::header(label), sanitize::text(value).replace('\n', " ")),
                    "",
                    "  ",
                )
            });
            lines.collect::<Vec<_>>().join("\n")
        }
        Block::Button { label, url } => link(label, url),
    }
}

fn heading(text: &str) -> String {
    let wrapped = wrap(&sanitize::header(text), "", "");
    let longest = wrapped.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    if longest == 0 { wrapped } else { format!("{wrapped}\n{}", "=".repeat(longest)) }
}

fn link(label: &str, url: &str) -> String {
    let url = sanitize::link(url).unwrap_or_default();
    format!("{}\n{url}", wrap(&format!("{}:", sanitize::header(label)), "", ""))
}

/// Wraps lines between words. Each line of `text` begins with `first`, its continuation lines with `rest`.
fn wrap(text: &str, first: &str, rest: &str) -> String {
    let mut out = Vec::new();
    for line in text.lines() {
        let mut current = first.to_owned();
        let mut empty = true;
        for word in line.split_whitespace() {
            if !empty && current.chars().count() + 1 + word.chars().count() > WIDTH {
                out.push(std::mem::replace(&mut current, rest.to_owned()));
                empty = true;
            }
            if !empty {
                current.push(' ');
            }
            current.push_str(word);
            empty = false;
        }
        out.push(current.trim_end().to_owned());
    }
    out.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_long_words_stay_whole() {
        let url = format!("https://fyr.example/{}", "a".repeat(100));
        let text = wrap(&format!("{} {url} slut", "åäö ".repeat(30).trim_end()), "> ", "> ");
        assert!(
            text.lines().all(|line| line.starts_with("> ") && (line.chars().count() <= WIDTH || line.ends_with(&url)))
        );
        assert_eq!(text.replace("\n> ", " ").matches("åäö").count(), 30);
    }

    #[test]
    fn blank_lines_and_line_breaks_of_a_text_are_kept() {
        assert_eq!(wrap("ett\n\ntvå\ntre", "> ", "> "), "> ett\n>\n> två\n> tre");
    }
}
