//! Headings of an article: levels from two on without gaps, and unique ids.

use std::collections::{HashMap, HashSet};

use super::{
    Heading,
    tokens::{HtmlToken, Tag, heading_level, inner_text},
};
use crate::slug::{fold, slugify};

/// Ids that the page around the article uses.
const RESERVED_IDS: [&str; 8] =
    ["main", "content", "search", "menu", "navigation", "top", "thanks", "rating"];

/// Removes a leading level-one heading that repeats the title of the page.
pub(super) fn remove_title(tokens: &mut Vec<HtmlToken>, title: &str) {
    let first =
        tokens.iter().position(|token| !matches!(token, HtmlToken::Text(text) if text.trim().is_empty()));
    let Some(start) = first.filter(|at| tokens[*at].opens("h1")) else { return };
    if fold(&inner_text(tokens, start)) != fold(title) {
        return;
    }
    if let Some(length) = tokens[start..].iter().position(|token| token.closes("h1")) {
        tokens.drain(start..=start + length);
    }
}

/// Assigns every heading its level and id; returns the table of contents.
pub(super) fn assign_levels_and_ids(tokens: &mut [HtmlToken]) -> Vec<Heading> {
    let mut used = used_ids(tokens);
    let mut counts = HashMap::new();
    let mut outer: Vec<u8> = Vec::new();
    let mut open: Vec<u8> = Vec::new();
    let mut toc = Vec::new();
    for at in 0..tokens.len() {
        match &tokens[at] {
            HtmlToken::Open(tag) => {
                let Some(source_level) = heading_level(&tag.name) else { continue };
                let level = normalise_level(source_level, &mut outer);
                let text = inner_text(tokens, at);
                let id = unique_id(&text, &mut used, &mut counts);
                open.push(level);
                tokens[at] = HtmlToken::Open(Tag::new(&format!("h{level}")).with("id", id.clone()));
                toc.push(Heading { level, id, text });
            }
            HtmlToken::Close(name) if heading_level(name).is_some() => {
                if let Some(level) = open.pop() {
                    tokens[at] = HtmlToken::Close(format!("h{level}"));
                }
            }
            HtmlToken::Close(_) | HtmlToken::Text(_) => {}
        }
    }
    toc
}

/// The level of a heading without gaps: one deeper than its parent, from two on. `outer` holds the source levels of the
/// headings above.
fn normalise_level(source_level: u8, outer: &mut Vec<u8>) -> u8 {
    while outer.last().is_some_and(|above| *above >= source_level) {
        outer.pop();
    }
    outer.push(source_level);
    u8::try_from(outer.len() + 1).map_or(6, |level| level.min(6))
}

fn used_ids(tokens: &[HtmlToken]) -> HashSet<String> {
    let footnotes = tokens.iter().filter_map(|token| match token {
        HtmlToken::Open(tag) => tag.get("id"),
        HtmlToken::Close(_) | HtmlToken::Text(_) => None,
    });
    RESERVED_IDS.into_iter().chain(footnotes).map(str::to_owned).collect()
}

fn unique_id(text: &str, used: &mut HashSet<String>, counts: &mut HashMap<String, usize>) -> String {
    let slug = slugify(text);
    let base = if slug.is_empty() { "section".to_owned() } else { slug };
    let number = counts.entry(base.clone()).or_insert(1);
    loop {
        let id = if *number == 1 { base.clone() } else { format!("{base}-{number}") };
        *number += 1;
        if used.insert(id.clone()) {
            return id;
        }
    }
}
