//! Tables: each in a labelled region that scrolls horizontally, with scopes on header cells.

use std::collections::{HashMap, HashSet};

use super::{
    texts::RenderTexts,
    tokens::{HtmlToken, Tag, element, heading_level, inner_text, rewrite},
};

pub(super) fn wrap_in_scroll_regions(tokens: &mut Vec<HtmlToken>, title: Option<&str>, texts: &RenderTexts) {
    mark_cells(tokens);
    unwrap_lone_paragraphs(tokens);
    let mut labels = labels(tokens, title, texts).into_iter();
    let mut depth = 0_usize;
    rewrite(tokens, |token, out| {
        if token.opens("table") {
            depth += 1;
            if depth == 1 {
                let label = labels.next().unwrap_or_else(|| texts.table.to_owned());
                out.push(HtmlToken::Open(
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
                out.push(HtmlToken::Close("div".to_owned()));
            }
        }
    });
}

/// A unique label for each outermost table: its caption, else the heading or title above it.
fn labels(tokens: &[HtmlToken], title: Option<&str>, texts: &RenderTexts) -> Vec<String> {
    let mut labels = Vec::new();
    let mut used: HashMap<String, usize> = HashMap::new();
    let mut heading = title.map(str::to_owned);
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            HtmlToken::Open(tag) if tag.name == "table" => {
                depth += 1;
                if depth > 1 {
                    continue;
                }
                let caption = caption(tokens, at);
                let under = heading.as_ref().map(|text| format!("{}: {text}", texts.table));
                let label = caption.or(under).unwrap_or_else(|| texts.table.to_owned());
                let count = used.entry(label.clone()).or_default();
                *count += 1;
                labels.push(if *count > 1 { format!("{label} ({count})") } else { label });
            }
            HtmlToken::Open(tag) if heading_level(&tag.name).is_some() => {
                heading = Some(inner_text(tokens, at));
            }
            token if token.closes("table") => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    labels
}

fn caption(tokens: &[HtmlToken], table: usize) -> Option<String> {
    let next =
        tokens.iter().enumerate().skip(table + 1).find(|(_, token)| matches!(token, HtmlToken::Open(_)));
    next.filter(|(_, token)| token.opens("caption")).map(|(at, _)| inner_text(tokens, at))
}

/// Sets alignment classes and scopes of header cells, and turns empty header cells into data cells.
fn mark_cells(tokens: &mut [HtmlToken]) {
    let mut in_head = false;
    let mut renamed = Vec::new();
    for at in 0..tokens.len() {
        let empty_header = tokens[at].opens("th") && inner_text(tokens, at).is_empty();
        match &mut tokens[at] {
            HtmlToken::Open(tag) if tag.name == "thead" => in_head = true,
            HtmlToken::Close(name) if name == "thead" => in_head = false,
            HtmlToken::Open(tag) if tag.name == "th" || tag.name == "td" => {
                mark_cell(tag, in_head);
                if tag.name == "th" {
                    renamed.push(empty_header);
                }
                if empty_header {
                    "td".clone_into(&mut tag.name);
                    tag.remove("scope");
                }
            }
            HtmlToken::Close(name) if name == "th" => {
                if renamed.pop() == Some(true) {
                    "td".clone_into(name);
                }
            }
            HtmlToken::Open(_) | HtmlToken::Close(_) | HtmlToken::Text(_) => {}
        }
    }
}

/// Removes the tags of a paragraph that is the only content of a cell.
fn unwrap_lone_paragraphs(tokens: &mut Vec<HtmlToken>) {
    let mut removed = HashSet::new();
    for (at, token) in tokens.iter().enumerate() {
        if !(token.opens("td") || token.opens("th")) {
            continue;
        }
        let inside = element(tokens, at);
        let is_gap = |token: &&HtmlToken| matches!(token, HtmlToken::Text(text) if text.trim().is_empty());
        let before = inside.iter().take_while(is_gap).count();
        let after = inside.iter().rev().take_while(is_gap).count();
        let (first, end) = (at + 1 + before, (at + 1 + inside.len()).saturating_sub(after));
        let paragraphs = inside.iter().filter(|token| token.opens("p")).count();
        if first < end && paragraphs == 1 && tokens[first].opens("p") && tokens[end - 1].closes("p") {
            removed.extend((at + 1..=first).chain(end - 1..=at + inside.len()));
        }
    }
    let mut at = 0;
    tokens.retain(|_| {
        at += 1;
        !removed.contains(&(at - 1))
    });
}

fn mark_cell(tag: &mut Tag, in_head: bool) {
    match tag.remove("align").as_deref() {
        Some("right") => tag.set("class", "align-right"),
        Some("center") => tag.set("class", "align-center"),
        _ => {}
    }
    if tag.name != "th" {
        return;
    }
    let scope =
        tag.remove("scope").filter(|scope| matches!(scope.as_str(), "col" | "row" | "colgroup" | "rowgroup"));
    if let Some(scope) = scope.or_else(|| in_head.then(|| "col".to_owned())) {
        tag.set("scope", scope);
    }
}
