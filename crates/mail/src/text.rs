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

/// Wraps lines between words. Each line of `text` begins with `first`, its continuation lines with `rest`. A line that fits stays as
/// it was typed, with its indentation and columns; so does one that was indented, however long, because it is likely code. The
/// continuation lines of a list item are indented to its text, and those of a quotation are quoted as it was.
fn wrap(text: &str, first: &str, rest: &str) -> String {
    let mut out = Vec::new();
    for line in text.lines() {
        let line = line.trim_end();
        let (quote, said) = line.split_at(quote_prefix(line));
        let indentation = &said[..said.len() - said.trim_start().len()];
        let marker = list_marker(said.trim_start());
        let is_code = said.starts_with('\t') || indentation.chars().count() >= 4 && marker == 0;
        if is_code || first.chars().count() + line.chars().count() <= WIDTH {
            out.push(format!("{first}{line}").trim_end().to_owned());
            continue;
        }
        let hanging = format!("{rest}{quote}{indentation}{}", " ".repeat(marker));
        let mut current = format!("{first}{quote}{indentation}");
        let mut empty = true;
        for word in said.split(' ').filter(|word| !word.is_empty()) {
            if !empty && current.chars().count() + 1 + word.chars().count() > WIDTH {
                out.push(std::mem::replace(&mut current, hanging.clone()));
                empty = true;
            }
            if !empty {
                current.push(' ');
            }
            current.push_str(word.trim_matches('\t'));
            empty = false;
        }
        out.push(current.trim_end().to_owned());
    }
    out.join("\n")
}

/// The length of what quotes a line (`> `, `>>`, `> > `) as people and mail programs write it; 0 where it quotes nobody.
fn quote_prefix(line: &str) -> usize {
    let mut length = 0;
    while let Some(after) = line[length..].trim_start_matches(' ').strip_prefix('>') {
        if length == 0 && !line.starts_with('>') {
            return 0;
        }
        length = line.len() - after.len();
    }
    length + usize::from(length > 0 && line[length..].starts_with(' '))
}

/// The number of characters before the text of a list item (`- `, `* `, `12. `); 0 where the line is none.
fn list_marker(line: &str) -> usize {
    if ["- ", "* ", "• ", "– "].iter().any(|marker| line.starts_with(marker)) {
        return 2;
    }
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let after = &line[digits..];
    if (1..=3).contains(&digits) && (after.starts_with(". ") || after.starts_with(") ")) {
        digits + 2
    } else {
        0
    }
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

    #[test]
    fn indentation_columns_and_lists_stay_as_typed() {
        let typed = "Så här:\n    if x {\n\ty()\n    }\nNamn     Tid\nÅsa      9\u{a0}000 kr\n- ett\n  - två\n> citat";
        assert_eq!(
            wrap(typed, "> ", "> "),
            typed.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
        );
        let code = format!("    let x = {};", "lång ".repeat(30));
        assert_eq!(wrap(&code, "> ", "> "), format!("> {code}"), "code is not wrapped");
        let item = format!("  12. {}", "ord ".repeat(40).trim_end());
        let wrapped = wrap(&item, "", "");
        assert!(wrapped.starts_with("  12. ord ord"));
        assert!(
            wrapped
                .lines()
                .skip(1)
                .all(|line| line.starts_with("      ord") && line.chars().count() <= WIDTH)
        );
    }

    #[test]
    fn the_rest_of_a_long_quoted_line_is_quoted_as_its_beginning() {
        let words = "ord ".repeat(40);
        for (quote, indentation) in
            [("> ", ""), (">> ", ""), ("> > ", ""), (">", ""), ("> - ", "> "), ("> >   ", "> >   ")]
        {
            let wrapped = wrap(&format!("{quote}{}", words.trim_end()), "> ", "> ");
            let continued = if indentation.is_empty() { quote } else { indentation };
            assert!(wrapped.starts_with(&format!("> {quote}ord")), "{wrapped}");
            assert!(wrapped.lines().count() > 2, "{wrapped}");
            assert!(
                wrapped
                    .lines()
                    .all(|line| line.starts_with(&format!("> {continued}")) && line.chars().count() <= WIDTH),
                "{wrapped}"
            );
        }
        let unquoted = format!("a > b {}", words.trim_end());
        assert!(wrap(&unquoted, "", "").lines().skip(1).all(|line| line.starts_with("ord")));
    }
}
