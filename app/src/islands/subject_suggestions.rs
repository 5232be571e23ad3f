//! Articles that may answer a new ticket, suggested below its subject while it is typed. They never take the focus.

use leptos::prelude::*;

/// Suggests articles for the value of the field with the id `subject` in the element `.subject-help`.
#[island]
pub fn SubjectSuggestions() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    let _ = watch();
}

#[cfg(feature = "hydrate")]
fn watch() -> Option<()> {
    use std::time::Duration;

    use leptos::leptos_dom::helpers::debounce;
    use wasm_bindgen::JsValue;
    use web_sys::{HtmlElement, HtmlInputElement};

    use super::browser::{Body, Request, by_id, claim, on};

    fn request(subject: &str, help: HtmlElement) -> Result<(), JsValue> {
        Request::for_articles("/islands/help", subject)?.send(&Body::Empty, move |response| {
            if response.is_ok() {
                help.set_inner_html(&response.text("html"));
            }
        })
    }

    let help = claim(".subject-help")?;
    let field: HtmlInputElement = by_id("subject")?;
    let typed = field.clone();
    let mut suggest = debounce(Duration::from_millis(350), move |()| {
        // without suggestions the ticket can still be filed
        let _ = request(&typed.value(), help.clone());
    });
    on(&field, "input", move |_| suggest(()));
    Some(())
}
