//! Articles that may answer it already, below the subject while it is typed. They never take the focus.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Its words.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SubjectHelpTexts {
    /// Above the articles.
    pub articles: String,
}

/// Watches the field with the id `subject`.
#[island]
pub fn SubjectHelp(
    /// Its words.
    texts: SubjectHelpTexts,
    /// The reader's language.
    lang: fyr_domain::Lang,
) -> impl IntoView {
    let (found, find) = signal(Vec::<crate::api::search::Suggestion>::new());
    #[cfg(feature = "hydrate")]
    watch(lang, find);
    #[cfg(not(feature = "hydrate"))]
    let _ = (lang, find);
    view! {
        <div class="subject-help" aria-live="polite">
            {move || {
                let hits = found.get();
                (!hits.is_empty()).then(|| {
                    let items: Vec<_> = hits
                        .into_iter()
                        .map(|hit| view! { <li><a class="ds-link" href=hit.href.clone() target="_blank" lang=hit.lang.tag()>{hit.text()}</a></li> })
                        .collect();
                    view! { <div class="ds-card"><p class="ds-label">{texts.articles.clone()}</p><ul class="ds-list">{items}</ul></div> }
                })
            }}
        </div>
    }
}

#[cfg(feature = "hydrate")]
fn watch(lang: fyr_domain::Lang, find: WriteSignal<Vec<crate::api::search::Suggestion>>) {
    use std::{cell::RefCell, time::Duration};

    use leptos::{ev, leptos_dom::helpers::debounce, task::spawn_local};
    use wasm_bindgen::JsCast;

    let ask = RefCell::new(debounce(Duration::from_millis(350), move |subject: String| {
        spawn_local(async move {
            if subject.trim().chars().count() < 3 {
                find.set(Vec::new());
            } else if let Ok(hits) = crate::api::search::help(subject, lang).await {
                find.set(hits);
            }
        });
    }));
    // lives as long as the page
    let _ = window_event_listener(ev::input, move |event| {
        let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        if let Some(input) = input.filter(|input| input.id() == "subject") {
            ask.borrow_mut()(input.value());
        }
    });
}
