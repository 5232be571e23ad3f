//! Headings inside an article: never a level one, no level skipped, each with an id of its own.

use std::collections::{HashMap, HashSet};

use super::{
    Heading,
    tokens::{Tag, Token, heading_level, inner_text},
};
use crate::slug::{fold, slugify};

/// Ids that the page around the article uses.
const TAKEN: [&str; 8] = ["main", "content", "search", "menu", "navigation", "top", "thanks", "rating"];

/// Drops a level-one heading that opens the text and repeats the page's title.
pub(super) fn drop_title(tokens: &mut Vec<Token>, title: &str) {
    let first = tokens.iter().position(|token| !matches!(token, Token::Text(text) if text.trim().is_empty()));
    let Some(start) = first.filter(|at| tokens[*at].opens("h1")) else { return };
    if fold(&inner_text(tokens, start)) != fold(title) {
        return;
    }
    if let Some(length) = tokens[start..].iter().position(|token| token.closes("h1")) {
        tokens.drain(start..=start + length);
    }
}

/// Gives every heading its level and id, and says what they are.
pub(super) fn number(tokens: &mut [Token]) -> Vec<Heading> {
    let mut used = ids(tokens);
    let mut times = HashMap::new();
    let mut outer: Vec<u8> = Vec::new();
    let mut open: Vec<u8> = Vec::new();
    let mut toc = Vec::new();
    for at in 0..tokens.len() {
        match &tokens[at] {
            Token::Open(tag) => {
                let Some(given) = heading_level(&tag.name) else { continue };
                let level = settle(given, &mut outer);
                let text = inner_text(tokens, at);
                let id = unique(&text, &mut used, &mut times);
                open.push(level);
                tokens[at] = Token::Open(Tag::new(&format!("h{level}")).with("id", id.clone()));
                toc.push(Heading { level, id, text });
            }
            Token::Close(name) if heading_level(name).is_some() => {
                if let Some(level) = open.pop() {
                    tokens[at] = Token::Close(format!("h{level}"));
                }
            }
            Token::Close(_) | Token::Text(_) => {}
        }
    }
    toc
}

/// The level a heading gets below those it stands under: one deeper than its parent, from two on.
fn settle(given: u8, outer: &mut Vec<u8>) -> u8 {
    while outer.last().is_some_and(|above| *above >= given) {
        outer.pop();
    }
    outer.push(given);
    u8::try_from(outer.len() + 1).map_or(6, |level| level.min(6))
}

fn ids(tokens: &[Token]) -> HashSet<String> {
    let footnotes = tokens.iter().filter_map(|token| match token {
        Token::Open(tag) => tag.get("id"),
        Token::Close(_) | Token::Text(_) => None,
    });
    TAKEN.into_iter().chain(footnotes).map(str::to_owned).collect()
}

fn unique(text: &str, used: &mut HashSet<String>, times: &mut HashMap<String, usize>) -> String {
    let slug = slugify(text);
    let base = if slug.is_empty() { "section".to_owned() } else { slug };
    let number = times.entry(base.clone()).or_insert(1);
    loop {
        let id = if *number == 1 { base.clone() } else { format!("{base}-{number}") };
        *number += 1;
        if used.insert(id.clone()) {
            return id;
        }
    }
}
