//! HTML as a list of tags and texts. Parses only the output of the sanitiser, which is well-formed, balanced and escaped.
//! Values are held unescaped and escaped when serialised.

use std::mem;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum HtmlToken {
    Open(Tag),
    Close(String),
    Text(String),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tag {
    pub name: String,
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), attributes: Vec::new() }
    }

    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.set(name, value);
        self
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Removes an attribute and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<String> {
        let at = self.attributes.iter().position(|(key, _)| key == name)?;
        Some(self.attributes.remove(at).1)
    }

    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.remove(name);
        self.attributes.push((name.to_owned(), value.into()));
    }

    pub fn has_class(&self, class: &str) -> bool {
        self.get("class").is_some_and(|value| value.split(' ').any(|name| name == class))
    }
}

impl HtmlToken {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub fn opens(&self, name: &str) -> bool {
        matches!(self, Self::Open(tag) if tag.name == name)
    }

    pub fn closes(&self, name: &str) -> bool {
        matches!(self, Self::Close(closed) if closed == name)
    }
}

/// Whether an element has no content and no end tag.
pub(super) fn is_void(name: &str) -> bool {
    matches!(name, "br" | "hr" | "img" | "input")
}

/// The level of a heading element, 1 to 6.
pub(super) fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}

/// The text of the element that opens at `start`.
pub(super) fn inner_text(tokens: &[HtmlToken], start: usize) -> String {
    let mut text = String::new();
    for token in element(tokens, start) {
        match token {
            HtmlToken::Text(part) => text.push_str(part),
            HtmlToken::Open(tag) if tag.name == "br" => text.push(' '),
            HtmlToken::Open(_) | HtmlToken::Close(_) => {}
        }
    }
    collapse(&text)
}

/// The tokens inside the element that opens at `start`, without its own tags.
pub(super) fn element(tokens: &[HtmlToken], start: usize) -> &[HtmlToken] {
    let inside = tokens.get(start + 1..).unwrap_or_default();
    let mut depth = 0_usize;
    for (at, token) in inside.iter().enumerate() {
        match token {
            HtmlToken::Open(tag) if !is_void(&tag.name) => depth += 1,
            HtmlToken::Close(_) if depth == 0 => return &inside[..at],
            HtmlToken::Close(_) => depth -= 1,
            HtmlToken::Open(_) | HtmlToken::Text(_) => {}
        }
    }
    inside
}

/// Collapses whitespace: one space between words, none around.
pub(super) fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn parse(html: &str) -> Vec<HtmlToken> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        if start > 0 {
            tokens.push(HtmlToken::Text(unescape(&rest[..start])));
        }
        let Some(length) = tag_length(&rest[start..]) else { break };
        let inside = &rest[start + 1..start + length - 1];
        match inside.strip_prefix('/') {
            Some(name) => tokens.push(HtmlToken::Close(name.to_owned())),
            None => tokens.push(HtmlToken::Open(parse_tag(inside))),
        }
        rest = &rest[start + length..];
    }
    if !rest.is_empty() && !rest.starts_with('<') {
        tokens.push(HtmlToken::Text(unescape(rest)));
    }
    tokens
}

/// The length of a tag including its angle brackets. A `>` inside quotes does not end it.
fn tag_length(html: &str) -> Option<usize> {
    let mut quoted = false;
    for (at, byte) in html.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn parse_tag(inside: &str) -> Tag {
    let (name, mut rest) = inside.split_once(' ').unwrap_or((inside, ""));
    let mut tag = Tag::new(name);
    while let Some((key, after)) = rest.trim_start().split_once("=\"") {
        let Some((value, next)) = after.split_once('"') else { break };
        tag.attributes.push((key.to_owned(), unescape(value)));
        rest = next;
    }
    tag
}

fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    // The sanitiser writes no other character references.
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}

pub(super) fn to_html(tokens: &[HtmlToken]) -> String {
    let mut html = String::new();
    for token in tokens {
        match token {
            HtmlToken::Open(tag) => {
                html.push('<');
                html.push_str(&tag.name);
                for (key, value) in &tag.attributes {
                    html.push(' ');
                    html.push_str(key);
                    html.push_str("=\"");
                    escape(value, &mut html);
                    html.push('"');
                }
                html.push('>');
            }
            HtmlToken::Close(name) => {
                html.push_str("</");
                html.push_str(name);
                html.push('>');
            }
            HtmlToken::Text(text) => escape(text, &mut html),
        }
    }
    html
}

fn escape(text: &str, html: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            _ => html.push(letter),
        }
    }
}

/// Removes elements without visible content, from the inside out.
pub(super) fn remove_empty(tokens: Vec<HtmlToken>) -> Vec<HtmlToken> {
    let mut kept: Vec<HtmlToken> = Vec::with_capacity(tokens.len());
    // The start of each open element in `kept`, and whether it has visible content.
    let mut open: Vec<(usize, bool)> = Vec::new();
    for token in tokens {
        match &token {
            HtmlToken::Open(tag) if !is_void(&tag.name) => {
                open.push((kept.len(), false));
                kept.push(token);
            }
            HtmlToken::Open(_) => {
                mark_content(&mut open);
                kept.push(token);
            }
            HtmlToken::Text(text) => {
                if !text.trim().is_empty() {
                    mark_content(&mut open);
                }
                kept.push(token);
            }
            HtmlToken::Close(name) => {
                let (start, has_content) = open.pop().unwrap_or_default();
                if has_content || !is_removed_when_empty(name) {
                    mark_content(&mut open);
                    kept.push(token);
                } else {
                    // Whitespace in it may have separated two words.
                    let gap =
                        kept.drain(start.min(kept.len())..).any(|token| matches!(token, HtmlToken::Text(_)));
                    if gap {
                        kept.push(HtmlToken::text("\n"));
                    }
                }
            }
        }
    }
    kept
}

/// Records that the innermost open element has visible content.
fn mark_content(open: &mut [(usize, bool)]) {
    if let Some((_, has_content)) = open.last_mut() {
        *has_content = true;
    }
}

fn is_removed_when_empty(name: &str) -> bool {
    !matches!(name, "td" | "th" | "tr")
}

/// Replaces each token by any number of others.
pub(super) fn rewrite(tokens: &mut Vec<HtmlToken>, mut replace: impl FnMut(HtmlToken, &mut Vec<HtmlToken>)) {
    let mut out = Vec::with_capacity(tokens.len());
    for token in mem::take(tokens) {
        replace(token, &mut out);
    }
    *tokens = out;
}
