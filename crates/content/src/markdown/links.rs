//! Where links lead: to the web, to another page of ours, to a heading or footnote in the same text, or nowhere,
//! and then only their words stay.

use std::collections::{HashMap, HashSet};

use super::{
    Heading,
    tokens::{Tag, Token, rewrite},
    words::Words,
};
use crate::slug::{fold, slugify};

/// What kind of address something is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// `http` or `https`.
    Web(String),
    /// `mailto` or `tel`.
    Contact(String),
    /// A place in the same text, without `#`.
    Fragment(String),
    /// Relative to the article, or to the site.
    Relative(String),
    /// Empty, or with a scheme we do not follow.
    Nowhere,
}

impl Target {
    pub fn of(address: &str) -> Self {
        let address: String = address.trim().chars().filter(|letter| !letter.is_control()).collect();
        if let Some(fragment) = address.strip_prefix('#') {
            return Self::Fragment(fragment.to_owned());
        }
        if address.starts_with("//") {
            return Self::Web(format!("https:{address}"));
        }
        match scheme(&address).as_deref() {
            Some("http" | "https") => Self::Web(address),
            Some("mailto" | "tel") => Self::Contact(address),
            Some(_) => Self::Nowhere,
            None if address.is_empty() || address.starts_with('\\') => Self::Nowhere,
            None => Self::Relative(address),
        }
    }
}

fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let named = !scheme.is_empty()
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    named.then(|| scheme.to_ascii_lowercase())
}

/// The path, if it stays on this site whatever a browser makes of it.
pub(super) fn same_site(path: &str) -> Option<String> {
    let safe = path.starts_with('/')
        && !path.starts_with("//")
        && !path.starts_with("/\\")
        && !path.chars().any(char::is_control);
    safe.then(|| path.to_owned())
}

pub(super) fn resolve(
    tokens: &mut Vec<Token>,
    toc: &[Heading],
    elsewhere: &dyn Fn(&str) -> Option<String>,
    words: &Words,
) {
    let mut notes = HashSet::new();
    let places = Places::new(tokens, toc);
    let mut kept = true;
    rewrite(tokens, |token, out| match token {
        Token::Open(mut tag) if tag.name == "a" => {
            let href = tag.take("href").and_then(|href| lead(&href, &places, elsewhere));
            kept = href.is_some();
            if let Some(href) = href {
                out.push(Token::Open(anchor(&mut tag, href, &mut notes, words)));
            }
        }
        Token::Open(mut tag) => {
            if let Some(id) = tag.take("id") {
                // A heading's id is final; a footnote's is used once.
                if super::tokens::heading_level(&tag.name).is_some() {
                    tag.set("id", id);
                } else if notes.insert(note_id(&id)) {
                    tag.set("id", note_id(&id));
                }
            }
            out.push(Token::Open(tag));
        }
        token if token.closes("a") => {
            if kept {
                out.push(token);
            }
        }
        token => out.push(token),
    });
}

fn anchor(tag: &mut Tag, href: Href, notes: &mut HashSet<String>, words: &Words) -> Tag {
    let mut link = Tag::new("a");
    if let Some(id) = tag.take("id").map(|id| note_id(&id)).filter(|id| notes.insert(id.clone())) {
        link.set("id", id);
    }
    match href {
        Href::Here(address) => link.set("href", address),
        Href::Away(address) => {
            link.set("href", address);
            link.set("rel", "noopener noreferrer");
        }
    }
    if tag.has_class("footnote-backref") {
        link.set("class", "footnote-backref");
        link.set("aria-label", words.back_to_text);
    }
    link
}

enum Href {
    Here(String),
    Away(String),
}

fn lead(href: &str, places: &Places, elsewhere: &dyn Fn(&str) -> Option<String>) -> Option<Href> {
    match Target::of(href) {
        Target::Web(address) => Some(Href::Away(address)),
        Target::Contact(address) => Some(Href::Here(address)),
        Target::Fragment(fragment) => places.find(&fragment).map(|id| Href::Here(format!("#{id}"))),
        Target::Relative(path) => {
            let found = elsewhere(&path)?;
            match Target::of(&found) {
                Target::Web(address) => Some(Href::Away(address)),
                Target::Relative(path) => same_site(&path).map(Href::Here),
                Target::Contact(_) | Target::Fragment(_) | Target::Nowhere => None,
            }
        }
        Target::Nowhere => None,
    }
}

/// The places in a text that a link can lead to.
struct Places {
    ids: HashSet<String>,
    headings: HashMap<String, String>,
}

impl Places {
    fn new(tokens: &[Token], toc: &[Heading]) -> Self {
        let notes = tokens.iter().filter_map(|token| match token {
            Token::Open(tag) if matches!(tag.name.as_str(), "a" | "li") => tag.get("id").map(note_id),
            Token::Open(_) | Token::Close(_) | Token::Text(_) => None,
        });
        let ids = notes.chain(toc.iter().map(|heading| heading.id.clone())).collect();
        let mut headings = HashMap::new();
        for heading in toc {
            headings.entry(fold(&heading.text)).or_insert_with(|| heading.id.clone());
        }
        headings.remove("");
        Self { ids, headings }
    }

    /// The id a fragment means. Other tools make other ids from the same heading, so letters and digits decide.
    fn find(&self, fragment: &str) -> Option<String> {
        let fragment = percent_decode(fragment);
        let id = Some(note_id(&fragment)).filter(|id| self.ids.contains(id));
        id.or_else(|| self.headings.get(&fold(&fragment)).cloned())
    }
}

/// The id of a footnote or of the place that refers to it, from whatever its author called it.
fn note_id(id: &str) -> String {
    slugify(&percent_decode(id))
}

/// Undoes `%C3%B6`. What is not valid stays as it is.
pub(crate) fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after
            .get(..2)
            .and_then(|hex| str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}
