//! Tables: in a frame that scrolls sideways and says what it holds, with header cells that name their column.

use std::collections::{HashMap, HashSet};

use super::{
    tokens::{Tag, Token, element, heading_level, inner_text, rewrite},
    words::Words,
};

pub(super) fn frame(tokens: &mut Vec<Token>, title: Option<&str>, words: &Words) {
    mark_cells(tokens);
    unwrap_lone_paragraphs(tokens);
    let mut labels = labels(tokens, title, words).into_iter();
    let mut depth = 0_usize;
    rewrite(tokens, |token, out| {
        if token.opens("table") {
            depth += 1;
            if depth == 1 {
                let label = labels.next().unwrap_or_else(|| words.table.to_owned());
                out.push(Token::Open(
                    Tag::new("div")
                        .with("class", "table-scroll")
                        .with("tabindex", "0")
                        .with("role", "region")
                        .with("aria-label", label),
                ));
            }
        }
        let closes = token.closes("table");
        out.push(token);
        if closes {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                out.push(Token::Close("div".to_owned()));
            }
        }
    });
}

/// A name for each outermost table: its caption, else the heading or title it stands under. Each name is used once.
fn labels(tokens: &[Token], title: Option<&str>, words: &Words) -> Vec<String> {
    let mut labels = Vec::new();
    let mut used: HashMap<String, usize> = HashMap::new();
    let mut heading = title.map(str::to_owned);
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Open(tag) if tag.name == "table" => {
                depth += 1;
                if depth > 1 {
                    continue;
                }
                let caption = caption(tokens, at);
                let under = heading.as_ref().map(|text| format!("{}: {text}", words.table));
                let label = caption.or(under).unwrap_or_else(|| words.table.to_owned());
                let times = used.entry(label.clone()).or_default();
                *times += 1;
                labels.push(if *times > 1 { format!("{label} ({times})") } else { label });
            }
            Token::Open(tag) if heading_level(&tag.name).is_some() => heading = Some(inner_text(tokens, at)),
            token if token.closes("table") => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    labels
}

fn caption(tokens: &[Token], table: usize) -> Option<String> {
    let next = tokens.iter().enumerate().skip(table + 1).find(|(_, token)| matches!(token, Token::Open(_)));
    next.filter(|(_, token)| token.opens("caption")).map(|(at, _)| inner_text(tokens, at))
}

/// Alignment as a class, a scope for header cells, and no header cell without words.
fn mark_cells(tokens: &mut [Token]) {
    let mut in_head = false;
    let mut renamed = Vec::new();
    for at in 0..tokens.len() {
        let empty_header = tokens[at].opens("th") && inner_text(tokens, at).is_empty();
        match &mut tokens[at] {
            Token::Open(tag) if tag.name == "thead" => in_head = true,
            Token::Close(name) if name == "thead" => in_head = false,
            Token::Open(tag) if tag.name == "th" || tag.name == "td" => {
                mark_cell(tag, in_head);
                if tag.name == "th" {
                    renamed.push(empty_header);
                }
                if empty_header {
                    "td".clone_into(&mut tag.name);
                    tag.take("scope");
                }
            }
            Token::Close(name) if name == "th" => {
                if renamed.pop() == Some(true) {
                    "td".clone_into(name);
                }
            }
            Token::Open(_) | Token::Close(_) | Token::Text(_) => {}
        }
    }
}

/// A paragraph that is all there is in a cell adds nothing but space.
fn unwrap_lone_paragraphs(tokens: &mut Vec<Token>) {
    let mut drop = HashSet::new();
    for (at, token) in tokens.iter().enumerate() {
        if !(token.opens("td") || token.opens("th")) {
            continue;
        }
        let inside = element(tokens, at);
        let is_gap = |token: &&Token| matches!(token, Token::Text(text) if text.trim().is_empty());
        let before = inside.iter().take_while(is_gap).count();
        let after = inside.iter().rev().take_while(is_gap).count();
        let (first, end) = (at + 1 + before, (at + 1 + inside.len()).saturating_sub(after));
        let paragraphs = inside.iter().filter(|token| token.opens("p")).count();
        if first < end && paragraphs == 1 && tokens[first].opens("p") && tokens[end - 1].closes("p") {
            drop.extend((at + 1..=first).chain(end - 1..=at + inside.len()));
        }
    }
    let mut at = 0;
    tokens.retain(|_| {
        at += 1;
        !drop.contains(&(at - 1))
    });
}

fn mark_cell(tag: &mut Tag, in_head: bool) {
    match tag.take("align").as_deref() {
        Some("right") => tag.set("class", "align-right"),
        Some("center") => tag.set("class", "align-center"),
        _ => {}
    }
    if tag.name != "th" {
        return;
    }
    let scope =
        tag.take("scope").filter(|scope| matches!(scope.as_str(), "col" | "row" | "colgroup" | "rowgroup"));
    if let Some(scope) = scope.or_else(|| in_head.then(|| "col".to_owned())) {
        tag.set("scope", scope);
    }
}
