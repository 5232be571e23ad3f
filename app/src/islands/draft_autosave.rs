//! Saves the draft of a new ticket on the server while it is typed, so that a reload or another tab finds it.

use leptos::prelude::*;

/// Saves the form with the id `ticket-form` 1.2 seconds after the last input, and says in the element `.draft-state` whether that
/// succeeded.
#[island]
pub fn DraftAutosave() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    let _ = autosave();
}

#[cfg(feature = "hydrate")]
fn autosave() -> Option<()> {
    use std::time::Duration;

    use leptos::leptos_dom::helpers::debounce;
    use wasm_bindgen::JsValue;
    use web_sys::{FormData, HtmlElement, HtmlFormElement, UrlSearchParams};

    use super::browser::{Body, Request, by_id, claim, data, on, set};

    fn show(state: &HtmlElement, name: &str) {
        state.set_text_content(Some(&data(state, name)));
        set(state, "data-shown", "yes");
    }

    fn save(form: &HtmlFormElement, state: &HtmlElement) -> Result<(), JsValue> {
        let fields = FormData::new_with_form(form)?;
        // chosen files have been uploaded already
        fields.delete("attachments");
        let fields = UrlSearchParams::new_with_str_sequence_sequence(&fields)?;
        show(state, "saving");
        let state = state.clone();
        Request::new("POST", "/islands/keep_draft")?.send(&Body::Fields(fields), move |response| {
            show(&state, if response.is_ok() { "saved" } else { "failed" });
            if let (true, Ok(history)) = (response.is_ok(), window().history()) {
                // the query has prefilled the form: without it a reload loads the draft
                let _ = history.replace_state_with_url(&JsValue::NULL, "", Some("/tickets/new"));
            }
        })
    }

    let state = claim(".draft-state")?;
    let form: HtmlFormElement = by_id("ticket-form")?;
    let typed = form.clone();
    let mut save = debounce(Duration::from_millis(1200), move |()| {
        if save(&typed, &state).is_err() {
            show(&state, "failed");
        }
    });
    on(&form, "input", move |_| save(()));
    Some(())
}
