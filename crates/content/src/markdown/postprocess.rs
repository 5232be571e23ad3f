//! The last step over clean HTML: the order in which headings, images, links and tables get their final form.

use super::{
    Rendered, headings, images, links, plain, tables,
    tokens::{self, Tag, Token},
    words::Words,
};

pub(super) fn finish(
    html: &str,
    resolve: &dyn Fn(&str) -> Option<String>,
    title: Option<&str>,
    words: &Words,
) -> Rendered {
    let mut tokens = tokens::read(html);
    images::replace(&mut tokens, resolve, words);
    name_our_own(&mut tokens, words);
    let mut tokens = tokens::drop_empty(tokens);
    if let Some(title) = title {
        headings::drop_title(&mut tokens, title);
    }
    let toc = headings::number(&mut tokens);
    links::resolve(&mut tokens, &toc, resolve, words);
    tables::frame(&mut tokens, title, words);
    let text = plain::read(&tokens);
    Rendered {
        html: tokens::write(&tokens).trim().to_owned(),
        toc,
        plain: text.all,
        first_paragraph: text.first_paragraph,
    }
}

/// Alerts, task boxes and code get the markup our style sheet and screen readers know.
fn name_our_own(tokens: &mut Vec<Token>, words: &Words) {
    tokens::rewrite(tokens, |token, out| match token {
        Token::Open(mut tag) => match tag.name.as_str() {
            "input" => out.extend(task_box(&tag, words)),
            "pre" => {
                // A wide listing scrolls, so it has to be reachable by keyboard.
                tag.set("tabindex", "0");
                out.push(Token::Open(tag));
            }
            "div" if tag.has_class("markdown-alert") => out.push(Token::Open(alert(&tag))),
            "p" if tag.has_class("markdown-alert-title") => {
                out.push(Token::Open(Tag::new("p").with("class", "alert__title")));
            }
            _ => {
                if tag.get("class") == Some("") {
                    tag.take("class");
                }
                out.push(Token::Open(tag));
            }
        },
        Token::Close(_) | Token::Text(_) => out.push(token),
    });
}

fn alert(tag: &Tag) -> Tag {
    let kind = ["tip", "important", "warning", "caution"]
        .into_iter()
        .find(|kind| tag.has_class(&format!("markdown-alert-{kind}")))
        .unwrap_or("note");
    Tag::new("div").with("class", format!("alert alert--{kind}")).with("role", "note")
}

/// A picture of a box instead of a form control: there is nothing to submit, and a control would need a label.
fn task_box(tag: &Tag, words: &Words) -> Vec<Token> {
    if tag.get("type") != Some("checkbox") {
        return Vec::new();
    }
    let (sign, label) =
        if tag.get("checked").is_some() { ("☑", words.done) } else { ("☐", words.not_done) };
    let tag = Tag::new("span").with("class", "task").with("role", "img").with("aria-label", label);
    vec![Token::Open(tag), Token::text(sign), Token::Close("span".to_owned())]
}
