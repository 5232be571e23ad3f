//! Live updates of a ticket's page by server-sent events: a [`TicketUpdate`](fyr_domain::live::TicketUpdate) after each change,
//! with what the actor who has the page open may see.

use fyr_domain::tickets::Status;
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
    /// The statuses for which the page has the right forms.
    compatible_statuses: Vec<Status>,
    /// The reference of the ticket.
    reference: String,
    /// The id of the last event on the page; empty if there is none.
    last_event_id: String,
    /// When the page was rendered, in milliseconds since 1970.
    rendered_at_ms: i64,
) -> impl IntoView {
    let (connected, set_connected) = signal(String::new());
    let (news, set_news) = signal(String::new());
    let (outdated, set_outdated) = signal(false);
    let (outdated_text, reload_text) = (texts.outdated.clone(), texts.reload.clone());
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        let url = format!("/tickets/{reference}/live?after={last_event_id}&made={rendered_at_ms}");
        // without a stream the page works, only without live updates
        let _ = subscribe(
            &url,
            texts.clone(),
            compatible_statuses.clone(),
            set_connected,
            set_news,
            set_outdated,
        );
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (
        (texts, reference, last_event_id, rendered_at_ms, compatible_statuses),
        (set_connected, set_news, set_outdated),
    );
    // only news is announced: that the page is connected would come between what was pressed and its answer
    view! {
        <p class="live-state">{connected}</p>
        <p class="live-state" role="status">
            {news}
            {move || outdated.get().then(|| view! { " "{outdated_text.clone()}" "<a class="ds-link" href=page_path.clone()>{reload_text.clone()}</a> })}
        </p>
    }
}

#[cfg(feature = "hydrate")]
fn subscribe(
    url: &str,
    texts: LiveTexts,
    compatible_statuses: Vec<Status>,
    set_connected: WriteSignal<String>,
    set_news: WriteSignal<String>,
    set_outdated: WriteSignal<bool>,
) -> Result<(), wasm_bindgen::JsValue> {
    use fyr_domain::live::TicketUpdate;
    use wasm_bindgen::{JsCast, closure::Closure};
    use web_sys::{EventSource, MessageEvent};

    let source = EventSource::new(url)?;
    let connected = texts.connected.clone();
    let on_open = Closure::<dyn Fn()>::new(move || set_connected.set(connected.clone()));
    source.set_onopen(Some(on_open.as_ref().unchecked_ref()));
    on_open.forget();
    let on_update = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let Some(json) = event.data().as_string() else { return };
        // a message of another release, which the next reload understands
        let Ok(update) = leptos::serde_json::from_str::<TicketUpdate>(&json) else { return };
        set_outdated.set(!compatible_statuses.contains(&update.state.status));
        show_state(&update.state);
        if show_thread(&update.thread) {
            set_connected.set(String::new());
            set_news.set(texts.new_events.clone());
        }
    });
    source.add_event_listener_with_callback("update", on_update.as_ref().unchecked_ref())?;
    on_update.forget();
    Ok(())
}

#[cfg(feature = "hydrate")]
fn show_state(state: &fyr_domain::live::TicketStateView) {
    // the page of support has neither
    if let Ok(Some(tag)) = document().query_selector("#ticket-state > *") {
        tag.set_text_content(Some(&state.label));
        let _ = tag.set_attribute("data-color", &state.color);
    }
    if let Some(next_step) = document().get_element_by_id("next-step") {
        next_step.set_text_content(Some(&state.next_step));
    }
}

/// Shows a change of the thread; returns whether events were added.
#[cfg(feature = "hydrate")]
fn show_thread(thread: &fyr_domain::live::ThreadUpdate) -> bool {
    use fyr_domain::live::ThreadUpdate;

    let Some(list) = document().get_element_by_id("thread") else { return false };
    match thread {
        ThreadUpdate::Added { events } => {
            let html: String = events.iter().map(|event| event.html.as_str()).collect();
            list.insert_adjacent_html("beforeend", &html).is_ok()
        }
        ThreadUpdate::Replaced { subject, events } => {
            list.set_inner_html(&events.iter().map(|event| event.html.as_str()).collect::<String>());
            if let Ok(Some(heading)) = document().query_selector("h1") {
                heading.set_text_content(Some(subject));
            }
            false
        }
    }
}
