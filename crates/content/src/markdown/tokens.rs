//! HTML as a list of tags and texts. Reads only what the allow-list has written: well-formed, balanced, escaped.
//! Values are held unescaped and escaped again when written, so nothing can break out.

use std::mem;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
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

    pub fn take(&mut self, name: &str) -> Option<String> {
        let at = self.attributes.iter().position(|(key, _)| key == name)?;
        Some(self.attributes.remove(at).1)
    }

    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.take(name);
        self.attributes.push((name.to_owned(), value.into()));
    }

    pub fn has_class(&self, class: &str) -> bool {
        self.get("class").is_some_and(|value| value.split(' ').any(|one| one == class))
    }
}

impl Token {
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

/// Elements without content.
pub(super) fn is_void(name: &str) -> bool {
    matches!(name, "br" | "hr" | "img" | "input")
}

/// The level of `h1` to `h6`.
pub(super) fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}

/// The text from `start` up to the tag that closes the element opened there.
pub(super) fn inner_text(tokens: &[Token], start: usize) -> String {
    let mut text = String::new();
    for token in element(tokens, start) {
        match token {
            Token::Text(part) => text.push_str(part),
            Token::Open(tag) if tag.name == "br" => text.push(' '),
            Token::Open(_) | Token::Close(_) => {}
        }
    }
    collapse(&text)
}

/// The tokens inside the element that opens at `start`, without its own tags.
pub(super) fn element(tokens: &[Token], start: usize) -> &[Token] {
    let inside = tokens.get(start + 1..).unwrap_or_default();
    let mut depth = 0_usize;
    for (at, token) in inside.iter().enumerate() {
        match token {
            Token::Open(tag) if !is_void(&tag.name) => depth += 1,
            Token::Close(_) if depth == 0 => return &inside[..at],
            Token::Close(_) => depth -= 1,
            Token::Open(_) | Token::Text(_) => {}
        }
    }
    inside
}

/// One space between words, none around.
pub(super) fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn read(html: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        if start > 0 {
            tokens.push(Token::Text(unescape(&rest[..start])));
        }
        let Some(length) = tag_length(&rest[start..]) else { break };
        let inside = &rest[start + 1..start + length - 1];
        match inside.strip_prefix('/') {
            Some(name) => tokens.push(Token::Close(name.to_owned())),
            None => tokens.push(Token::Open(read_tag(inside))),
        }
        rest = &rest[start + length..];
    }
    if !rest.is_empty() && !rest.starts_with('<') {
        tokens.push(Token::Text(unescape(rest)));
    }
    tokens
}

/// The length of a tag with its angle brackets. A `>` inside quotes does not end it.
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

fn read_tag(inside: &str) -> Tag {
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
    // The serialiser writes no other references than these.
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}

pub(super) fn write(tokens: &[Token]) -> String {
    let mut html = String::new();
    for token in tokens {
        match token {
            Token::Open(tag) => {
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
            Token::Close(name) => {
                html.push_str("</");
                html.push_str(name);
                html.push('>');
            }
            Token::Text(text) => escape(text, &mut html),
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

/// Takes out elements that have nothing to show, inside out.
pub(super) fn drop_empty(tokens: Vec<Token>) -> Vec<Token> {
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    // Where each open element starts in `kept`, and whether something worth showing came after that.
    let mut open: Vec<(usize, bool)> = Vec::new();
    for token in tokens {
        match &token {
            Token::Open(tag) if !is_void(&tag.name) => {
                open.push((kept.len(), false));
                kept.push(token);
            }
            Token::Open(_) => {
                mark(&mut open);
                kept.push(token);
            }
            Token::Text(text) => {
                if !text.trim().is_empty() {
                    mark(&mut open);
                }
                kept.push(token);
            }
            Token::Close(name) => {
                let (start, shows) = open.pop().unwrap_or_default();
                if shows || !vanishes_when_empty(name) {
                    mark(&mut open);
                    kept.push(token);
                } else {
                    // The space that was in it may have stood between two words.
                    let gap =
                        kept.drain(start.min(kept.len())..).any(|token| matches!(token, Token::Text(_)));
                    if gap {
                        kept.push(Token::text("\n"));
                    }
                }
            }
        }
    }
    kept
}

fn mark(open: &mut [(usize, bool)]) {
    if let Some((_, shows)) = open.last_mut() {
        *shows = true;
    }
}

fn vanishes_when_empty(name: &str) -> bool {
    !matches!(name, "td" | "th" | "tr")
}

/// Replaces the tokens one by one by any number of others.
pub(super) fn rewrite(tokens: &mut Vec<Token>, mut with: impl FnMut(Token, &mut Vec<Token>)) {
    let mut out = Vec::with_capacity(tokens.len());
    for token in mem::take(tokens) {
        with(token, &mut out);
    }
    *tokens = out;
}
