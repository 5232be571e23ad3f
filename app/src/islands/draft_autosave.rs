//! Keeps what is typed into the ticket form, on the server, so that a reload or another tab finds it.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Its words.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DraftTexts {
    /// While it is being kept.
    pub saving: String,
    /// When it has been.
    pub saved: String,
    /// When it could not be.
    pub failed: String,
}

/// Says, beside the button, whether what was typed has been kept.
#[island]
pub fn DraftKeeper(
    /// Its words.
    texts: DraftTexts,
    /// The form's key.
    form_key: String,
) -> impl IntoView {
    let (said, say) = signal(String::new());
    #[cfg(feature = "hydrate")]
    keep(texts, form_key, say);
    #[cfg(not(feature = "hydrate"))]
    let _ = (texts, form_key, say);
    view! { <span class="draft-state" role="status">{said}</span> }
}

#[cfg(feature = "hydrate")]
fn keep(texts: DraftTexts, form_key: String, say: WriteSignal<String>) {
    use std::{cell::RefCell, time::Duration};

    use leptos::{ev, leptos_dom::helpers::debounce, task::spawn_local};
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{Element, FormData, HtmlFormElement};

    let save = move |form: HtmlFormElement| {
        let Ok(data) = FormData::new_with_form(&form) else { return };
        let value = |name: &str| data.get(name).as_string().unwrap_or_default();
        let fields = fyr_domain::tickets::RawTicket {
            topic: value("topic"),
            subject: value("subject"),
            description: value("description"),
            name: value("name"),
            email: value("email"),
            urgent: value("urgent"),
            participant: value("participant"),
            organisation: value("organisation"),
        };
        let (texts, form_key) = (texts.clone(), form_key.clone());
        say.set(texts.saving);
        spawn_local(async move {
            let kept = crate::api::tickets::keep_draft(form_key, fields).await;
            if kept.is_ok() {
                // what the address filled in is in the draft now: a reload is to find the draft
                let history = window().history();
                let _ = history.and_then(|history| {
                    history.replace_state_with_url(&JsValue::NULL, "", Some("/tickets/new"))
                });
            }
            say.set(if kept.is_ok() { texts.saved } else { texts.failed });
        });
    };
    let save = RefCell::new(debounce(Duration::from_millis(1200), save));
    // lives as long as the page
    let _ = window_event_listener(ev::input, move |event| {
        let form = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .and_then(|element| element.closest("#ticket-form").ok().flatten())
            .and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
        if let Some(form) = form {
            save.borrow_mut()(form);
        }
    });
}
