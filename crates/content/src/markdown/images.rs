//! Images. One of ours is shown; one from elsewhere becomes a link (a page makes no external requests);
//! one that leads nowhere leaves its description.

use super::{
    links::{Target, same_site},
    tokens::{Tag, Token, collapse, rewrite},
    words::Words,
};

pub(super) fn replace(tokens: &mut Vec<Token>, resolve: &dyn Fn(&str) -> Option<String>, words: &Words) {
    let mut in_link = false;
    rewrite(tokens, |token, out| match token {
        Token::Open(tag) if tag.name == "img" => out.extend(replacement(&tag, resolve, in_link, words)),
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
    words: &Words,
) -> Vec<Token> {
    let description = collapse(tag.get("alt").unwrap_or_default());
    match tag.get("src").map(Target::of) {
        Some(Target::Relative(path)) => match resolve(&path).and_then(|path| same_site(&path)) {
            Some(path) => vec![Token::Open(shown(tag, &path, &description))],
            None => vec![Token::Text(description)],
        },
        Some(Target::Web(address)) if !in_link => {
            let label = if description.is_empty() { words.image.to_owned() } else { description };
            vec![
                Token::Open(Tag::new("a").with("href", address)),
                Token::Text(label),
                Token::Close("a".to_owned()),
            ]
        }
        _ => vec![Token::Text(description)],
    }
}

fn shown(tag: &Tag, path: &str, description: &str) -> Tag {
    let mut image = Tag::new("img").with("src", path).with("alt", description).with("loading", "lazy");
    for name in ["width", "height"] {
        if let Some(pixels) = tag.get(name).and_then(|value| value.parse::<u16>().ok()) {
            image.set(name, pixels.to_string());
        }
    }
    image
}
