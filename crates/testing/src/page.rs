//! Reading HTML: forms, fields, links and text.

use std::collections::BTreeSet;

use scraper::{ElementRef, Html, Selector};

/// An HTML document.
pub struct Page(Html);

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("{css}: {error}"))
}

fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of an element, with single spaces; elements are separated by one.
fn text_of(element: ElementRef<'_>) -> String {
    collapse(&element.text().collect::<Vec<_>>().join(" "))
}

impl Page {
    /// Parses a document; like a browser, without errors, and without what is in a `template`, which nobody sees.
    pub fn parse(html: &str) -> Self {
        let mut document = Html::parse_document(html);
        let templates: Vec<_> = document.select(&selector("template")).map(|element| element.id()).collect();
        for id in templates {
            if let Some(mut template) = document.tree.get_mut(id) {
                template.detach();
            }
        }
        Self(document)
    }

    /// The elements that a CSS selector matches, in order.
    pub fn select(&self, css: &str) -> Vec<ElementRef<'_>> {
        self.0.select(&selector(css)).collect()
    }

    /// What a person reads in the main part of the page, or in all of it where it has none.
    pub fn main_text(&self) -> String {
        let main = self.0.select(&selector("main")).next();
        text_of(main.unwrap_or_else(|| self.0.root_element()))
    }

    /// The texts of the elements that a CSS selector matches.
    pub fn texts(&self, css: &str) -> Vec<String> {
        self.select(css).into_iter().map(text_of).collect()
    }

    /// The values of an attribute of the elements that a CSS selector matches.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        self.select(css).iter().filter_map(|element| element.attr(name).map(str::to_owned)).collect()
    }

    /// The targets of all links.
    pub fn links(&self) -> Vec<String> {
        self.attributes("a[href]", "href")
    }

    /// The forms in order.
    pub fn forms(&self) -> Vec<Form<'_>> {
        self.select("form").into_iter().map(Form).collect()
    }

    /// The first form with this action.
    #[track_caller]
    pub fn form(&self, action: &str) -> Form<'_> {
        self.find_form(action)
            .unwrap_or_else(|| panic!("no form with the action {action}: {}", self.main_text()))
    }

    /// The same; `None` where there is no such form.
    pub fn find_form(&self, action: &str) -> Option<Form<'_>> {
        self.forms().into_iter().find(|form| form.action() == action)
    }

    /// The value of the first field of this name in any form; `None` where there is no such field.
    pub fn field(&self, name: &str) -> Option<String> {
        field(self.0.root_element(), name)
    }

    /// Whether a checkbox or radio button of this name is checked.
    pub fn is_checked(&self, name: &str) -> bool {
        !self.select(&format!("input[name=\"{name}\"][checked]")).is_empty()
    }
}

/// A form of a [`Page`].
#[derive(Clone, Copy)]
pub struct Form<'p>(ElementRef<'p>);

