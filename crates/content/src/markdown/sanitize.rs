//! The sanitiser: an allow-list of elements, attributes, classes and URL schemes.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use ammonia::{Builder, UrlRelative};

const TAGS: [&str; 52] = [
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
];

/// Elements that are removed with their content. Of other elements that are not allowed, the text stays.
const REMOVED_WITH_CONTENT: [&str; 14] = [
    "script", "style", "iframe", "object", "embed", "noscript", "template", "svg", "math", "textarea",
    "select", "title", "video", "audio",
];

const ATTRIBUTES: [(&str, &[&str]); 9] = [
    ("a", &["href", "id"]),
    ("abbr", &["title"]),
    ("img", &["src", "alt", "width", "height"]),
    ("input", &["type", "checked"]),
    ("li", &["id"]),
    ("ol", &["start"]),
    ("td", &["colspan", "rowspan", "align"]),
    ("th", &["colspan", "rowspan", "align", "scope"]),
    ("details", &[]),
];

const CLASSES: [(&str, &[&str]); 5] = [
    (
        "div",
        &[
            "markdown-alert",
            "markdown-alert-note",
            "markdown-alert-tip",
            "markdown-alert-important",
            "markdown-alert-warning",
            "markdown-alert-caution",
        ],
    ),
    ("p", &["markdown-alert-title"]),
    ("section", &["footnotes"]),
    ("sup", &["footnote-ref"]),
    ("a", &["footnote-backref"]),
];

static POLICY: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut policy = Builder::empty();
    policy
        .tags(TAGS.into())
        .clean_content_tags(REMOVED_WITH_CONTENT.into())
        .tag_attributes(sets(&ATTRIBUTES))
        .allowed_classes(sets(&CLASSES))
        .generic_attributes(["lang", "dir"].into())
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true)
        .attribute_filter(only_footnote_ids);
    policy
});

fn sets(pairs: &[(&'static str, &'static [&'static str])]) -> HashMap<&'static str, HashSet<&'static str>> {
    pairs.iter().map(|(tag, names)| (*tag, names.iter().copied().collect())).collect()
}

/// Removes all ids but those that connect footnotes with their references. Headings get their ids later.
fn only_footnote_ids<'u>(_tag: &str, attribute: &str, value: &'u str) -> Option<Cow<'u, str>> {
    let allowed = attribute != "id" || value.starts_with("fn-") || value.starts_with("fnref-");
    allowed.then_some(Cow::Borrowed(value))
}

pub(super) fn sanitize(html: &str) -> String {
    POLICY.clean(&limit_depth(html)).to_string()
}

/// The maximum nesting depth of elements. The time of the HTML parser grows with the square of the depth.
const MAX_DEPTH: usize = 100;

/// Removes the tags of elements that are nested deeper than [`MAX_DEPTH`]; their text stays.
fn limit_depth(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut depth = 0_usize;
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let closes = rest.starts_with("</");
        let name = rest.trim_start_matches(['<', '/']);
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        let previous_depth = depth;
        if !name.is_empty() && !has_optional_end_tag(name) {
            depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        }
        let length = if previous_depth.max(depth) > MAX_DEPTH && previous_depth != depth {
            rest.find('>').map_or(rest.len(), |end| end + 1)
        } else {
            0
        };
        if length == 0 {
            out.push('<');
        }
        rest = &rest[length.max(1)..];
    }
    out.push_str(rest);
    out
}

/// Whether the end tag of an element is optional or does not exist.
fn has_optional_end_tag(name: &str) -> bool {
    let elements = [
        "br", "hr", "img", "input", "wbr", "col", "source", "track", "link", "meta", "p", "li", "dt", "dd",
        "td", "th", "tr", "thead", "tbody", "tfoot", "option", "path",
    ];
    elements.iter().any(|known| name.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_beyond_the_maximum_depth_are_flattened() {
        let deep = format!("{}a{}<b>c</b>", "<div>".repeat(1000), "</div>".repeat(1000));
        let html = limit_depth(&deep);
        assert_eq!((html.matches("<div>").count(), html.matches("</div>").count()), (MAX_DEPTH, MAX_DEPTH));
        assert!(html.ends_with("<b>c</b>"));
        let list = "<p>a<li>b<br>".repeat(500);
        assert_eq!(limit_depth(&list), list);
    }
}
