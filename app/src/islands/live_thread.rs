//! New entries of a ticket as they come. The server sends them as HTML, made as the one who watches.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Its words.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LiveTexts {
    /// When something new has come.
    pub news: String,
    /// That new messages appear by themselves.
    pub on: String,
}

/// Watches a ticket and adds to the list with the id `thread`.
#[island]
pub fn LiveThread(
    /// Its words.
    texts: LiveTexts,
    /// Of which ticket.
    reference: String,
    /// The last entry the page shows.
    after: String,
    /// When the page was made, in milliseconds since 1970.
    made: i64,
) -> impl IntoView {
    let (said, say) = signal(String::new());
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        // without a stream the page is as good as before
        let _ = watch(texts.clone(), &format!("/tickets/{reference}/live?after={after}&made={made}"), say);
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (texts, reference, after, made, say);
    view! { <p class="live-state" role="status">{said}</p> }
}

#[cfg(feature = "hydrate")]
fn watch(texts: LiveTexts, stream: &str, say: WriteSignal<String>) -> Result<(), wasm_bindgen::JsValue> {
    use wasm_bindgen::{JsCast, closure::Closure};
    use web_sys::{EventSource, MessageEvent};

    let source = EventSource::new(stream)?;
    let on = texts.on.clone();
    let opened = Closure::<dyn Fn()>::new(move || say.set(on.clone()));
    source.set_onopen(Some(opened.as_ref().unchecked_ref()));
    opened.forget();
    let arrived = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let (Some(html), Some(list)) = (event.data().as_string(), document().get_element_by_id("thread"))
        else {
            return;
        };
        if list.insert_adjacent_html("beforeend", &html).is_ok() {
            say.set(texts.news.clone());
        }
    });
    source.add_event_listener_with_callback("entries", arrived.as_ref().unchecked_ref())?;
    arrived.forget();
    // something was taken out of what the page shows
    let replaced = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let (Some(data), Some(list)) = (event.data().as_string(), document().get_element_by_id("thread"))
        else {
            return;
        };
        // the subject in one line, then the entries
        let (subject, html) = data.split_once('\n').unwrap_or(("", &data));
        list.set_inner_html(html);
        if let Ok(Some(heading)) = document().query_selector("h1") {
            heading.set_text_content(Some(subject));
        }
    });
    source.add_event_listener_with_callback("thread", replaced.as_ref().unchecked_ref())?;
    replaced.forget();
    Ok(())
}
