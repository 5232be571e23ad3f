//! HTML as a list of tags and texts, read and written by html5ever. Only for the output of the sanitiser, which is balanced.
//! Values are held unescaped and escaped when serialised.

use std::{cell::RefCell, io, mem};

use html5ever::{
    QualName, ns,
    serialize::{HtmlSerializer, SerializeOpts, Serializer},
    tendril::StrTendril,
    tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts},
};

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

/// Parses the sanitiser's output with html5ever's tokenizer. No tree is needed: the sanitiser closes what it opens.
pub(super) fn parse(html: &str) -> Vec<HtmlToken> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(TokenList::default(), TokenizerOpts::default());
    // a sink that never names a script or an encoding is fed in one go
    let _done = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.tokens.into_inner()
}

#[derive(Default)]
struct TokenList {
    tokens: RefCell<Vec<HtmlToken>>,
}

impl TokenSink for TokenList {
    type Handle = ();

    fn process_token(&self, token: Token, _line_number: u64) -> TokenSinkResult<()> {
        let mut tokens = self.tokens.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::EndTag => {
                tokens.push(HtmlToken::Close(tag.name.to_string()));
            }
            Token::TagToken(tag) => {
                let attributes = tag
                    .attrs
                    .iter()
                    .map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()));
                tokens.push(HtmlToken::Open(Tag {
                    name: tag.name.to_string(),
                    attributes: attributes.collect(),
                }));
            }
            // the tokenizer hands over a text in pieces
            Token::CharacterTokens(piece) => match tokens.last_mut() {
                Some(HtmlToken::Text(text)) => text.push_str(&piece),
                _ => tokens.push(HtmlToken::text(&*piece)),
            },
            // the sanitiser leaves none of these
            Token::CommentToken(_)
            | Token::DoctypeToken(_)
            | Token::NullCharacterToken
            | Token::ParseError(_)
            | Token::EOFToken => {}
        }
        TokenSinkResult::Continue
    }
}

/// Serialises with html5ever, which escapes texts and values.
pub(super) fn to_html(tokens: &[HtmlToken]) -> String {
    let mut html = Vec::new();
    let options = SerializeOpts { create_missing_parent: true, ..SerializeOpts::default() };
    let mut serializer = HtmlSerializer::new(&mut html, options);
    for token in tokens {
        // memory takes everything
        let _ = write_token(&mut serializer, token);
    }
    String::from_utf8_lossy(&html).into_owned()
}

fn write_token(serializer: &mut impl Serializer, token: &HtmlToken) -> io::Result<()> {
    match token {
        HtmlToken::Open(tag) => {
            let attributes: Vec<(QualName, &str)> = tag
                .attributes
                .iter()
                .map(|(name, value)| (QualName::new(None, ns!(), name.as_str().into()), value.as_str()))
                .collect();
            let name = element_name(&tag.name);
            serializer.start_elem(name.clone(), attributes.iter().map(|(name, value)| (name, *value)))?;
            // the serializer writes no end tag for these, but wants to be told
            if is_void(&tag.name) { serializer.end_elem(name) } else { Ok(()) }
        }
        HtmlToken::Close(name) => serializer.end_elem(element_name(name)),
        HtmlToken::Text(text) => serializer.write_text(text),
    }
}

fn element_name(name: &str) -> QualName {
    QualName::new(None, ns!(html), name.into())
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
