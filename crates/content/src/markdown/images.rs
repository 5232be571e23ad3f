//! Images. Images of this site are shown, external ones become links (pages make no external requests), and unresolved ones
//! are replaced by their alternative text.

use super::{
    links::{LinkTarget, same_site},
    texts::RenderTexts,
    tokens::{HtmlToken, Tag, collapse, rewrite},
};

pub(super) fn replace(
    tokens: &mut Vec<HtmlToken>,
    resolve: &dyn Fn(&str) -> Option<String>,
    texts: &RenderTexts,
) {
    let mut in_link = false;
    rewrite(tokens, |token, out| match token {
        HtmlToken::Open(tag) if tag.name == "img" => out.extend(replacement(&tag, resolve, in_link, texts)),
        token => {
            in_link = (in_link || token.opens("a")) && !token.closes("a");
            out.push(token);
        }
    });
}

fn replacement(
    tag: &Tag,
    resolve: &dyn Fn(&str) -> Option<String>,
    in_link: bool,
    texts: &RenderTexts,
) -> Vec<HtmlToken> {
    let description = collapse(tag.get("alt").unwrap_or_default());
    match tag.get("src").map(LinkTarget::parse) {
        Some(LinkTarget::Relative(path)) => match resolve(&path).and_then(|path| same_site(&path)) {
            Some(path) => vec![HtmlToken::Open(image_tag(tag, &path, &description))],
            None => vec![HtmlToken::Text(description)],
        },
        Some(LinkTarget::Web(address)) if !in_link => {
            let label = if description.is_empty() { texts.image.to_owned() } else { description };
            vec![
                HtmlToken::Open(Tag::new("a").with("href", address)),
                HtmlToken::Text(label),
                HtmlToken::Close("a".to_owned()),
            ]
        }
        _ => vec![HtmlToken::Text(description)],
    }
}

fn image_tag(tag: &Tag, path: &str, description: &str) -> Tag {
    let mut image = Tag::new("img").with("src", path).with("alt", description).with("loading", "lazy");
    for name in ["width", "height"] {
        if let Some(pixels) = tag.get(name).and_then(|value| value.parse::<u16>().ok()) {
            image.set(name, pixels.to_string());
        }
    }
    image
}