impl Form<'_> {
    /// Where it is sent; empty: to the URL of the page.
    pub fn action(&self) -> &str {
        self.0.attr("action").unwrap_or_default()
    }

    /// Whether it is sent by POST.
    pub fn is_post(&self) -> bool {
        self.0.attr("method").is_some_and(|method| method.eq_ignore_ascii_case("post"))
    }

    /// The value of the first field of this name.
    #[track_caller]
    pub fn field(&self, name: &str) -> String {
        field(self.0, name).unwrap_or_else(|| panic!("{} has no field {name}", self.action()))
    }

    /// The attribute of the form.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.0.attr(name)
    }

    /// Names and values that a browser would send: without files, and without a button.
    pub fn entered(&self) -> Vec<(String, String)> {
        self.fields(|element, kind| match kind {
            "checkbox" | "radio" => element.attr("checked").map(|_| value(element)),
            _ => Some(value(element)),
        })
    }

    /// The same after a person has filled in every field: texts with several lines, the last choice, every box.
    pub fn filled_in(&self) -> Vec<(String, String)> {
        let text =
            |element: ElementRef<'_>| format!("{} & åäö <b>", element.attr("name").unwrap_or_default());
        let mut filled = self.fields(|element, kind| {
            Some(match kind {
                "hidden" | "checkbox" | "radio" => value(element),
                "textarea" => format!("  {}\n\n\tslut", text(element)),
                "select" => element.select(&selector("option")).last().map(option_value).unwrap_or_default(),
                "date" => "2026-12-24".to_owned(),
                "datetime-local" => "2026-12-24T10:30".to_owned(),
                "email" => "någon@example.org".to_owned(),
                _ => text(element),
            })
        });
        let radios: BTreeSet<_> =
            self.0.select(&selector("input[type=radio]")).filter_map(|radio| radio.attr("name")).collect();
        for name in radios {
            let chosen = filled.iter().rposition(|(field, _)| field == name);
            let mut at = 0..;
            filled.retain(|(field, _)| at.next() == chosen || field != name);
        }
        filled
    }

    fn fields(&self, read: impl Fn(ElementRef<'_>, &str) -> Option<String>) -> Vec<(String, String)> {
        let fields = selector("input[name], select[name], textarea[name]");
        let read = |element: ElementRef<'_>| {
            let kind = match element.value().name() {
                "input" => element.attr("type").unwrap_or("text"),
                other => other,
            };
            let value = if kind == "file" { None } else { read(element, kind.to_owned().as_str()) };
            value.map(|value| (element.attr("name").unwrap_or_default().to_owned(), value))
        };
        self.0.select(&fields).filter_map(read).collect()
    }

    /// Names and values of all fields and named buttons: every choice of a radio group or select, whether checked or not.
    pub fn choices(&self) -> Vec<(String, String)> {
        let mut choices = Vec::new();
        for element in self.0.select(&selector("input[name], select[name], textarea[name], button[name]")) {
            let name = element.attr("name").unwrap_or_default().to_owned();
            if element.value().name() == "select" {
                let option = selector("option");
                choices.extend(element.select(&option).map(|option| (name.clone(), option_value(option))));
            } else {
                choices.push((name, value(element)));
            }
        }
        choices
    }
}

fn field(within: ElementRef<'_>, name: &str) -> Option<String> {
    let css = format!(
        "input[name=\"{name}\"], select[name=\"{name}\"], textarea[name=\"{name}\"], button[name=\"{name}\"]"
    );
    within.select(&selector(&css)).next().map(value)
}

fn value(element: ElementRef<'_>) -> String {
    match element.value().name() {
        // the parser has dropped a first line break
        "textarea" => element.text().collect(),
        // one is chosen at all times
        "select" => {
            let options = |css| element.select(&selector(css)).next().map(option_value);
            options("option[selected]").or_else(|| options("option")).unwrap_or_default()
        }
        _ => element.attr("value").unwrap_or_default().to_owned(),
    }
}

fn option_value(option: ElementRef<'_>) -> String {
    option.attr("value").map_or_else(|| text_of(option), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = "<header>Fyr</header><main><h1>Nytt <b>ärende</b></h1><p>a&amp;b</p><form method=post action='/tickets/new'>\
        <input name=subject value='&lt;x&gt;'><textarea name=description>\nTvå\nrader</textarea>\
        <select name=topic><option value=a>A<option value=b selected>B</select><input type=checkbox name=urgent checked>\
        <button name=step value=send>Skicka</button></form></main><a href='/account'>Konto</a>";

    #[test]
    fn fields_have_the_values_that_a_browser_would_send() {
        let page = Page::parse(HTML);
        let form = page.form("/tickets/new");
        let values = ["subject", "description", "topic", "step"].map(|name| form.field(name));
        assert_eq!(values, ["<x>", "Två\nrader", "b", "send"]);
        assert!(form.is_post() && page.is_checked("urgent") && !page.is_checked("subject"));
        assert_eq!(page.field("missing"), None);
        assert_eq!(form.choices().iter().filter(|(name, _)| name == "topic").count(), 2);
        let entered: Vec<_> = form.entered().into_iter().map(|(name, _)| name).collect();
        assert_eq!(entered, ["subject", "description", "topic", "urgent"]);
        let filled = form.filled_in();
        assert!(
            filled.contains(&("description".into(), "  description & åäö <b>\n\n\tslut".into())),
            "{filled:?}"
        );
    }

    #[test]
    fn the_main_text_is_what_a_person_reads() {
        let page = Page::parse(HTML);
        assert_eq!(page.main_text(), "Nytt ärende a&b Två rader A B Skicka");
        assert_eq!(page.links(), ["/account"]);
    }
}
