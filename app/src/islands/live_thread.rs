//! Live updates of a ticket's thread by server-sent events. The server renders them as HTML, with the permissions of the actor
//! who has the page open.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The texts of [`LiveThread`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LiveTexts {
    /// Announced when new events were added.
    pub new_events: String,
    /// Shown while connected: new messages appear without a reload.
    pub connected: String,
    /// Shown when the page's forms do not fit the ticket's status any more.
    pub outdated: String,
    /// The text of the link that reloads the page.
    pub reload: String,
}

/// Appends new events to the list with the id `thread`, and updates the elements with the ids `ticket-state` and `next-step`.
/// If the page's forms do not fit the new status, it offers a link that reloads the page.
#[island]
pub fn LiveThread(
    /// The texts.
    texts: LiveTexts,
    /// The URL path of the page.
    page_path: String,
    /// The statuses for which the page has the right forms, separated by spaces.
    compatible_statuses: String,
    /// The reference of the ticket.
    reference: String,
    /// The id of the last event on the page; empty if there is none.
    last_event_id: String,
    /// When the page was rendered, in milliseconds since 1970.
    rendered_at_ms: i64,
) -> impl IntoView {
    let (message, set_message) = signal(String::new());
    let (outdated, set_outdated) = signal(false);
    let (outdated_text, reload_text) = (texts.outdated.clone(), texts.reload.clone());
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        let url = format!("/tickets/{reference}/live?after={last_event_id}&made={rendered_at_ms}");
        // without a stream the page works, only without live updates
        let _ = subscribe(&url, texts.clone(), compatible_statuses.clone(), set_message, set_outdated);
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (texts, reference, last_event_id, rendered_at_ms, set_message, compatible_statuses, set_outdated);
    view! {
        <p class="live-state" role="status">
            {message}
            {move || outdated.get().then(|| view! { " "{outdated_text.clone()}" "<a class="ds-link" href=page_path.clone()>{reload_text.clone()}</a> })}
        </p>
    }
}

#[cfg(feature = "hydrate")]
fn subscribe(
    url: &str,
    texts: LiveTexts,
    compatible_statuses: String,
    set_message: WriteSignal<String>,
    set_outdated: WriteSignal<bool>,
) -> Result<(), wasm_bindgen::JsValue> {
    use wasm_bindgen::{JsCast, closure::Closure};
    use web_sys::{EventSource, MessageEvent};

    let source = EventSource::new(url)?;
    let connected = texts.connected.clone();
    let on_open = Closure::<dyn Fn()>::new(move || set_message.set(connected.clone()));
    source.set_onopen(Some(on_open.as_ref().unchecked_ref()));
    on_open.forget();
    let on_entries = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let (Some(html), Some(list)) = (event.data().as_string(), document().get_element_by_id("thread"))
        else {
            return;
        };
        if list.insert_adjacent_html("beforeend", &html).is_ok() {
            set_message.set(texts.new_events.clone());
        }
    });
    source.add_event_listener_with_callback("entries", on_entries.as_ref().unchecked_ref())?;
    on_entries.forget();
    let on_state = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let Some(data) = event.data().as_string() else { return };
        // three lines: status word, status tag, next step
        let mut lines = data.split('\n');
        let status = lines.next().unwrap_or_default();
        for (id, html) in ["ticket-state", "next-step"].into_iter().zip(lines) {
            if let Some(element) = document().get_element_by_id(id) {
                element.set_inner_html(html);
            }
        }
        set_outdated.set(!compatible_statuses.split(' ').any(|compatible| compatible == status));
    });
    source.add_event_listener_with_callback("state", on_state.as_ref().unchecked_ref())?;
    on_state.forget();
    // sent instead of `entries` after a redaction: replaces the subject and all events
    let on_thread = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let (Some(data), Some(list)) = (event.data().as_string(), document().get_element_by_id("thread"))
        else {
            return;
        };
        // the subject in one line, then the events
        let (subject, html) = data.split_once('\n').unwrap_or(("", &data));
        list.set_inner_html(html);
        if let Ok(Some(heading)) = document().query_selector("h1") {
            heading.set_text_content(Some(subject));
        }
    });
    source.add_event_listener_with_callback("thread", on_thread.as_ref().unchecked_ref())?;
    on_thread.forget();
    Ok(())
}
