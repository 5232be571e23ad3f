//! A message as plain text: wrapped, with every link written out on a line of its own.

use crate::{
    clean,
    message::{Block, Message},
};

/// The longest line in characters, but for single words (links) that are longer.
const WIDTH: usize = 72;

/// The mail's `text/plain` part.
pub(crate) fn render(message: &Message) -> String {
    let mut text = blocks(&message.blocks);
    let mut footer = blocks(&message.footer);
    if let Some(unsubscribe) = &message.unsubscribe {
        push(&mut footer, &link(&unsubscribe.label, &unsubscribe.url));
    }
    if !footer.is_empty() {
        // "-- " starts a signature: mail programs leave it out when they quote.
        push(&mut text, &format!("-- \n{footer}"));
    }
    text.push('\n');
    text
}

fn blocks(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        push(&mut out, &self::block(block));
    }
    out
}

fn push(out: &mut String, part: &str) {
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
        Block::Paragraph(text) | Block::Small(text) => wrap(&clean::text(text), "", ""),
        Block::Quote { author, text } => {
            let author = clean::header(author);
            let quoted = wrap(&clean::text(text), "> ", "> ");
            if author.is_empty() {
                quoted
            } else {
                format!("{}\n{quoted}", wrap(&format!("{author}:"), "", ""))
            }
        }
        Block::Facts(facts) => {
            let lines = facts.iter().map(|(label, value)| {
                wrap(
                    &format!("{}: {}", clean::header(label), clean::text(value).replace('\n', " ")),
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
    let wrapped = wrap(&clean::header(text), "", "");
    let longest = wrapped.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    if longest == 0 { wrapped } else { format!("{wrapped}\n{}", "=".repeat(longest)) }
}

fn link(label: &str, url: &str) -> String {
    let url = clean::link(url).unwrap_or_default();
    format!("{}\n{url}", wrap(&format!("{}:", clean::header(label)), "", ""))
}

/// Breaks lines between words. The first line of each line of `text` begins with `first`, those it breaks into with `rest`.
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
