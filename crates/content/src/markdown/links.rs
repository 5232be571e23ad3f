//! Resolves links: to external sites, to pages of this site, to headings and footnotes of the same text. Unresolved links are
//! removed, and their text stays.

use std::collections::{HashMap, HashSet};

use super::{
    Heading,
    texts::RenderTexts,
    tokens::{HtmlToken, Tag, rewrite},
};
use crate::slug::{fold, slugify};

/// The target of a link or image, by kind.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum LinkTarget {
    /// An `http` or `https` URL.
    Web(String),
    /// A `mailto` or `tel` URL.
    Contact(String),
    /// A fragment of the same text, without `#`.
    Fragment(String),
    /// A path relative to the article or to the site.
    Relative(String),
    /// An empty URL, or one with a scheme that is not allowed.
    Unsupported,
}

impl LinkTarget {
    pub fn parse(address: &str) -> Self {
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
            Some(_) => Self::Unsupported,
            None if address.is_empty() || address.starts_with('\\') => Self::Unsupported,
            None => Self::Relative(address),
        }
    }
}

fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let is_scheme = !scheme.is_empty()
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

/// The path, if every browser resolves it to this site.
pub(super) fn same_site(path: &str) -> Option<String> {
    let safe = path.starts_with('/')
        && !path.starts_with("//")
        && !path.starts_with("/\\")
        && !path.chars().any(char::is_control);
    safe.then(|| path.to_owned())
}

pub(super) fn resolve(
    tokens: &mut Vec<HtmlToken>,
    toc: &[Heading],
    resolve_path: &dyn Fn(&str) -> Option<String>,
    texts: &RenderTexts,
) {
    let mut footnotes = HashSet::new();
    let anchors = Anchors::new(tokens, toc);
    let mut keeps_link = true;
    rewrite(tokens, |token, out| match token {
        HtmlToken::Open(mut tag) if tag.name == "a" => {
            let href = tag.remove("href").and_then(|href| resolve_href(&href, &anchors, resolve_path));
            keeps_link = href.is_some();
            if let Some(href) = href {
                out.push(HtmlToken::Open(anchor(&mut tag, href, &mut footnotes, texts)));
            }
        }
        HtmlToken::Open(mut tag) => {
            if let Some(id) = tag.remove("id") {
                // The id of a heading is final; an id of a footnote is used once.
                if super::tokens::heading_level(&tag.name).is_some() {
                    tag.set("id", id);
                } else if footnotes.insert(footnote_id(&id)) {
                    tag.set("id", footnote_id(&id));
                }
            }
            out.push(HtmlToken::Open(tag));
        }
        token if token.closes("a") => {
            if keeps_link {
                out.push(token);
            }
        }
        token => out.push(token),
    });
}

fn anchor(tag: &mut Tag, href: Href, footnotes: &mut HashSet<String>, texts: &RenderTexts) -> Tag {
    let mut link = Tag::new("a");
    if let Some(id) = tag.remove("id").map(|id| footnote_id(&id)).filter(|id| footnotes.insert(id.clone())) {
        link.set("id", id);
    }
    match href {
        Href::Internal(address) => link.set("href", address),
        Href::External(address) => {
            link.set("href", address);
            link.set("rel", "noopener noreferrer");
        }
    }
    if tag.has_class("footnote-backref") {
        link.set("class", "footnote-backref");
        link.set("aria-label", texts.back_to_text);
    }
    link
}

enum Href {
    Internal(String),
    External(String),
}

fn resolve_href(
    href: &str,
    anchors: &Anchors,
    resolve_path: &dyn Fn(&str) -> Option<String>,
) -> Option<Href> {
    match LinkTarget::parse(href) {
        LinkTarget::Web(address) => Some(Href::External(address)),
        LinkTarget::Contact(address) => Some(Href::Internal(address)),
        LinkTarget::Fragment(fragment) => anchors.find(&fragment).map(|id| Href::Internal(format!("#{id}"))),
        LinkTarget::Relative(path) => {
            let resolved = resolve_path(&path)?;
            match LinkTarget::parse(&resolved) {
                LinkTarget::Web(address) => Some(Href::External(address)),
                LinkTarget::Relative(path) => same_site(&path).map(Href::Internal),
                LinkTarget::Contact(_) | LinkTarget::Fragment(_) | LinkTarget::Unsupported => None,
            }
        }
        LinkTarget::Unsupported => None,
    }
}

/// The headings and footnotes of a text to which a link can lead.
struct Anchors {
    ids: HashSet<String>,
    headings: HashMap<String, String>,
}

impl Anchors {
    fn new(tokens: &[HtmlToken], toc: &[Heading]) -> Self {
        let footnotes = tokens.iter().filter_map(|token| match token {
            HtmlToken::Open(tag) if matches!(tag.name.as_str(), "a" | "li") => tag.get("id").map(footnote_id),
            HtmlToken::Open(_) | HtmlToken::Close(_) | HtmlToken::Text(_) => None,
        });
        let ids = footnotes.chain(toc.iter().map(|heading| heading.id.clone())).collect();
        let mut headings = HashMap::new();
        for heading in toc {
            headings.entry(fold(&heading.text)).or_insert_with(|| heading.id.clone());
        }
        headings.remove("");
        Self { ids, headings }
    }

    /// The id that a fragment refers to. Other tools derive other ids from the same heading, so only letters and digits are
    /// compared.
    fn find(&self, fragment: &str) -> Option<String> {
        let fragment = percent_decode(fragment);
        let id = Some(footnote_id(&fragment)).filter(|id| self.ids.contains(id));
        id.or_else(|| self.headings.get(&fold(&fragment)).cloned())
    }
}

/// The id of a footnote or of the reference to it, from the name that the author gave it.
fn footnote_id(id: &str) -> String {
    slugify(&percent_decode(id))
}

/// Decodes percent-encoding. Invalid sequences stay as they are.
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
