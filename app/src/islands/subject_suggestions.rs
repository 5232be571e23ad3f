//! Articles that may answer a new ticket, suggested below its subject while subject and description are typed. They never take the focus.

use leptos::prelude::*;

/// Suggests articles for the values of the fields with the ids `subject` and `description` in the element `.subject-help`.
#[island]
pub fn SubjectSuggestions() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    let _ = watch();
}

#[cfg(feature = "hydrate")]
fn watch() -> Option<()> {
    use std::{cell::Cell, rc::Rc, time::Duration};

    use leptos::leptos_dom::helpers::debounce;
    use wasm_bindgen::JsValue;
    use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement, UrlSearchParams};

    use super::browser::{Body, Request, by_id, claim, on, page_lang, target};

    /// How much of the description is sent, in characters: as much as a query may have.
    const DESCRIPTION_CHARS: usize = 200;

    /// Requests suggestions; an answer to an earlier request is dropped.
    fn request(
        subject: &str,
        description: &str,
        help: HtmlElement,
        latest: &Rc<Cell<u32>>,
    ) -> Result<(), JsValue> {
        let number = latest.get() + 1;
        latest.set(number);
        let latest = Rc::clone(latest);
        let fields = UrlSearchParams::new()?;
        fields.append("subject", subject);
        fields.append("description", &description.chars().take(DESCRIPTION_CHARS).collect::<String>());
        // sent as a form: what people write is in no address
        Request::new("POST", &format!("/islands/help?lang={}", page_lang()))?.send(
            &Body::Fields(fields),
            move |response| {
                if response.is_ok() && latest.get() == number {
                    help.set_inner_html(&response.text("html"));
                }
            },
        )
    }

    let help = claim(".subject-help")?;
    let subject: HtmlInputElement = by_id("subject")?;
    let description: HtmlTextAreaElement = by_id("description")?;
    let latest = Rc::new(Cell::new(0));
    let (typed, written) = (subject.clone(), description.clone());
    let mut suggest = debounce(Duration::from_millis(350), move |()| {
        // without suggestions the ticket can still be filed
        let _ = request(&typed.value(), &written.value(), help.clone(), &latest);
    });
    // the form has no other fields whose words say what it is about
    let form = subject.form()?;
    on(&form, "input", move |event| {
        if target::<Element>(&event)
            .is_some_and(|field| matches!(field.id().as_str(), "subject" | "description"))
        {
            suggest(());
        }
    });
    Some(())
}
