//! Articles that may answer a new ticket, suggested below its subject while it is typed. They never take the focus.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The texts of [`SubjectSuggestions`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SubjectSuggestionsTexts {
    /// The heading of the list.
    pub heading: String,
}

/// Suggests articles for the value of the field with the id `subject`.
#[island]
pub fn SubjectSuggestions(
    /// The texts.
    texts: SubjectSuggestionsTexts,
    /// The reader's language.
    lang: fyr_domain::Lang,
) -> impl IntoView {
    let (hits, set_hits) = signal(Vec::<crate::api::search::Suggestion>::new());
    #[cfg(feature = "hydrate")]
    watch(lang, set_hits);
    #[cfg(not(feature = "hydrate"))]
    let _ = (lang, set_hits);
    view! {
        <div class="subject-help" aria-live="polite">
            {move || {
                let hits = hits.get();
                (!hits.is_empty()).then(|| {
                    let items: Vec<_> = hits
                        .into_iter()
                        .map(|hit| view! { <li><a class="ds-link" href=hit.href.clone() target="_blank" lang=hit.lang.tag()>{hit.text()}</a></li> })
                        .collect();
                    view! { <div class="ds-card"><p class="ds-label">{texts.heading.clone()}</p><ul class="ds-list">{items}</ul></div> }
                })
            }}
        </div>
    }
}

#[cfg(feature = "hydrate")]
fn watch(lang: fyr_domain::Lang, set_hits: WriteSignal<Vec<crate::api::search::Suggestion>>) {
    use std::{cell::RefCell, time::Duration};

    use leptos::{ev, leptos_dom::helpers::debounce, task::spawn_local};
    use wasm_bindgen::JsCast;

    let fetch = RefCell::new(debounce(Duration::from_millis(350), move |subject: String| {
        spawn_local(async move {
            if subject.trim().chars().count() < 3 {
                set_hits.set(Vec::new());
            } else if let Ok(hits) = crate::api::search::suggest_for_subject(subject, lang).await {
                set_hits.set(hits);
            }
        });
    }));
    // the listener is never removed: it lives as long as the page
    let _ = window_event_listener(ev::input, move |event| {
        let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        if let Some(input) = input.filter(|input| input.id() == "subject") {
            fetch.borrow_mut()(input.value());
        }
    });
}
