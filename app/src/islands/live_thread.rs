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
    /// That the page's questions and buttons are for another status.
    pub changed: String,
    /// The link to the page as it would be now.
    pub reload: String,
}

/// Watches a ticket and adds to the list with the id `thread`. Where it stands is put where the ids `ticket-state` and
/// `next-step` are; what has more to it than words is left to a new page.
#[island]
pub fn LiveThread(
    /// Its words.
    texts: LiveTexts,
    /// The address of the page.
    page: String,
    /// The statuses, with spaces between, for which the page has the right questions and buttons.
    alike: String,
    /// Of which ticket.
    reference: String,
    /// The last entry the page shows.
    after: String,
    /// When the page was made, in milliseconds since 1970.
    made: i64,
) -> impl IntoView {
    let (said, say) = signal(String::new());
    let (changed, set_changed) = signal(false);
    let (words, link) = (texts.changed.clone(), texts.reload.clone());
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        // without a stream the page is as good as before
        let stream = format!("/tickets/{reference}/live?after={after}&made={made}");
        let _ = watch(texts.clone(), &stream, say, (alike.clone(), set_changed));
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (texts, reference, after, made, say, alike, set_changed);
    view! {
        <p class="live-state" role="status">
            {said}
            {move || changed.get().then(|| view! { " "{words.clone()}" "<a class="ds-link" href=page.clone()>{link.clone()}</a> })}
        </p>
    }
}

#[cfg(feature = "hydrate")]
fn watch(
    texts: LiveTexts,
    stream: &str,
    say: WriteSignal<String>,
    (alike, set_changed): (String, WriteSignal<bool>),
) -> Result<(), wasm_bindgen::JsValue> {
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
    let stands = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let Some(data) = event.data().as_string() else { return };
        // the status, then its tag and the next step
        let mut lines = data.split('\n');
        let status = lines.next().unwrap_or_default();
        for (id, html) in ["ticket-state", "next-step"].into_iter().zip(lines) {
            if let Some(place) = document().get_element_by_id(id) {
                place.set_inner_html(html);
            }
        }
        set_changed.set(!alike.split(' ').any(|known| known == status));
    });
    source.add_event_listener_with_callback("state", stands.as_ref().unchecked_ref())?;
    stands.forget();
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
