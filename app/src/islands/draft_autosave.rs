//! Saves the draft of a new ticket on the server while it is typed, so that a reload or another tab finds it.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The texts of [`DraftAutosave`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DraftTexts {
    /// Shown while the draft is being saved.
    pub saving: String,
    /// Shown when the draft is saved.
    pub saved: String,
    /// Shown when saving failed.
    pub failed: String,
}

/// Saves the form with the id `ticket-form` 1.2 seconds after the last input, and shows whether that succeeded.
#[island]
pub fn DraftAutosave(
    /// The texts.
    texts: DraftTexts,
    /// The idempotency key of the form.
    form_key: String,
) -> impl IntoView {
    let (status, set_status) = signal(String::new());
    #[cfg(feature = "hydrate")]
    autosave(texts, form_key, set_status);
    #[cfg(not(feature = "hydrate"))]
    let _ = (texts, form_key, set_status);
    view! {
        <span class="draft-state" role="status" data-shown=move || (!status.get().is_empty()).then_some("yes")>{status}</span>
    }
}

#[cfg(feature = "hydrate")]
fn autosave(texts: DraftTexts, form_key: String, set_status: WriteSignal<String>) {
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
        set_status.set(texts.saving);
        spawn_local(async move {
            let saved = crate::api::tickets::save_draft(form_key, fields).await;
            if saved.is_ok() {
                // the query has prefilled the form: without it a reload loads the draft
                let history = window().history();
                let _ = history.and_then(|history| {
                    history.replace_state_with_url(&JsValue::NULL, "", Some("/tickets/new"))
                });
            }
            set_status.set(if saved.is_ok() { texts.saved } else { texts.failed });
        });
    };
    let save = RefCell::new(debounce(Duration::from_millis(1200), save));
    // the listener is never removed: it lives as long as the page
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
