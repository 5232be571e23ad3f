//! Changing the language of a page with a form: the links of the header become buttons of that form, so that what was typed goes
//! along, without JavaScript too. The server keeps it and shows the page in the other language.

use std::ops::Range;

use super::passes::{find, tag_end};

/// The path under which what was typed into the form of a page is kept while its language changes: followed by the page's own.
pub const LANGUAGE_PATH: &str = "/language";

/// The navigation of the header with the languages.
const LANGUAGES: &str = "class=\"languages\">";
const LINK: &str = "<a href=\"";
/// The id that a form gets where it has none.
const FORM_ID: &str = "page-form";

/// A form that is posted and filled in, by places in the document.
struct Form {
    tag: Range<usize>,
    content: Range<usize>,
}

/// The document with buttons instead of links to its other languages, where it has a form to fill in. Of several it is the one that
/// was not accepted, or else the first with a text of several lines; `hydrate.js` changes that to the one that was filled in last.
///
/// Pressing Enter in a field presses the first button of its form in the document, which the languages would be: a hidden one
/// before them does what the form's own does.
pub fn with_language_buttons(html: String) -> String {
    let (Some(nav), Some(form)) = (find(&html, 0, LANGUAGES), main_form(&html)) else { return html };
    let Some(nav_end) = find(&html, nav, "</nav>") else { return html };
    if form.tag.start < nav_end {
        return html;
    }
    let tag = &html[form.tag.clone()];
    let own_id = attribute(tag, "id");
    let id = own_id.unwrap_or(FORM_ID);
    let action = format!(
        "<button type=\"submit\" form=\"{id}\" formnovalidate \
         formenctype=\"application/x-www-form-urlencoded\" formaction=\"{LANGUAGE_PATH}"
    );
    let nav = nav + LANGUAGES.len();
    let languages = html[nav..nav_end].replace(LINK, &action).replace("</a>", "</button>");
    let default = default_button(id, &html[form.content]);
    let added_id = if own_id.is_none() { format!(" id=\"{FORM_ID}\"") } else { String::new() };
    let form_name = form.tag.start + "<form".len();
    [&html[..nav], &default, &languages, &html[nav_end..form_name], &added_id, &html[form_name..]].concat()
}

/// The hidden button that Enter presses, with name and value of the form's first one.
fn default_button(form_id: &str, content: &str) -> String {
    let first = content.match_indices("<button").find_map(|(start, _)| {
        let tag = &content[start..tag_end(content, start)?];
        (attribute(tag, "type") == Some("submit")).then_some(tag)
    });
    let copied =
        |name: &str| first.and_then(|tag| attribute(tag, name)).map(|value| format!(" {name}=\"{value}\""));
    let (name, value) = (copied("name"), copied("value"));
    let value = name.as_ref().and(value);
    format!(
        "<button class=\"visually-hidden\" type=\"submit\" form=\"{form_id}\" tabindex=\"-1\" aria-hidden=\"true\" \
         data-default{}{}></button>",
        name.unwrap_or_default(),
        value.unwrap_or_default()
    )
}

fn main_form(html: &str) -> Option<Form> {
    let mut forms = Vec::new();
    let mut at = 0;
    while let Some(start) = find(html, at, "<form") {
        let tag = start..tag_end(html, start)?;
        let end = find(html, tag.end, "</form>")?;
        at = end;
        let content = tag.end..end;
        let is_posted = html[tag.clone()].contains("method=\"post\"");
        // a form that was opened for someone else is shown again: its texts are in hidden fields
        let has = |text| find(&html[content.clone()], 0, text).is_some();
        if is_posted && (has("class=\"ds-input\"") || has("name=\"opened_by\"")) {
            forms.push(Form { tag, content });
        }
    }
    let with =
        |text: &str| forms.iter().position(|form| find(&html[form.content.clone()], 0, text).is_some());
    let chosen = with("aria-invalid=\"true\"").or_else(|| with("<textarea")).unwrap_or_default();
    (chosen < forms.len()).then(|| forms.swap_remove(chosen))
}

/// The value of an attribute of a tag, as it is written.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) = tag.split_once(&format!(" {name}=\""))?;
    value.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "<nav class=\"languages\"><ul><li><a href=\"/x?lang=nb&amp;q=1\" class=\"ds-link\">NB</a></li></ul></nav>";

    fn button(id: &str) -> String {
        format!(
            "<button type=\"submit\" form=\"{id}\" formnovalidate formenctype=\"application/x-www-form-urlencoded\" \
             formaction=\"/language/x?lang=nb&amp;q=1\" class=\"ds-link\">NB</button>"
        )
    }

    #[test]
    fn the_languages_are_buttons_of_the_form_that_is_filled_in() {
        let field = "<input class=\"ds-input\">";
        let html = format!(
            "{HEADER}<form method=\"get\">{field}</form><form method=\"post\">{field}</form><form method=\"post\" id=\"b\">\
             <textarea class=\"ds-input\"></textarea><button type=\"button\"></button>\
             <button class=\"x\" type=\"submit\" name=\"step\" value=\"check\">1</button></form>"
        );
        let html = with_language_buttons(html);
        assert!(html.contains(&button("b")), "{html}");
        assert!(!html.contains("<a "), "{html}");
        let default =
            "tabindex=\"-1\" aria-hidden=\"true\" data-default name=\"step\" value=\"check\"></button><ul>";
        assert!(html.contains(default), "{html}");
        let refused = format!(
            "{HEADER}<form method=\"post\"><textarea class=\"ds-input\"></textarea></form><form method=\"post\">\
             <input class=\"ds-input\" aria-invalid=\"true\"><button type=\"submit\">1</button></form>"
        );
        let html = with_language_buttons(refused);
        assert!(html.contains("</form><form id=\"page-form\" method=\"post\">"), "{html}");
        assert!(html.contains(&button("page-form")), "{html}");
    }

    #[test]
    fn a_page_without_a_form_to_fill_in_keeps_its_links() {
        for rest in [
            "",
            "<form method=\"post\"><button type=\"submit\">1</button></form>",
            "<form",
            "<form method=\"post\">",
        ] {
            let html = format!("{HEADER}{rest}");
            assert_eq!(with_language_buttons(html.clone()), html);
        }
    }
}
