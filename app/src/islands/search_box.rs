//! The search box. Without JavaScript it is a form that submits to `/search`; with JavaScript it suggests articles, following the
//! combobox pattern of the ARIA Authoring Practices (list autocomplete with manual selection).

use std::time::Duration;

use fyr_domain::Lang;
use leptos::{ev, leptos_dom::helpers::debounce, prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};

use crate::api::search::{Suggestion, suggest};

/// The pause in typing after which suggestions are requested.
const DEBOUNCE: Duration = Duration::from_millis(120);
/// The minimum length of a query that gets suggestions, in characters.
const MIN_QUERY_LENGTH: usize = 2;

/// The texts of [`SearchBox`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SearchTexts {
    /// The label of the field.
    pub label: String,
    /// The label of the button.
    pub button: String,
    /// The accessible name of the list.
    pub suggestions: String,
    /// The last option of the list, which submits the form; contains [`Self::QUERY_PLACEHOLDER`].
    pub search_all: String,
    /// Announcements for screen readers; the index is the number of suggestions, from 0.
    pub counts: Vec<String>,
}

impl SearchTexts {
    /// Replaced by the query.
    pub const QUERY_PLACEHOLDER: &'static str = "\u{fffc}";
}

/// The state of the combobox.
#[derive(Clone, Copy)]
struct ComboboxState {
    /// The value of the field.
    query: RwSignal<String>,
    hits: RwSignal<Vec<Suggestion>>,
    /// Whether the list is shown.
    open: RwSignal<bool>,
    /// The index of the selected option; with `None`, Enter submits the form.
    active: RwSignal<Option<usize>>,
    /// The announcement for screen readers.
    announcement: RwSignal<String>,
}

impl ComboboxState {
    fn new(value: String) -> Self {
        Self {
            query: RwSignal::new(value),
            hits: RwSignal::default(),
            open: RwSignal::new(false),
            active: RwSignal::new(None),
            announcement: RwSignal::default(),
        }
    }

    fn close(self) {
        self.open.set(false);
        self.active.set(None);
        self.announcement.set(String::new());
    }

    /// Requests suggestions. The response is ignored if the query has changed in the meantime.
    fn fetch_suggestions(self, lang: Lang, counts: StoredValue<Vec<String>>) {
        let query = self.query.get_untracked();
        if query.trim().chars().count() < MIN_QUERY_LENGTH {
            self.hits.set(Vec::new());
            return self.close();
        }
        spawn_local(async move {
            let response = suggest(query.clone(), lang).await;
            if self.query.get_untracked() != query {
                return;
            }
            // without suggestions the form can still be submitted
            let hits = response.unwrap_or_default();
            self.active.set(None);
            self.open.set(!hits.is_empty());
            self.announcement
                .set(counts.with_value(|counts| counts.get(hits.len()).cloned().unwrap_or_default()));
            self.hits.set(hits);
        });
    }

    /// Selects the next or the previous option; after the last one none, and then from the other end.
    fn move_selection(self, down: bool) {
        let option_count = self.hits.with_untracked(Vec::len) + 1;
        let next = match (self.active.get_untracked(), down) {
            (None, true) => Some(0),
            (None, false) => Some(option_count - 1),
            (Some(at), true) => (at + 1 < option_count).then_some(at + 1),
            (Some(at), false) => at.checked_sub(1),
        };
        self.active.set(next);
    }

    /// The URL path of an option; `None` for the last one, which submits the form.
    fn href(self, option: usize) -> Option<String> {
        self.hits.with_untracked(|hits| hits.get(option).map(|hit| hit.href.clone()))
    }

    fn handle_key(self, event: &ev::KeyboardEvent) {
        let open = self.open.get_untracked();
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if !self.hits.with_untracked(Vec::is_empty) => {
                event.prevent_default();
                self.open.set(true);
                if !event.alt_key() {
                    self.move_selection(event.key() == "ArrowDown");
                }
            }
            "Escape" if open => {
                event.prevent_default();
                self.close();
            }
            "Enter" if open => {
                if let Some(href) = self.active.get_untracked().and_then(|option| self.href(option)) {
                    event.prevent_default();
                    navigate_to(&href);
                }
            }
            // these move the text cursor, and clear the selection
            "Home" | "End" | "ArrowLeft" | "ArrowRight" => self.active.set(None),
            _ => {}
        }
    }
}

fn navigate_to(href: &str) {
    // there is no fallback if the browser refuses
    let _ = window().location().set_href(href);
}

fn option_id(index: usize) -> String {
    format!("q-entry-{index}")
}

/// The search form with its list of suggestions.
#[island]
pub fn SearchBox(
    /// The texts.
    texts: SearchTexts,
    /// The reader's language.
    lang: Lang,
    /// The initial query.
    value: String,
) -> impl IntoView {
    let state = ComboboxState::new(value.clone());
    // the combobox attributes are set only after hydration: without JavaScript the list cannot open
    let (hydrated, set_hydrated) = signal(false);
    Effect::new(move |_| set_hydrated.set(true));
    let counts = StoredValue::new(texts.counts);
    let mut request_suggestions = debounce(DEBOUNCE, move |()| state.fetch_suggestions(lang, counts));
    let form = NodeRef::<leptos::html::Form>::new();
    let search_all = texts.search_all;
    let options = move || {
        let hits = state.hits.get();
        let last = hits.len();
        let search_all = search_all.replace(SearchTexts::QUERY_PLACEHOLDER, state.query.get().trim());
        let suggestions = hits.into_iter().enumerate().map(|(n, hit)| {
            let other_lang = (hit.lang != lang).then(|| hit.lang.tag());
            let href = hit.href;
            let title: Vec<_> = hit
                .title
                .into_iter()
                .map(|segment| if segment.marked { view! { <mark>{segment.text}</mark> }.into_any() } else { segment.text.into_any() })
                .collect();
            view! {
                <li role="option" id=option_id(n) lang=other_lang aria-selected=move || (state.active.get() == Some(n)).to_string()
                    on:click=move |_| navigate_to(&href)>{title}</li>
            }
        });
        view! {
            {suggestions.collect_view()}
            <li role="option" class="search-everything" id=option_id(last)
                aria-selected=move || (state.active.get() == Some(last)).to_string()
                on:click=move |_| if let Some(form) = form.get_untracked() { let _ = form.request_submit(); }>{search_all}</li>
        }
    };
    view! {
        <form class="search-form" role="search" method="get" action="/search" node_ref=form>
            <label class="ds-label" data-weight="medium" for="q">{texts.label}</label>
            <input class="ds-input" id="q" name="q" type="search" maxlength="200" value=value
                autocomplete=move || hydrated.get().then_some("off")
                role=move || hydrated.get().then_some("combobox")
                aria-autocomplete=move || hydrated.get().then_some("list")
                aria-controls=move || hydrated.get().then_some("q-entries")
                aria-expanded=move || hydrated.get().then(|| state.open.get().to_string())
                aria-activedescendant=move || state.active.get().map(option_id)
                on:input=move |event| {
                    state.query.set(event_target_value(&event));
                    request_suggestions(());
                }
                on:keydown=move |event| state.handle_key(&event)
                on:blur=move |_| state.close()/>
            <button class="ds-button" data-variant="primary" type="submit">{texts.button}</button>
            // a click on an option must not take the focus from the field
            <ul role="listbox" id="q-entries" aria-label=texts.suggestions hidden=move || !state.open.get()
                on:mousedown=|event| event.prevent_default()>{options}</ul>
            <p class="visually-hidden" role="status">{state.announcement}</p>
        </form>
    }
}
