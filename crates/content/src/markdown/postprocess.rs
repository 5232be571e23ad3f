//! The last rendering step, on sanitised HTML: images, alerts, headings, links and tables, in this order.

use super::{
    Rendered, headings, images, links, plain, tables,
    texts::RenderTexts,
    tokens::{self, HtmlToken, Tag},
};

pub(super) fn postprocess(
    html: &str,
    resolve: &dyn Fn(&str) -> Option<String>,
    title: Option<&str>,
    texts: &RenderTexts,
) -> Rendered {
    let mut tokens = tokens::parse(html);
    images::replace(&mut tokens, resolve, texts);
    convert_elements(&mut tokens, texts);
    let mut tokens = tokens::remove_empty(tokens);
    if let Some(title) = title {
        headings::remove_title(&mut tokens, title);
    }
    let toc = headings::assign_levels_and_ids(&mut tokens);
    links::resolve(&mut tokens, &toc, resolve, texts);
    tables::wrap_in_scroll_regions(&mut tokens, title, texts);
    let text = plain::extract(&tokens);
    Rendered {
        html: tokens::to_html(&tokens).trim().to_owned(),
        toc,
        plain: text.all,
        first_paragraph: text.first_paragraph,
    }
}

/// Converts alerts, task list items and code blocks to the markup that the style sheet and screen readers expect.
fn convert_elements(tokens: &mut Vec<HtmlToken>, texts: &RenderTexts) {
    tokens::rewrite(tokens, |token, out| match token {
        HtmlToken::Open(mut tag) => match tag.name.as_str() {
            "input" => out.extend(task_box(&tag, texts)),
            "pre" => {
                // A wide code block scrolls, so it must be focusable by keyboard.
                tag.set("tabindex", "0");
                out.push(HtmlToken::Open(tag));
            }
            "div" if tag.has_class("markdown-alert") => out.push(HtmlToken::Open(alert(&tag))),
            "p" if tag.has_class("markdown-alert-title") => {
                out.push(HtmlToken::Open(Tag::new("p").with("class", "alert__title")));
            }
            _ => {
                if tag.get("class") == Some("") {
                    tag.remove("class");
                }
                out.push(HtmlToken::Open(tag));
            }
        },
        HtmlToken::Close(_) | HtmlToken::Text(_) => out.push(token),
    });
}

fn alert(tag: &Tag) -> Tag {
    let kind = ["tip", "important", "warning", "caution"]
        .into_iter()
        .find(|kind| tag.has_class(&format!("markdown-alert-{kind}")))
        .unwrap_or("note");
    Tag::new("div").with("class", format!("alert alert--{kind}")).with("role", "note")
}

/// A check mark as an image instead of a form control: there is nothing to submit, and a control would need a label.
fn task_box(tag: &Tag, texts: &RenderTexts) -> Vec<HtmlToken> {
    if tag.get("type") != Some("checkbox") {
        return Vec::new();
    }
    let (symbol, label) =
        if tag.get("checked").is_some() { ("☑", texts.done) } else { ("☐", texts.not_done) };
    let tag = Tag::new("span").with("class", "task").with("role", "img").with("aria-label", label);
    vec![HtmlToken::Open(tag), HtmlToken::text(symbol), HtmlToken::Close("span".to_owned())]
}
