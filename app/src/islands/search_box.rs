//! The search field. Plain, it is a form that leads to `/search`; where there is JavaScript it suggests articles while one
//! types, as the combobox of the ARIA Authoring Practices does (list autocomplete, manual selection).

use std::time::Duration;

use fyr_domain::Lang;
use leptos::{ev, leptos_dom::helpers::debounce, prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};

use crate::api::search::{Suggestion, suggest};

/// How long nothing must be typed before the server is asked.
const PAUSE: Duration = Duration::from_millis(120);
/// Fewer letters than this say too little.
const LEAST: usize = 2;

/// Its words.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SearchTexts {
    /// Above the field.
    pub label: String,
    /// On the button.
    pub button: String,
    /// The name of the list.
    pub suggestions: String,
    /// The last entry of the list; [`Self::QUESTION`] stands for what was typed.
    pub everything: String,
    /// How many suggestions there are, from none up: said to those who do not see the list.
    pub counts: Vec<String>,
}

impl SearchTexts {
    /// Where what was typed goes.
    pub const QUESTION: &'static str = "\u{fffc}";
}

/// What the field knows. The list is open where there is something in it and nobody has closed it.
#[derive(Clone, Copy)]
struct State {
    /// In the field.
    typed: RwSignal<String>,
    hits: RwSignal<Vec<Suggestion>>,
    open: RwSignal<bool>,
    /// Which entry Enter would follow; none: what was typed is searched for.
    active: RwSignal<Option<usize>>,
    /// For those who do not see the list.
    said: RwSignal<String>,
}

impl State {
    fn new(value: String) -> Self {
        Self {
            typed: RwSignal::new(value),
            hits: RwSignal::default(),
            open: RwSignal::new(false),
            active: RwSignal::new(None),
            said: RwSignal::default(),
        }
    }

    fn close(self) {
        self.open.set(false);
        self.active.set(None);
        self.said.set(String::new());
    }

    /// Asks the server, unless something else has been typed by the time it answers.
    fn ask(self, lang: Lang, counts: StoredValue<Vec<String>>) {
        let asked = self.typed.get_untracked();
        if asked.trim().chars().count() < LEAST {
            self.hits.set(Vec::new());
            return self.close();
        }
        spawn_local(async move {
            let answer = suggest(asked.clone(), lang).await;
            if self.typed.get_untracked() != asked {
                return;
            }
            // without suggestions the form still searches
            let hits = answer.unwrap_or_default();
            self.active.set(None);
            self.open.set(!hits.is_empty());
            self.said.set(counts.with_value(|counts| counts.get(hits.len()).cloned().unwrap_or_default()));
            self.hits.set(hits);
        });
    }

    /// Moves through the field and the entries of the list, round and round.
    fn step(self, down: bool) {
        let entries = self.hits.with_untracked(Vec::len) + 1;
        let next = match (self.active.get_untracked(), down) {
            (None, true) => Some(0),
            (None, false) => Some(entries - 1),
            (Some(at), true) => (at + 1 < entries).then_some(at + 1),
            (Some(at), false) => at.checked_sub(1),
        };
        self.active.set(next);
    }

    /// Where an entry leads; `None` for the last one, which searches for what was typed.
    fn href(self, entry: usize) -> Option<String> {
        self.hits.with_untracked(|hits| hits.get(entry).map(|hit| hit.href.clone()))
    }

    fn key(self, event: &ev::KeyboardEvent) {
        let open = self.open.get_untracked();
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if !self.hits.with_untracked(Vec::is_empty) => {
                event.prevent_default();
                self.open.set(true);
                if !event.alt_key() {
                    self.step(event.key() == "ArrowDown");
                }
            }
            "Escape" if open => {
                event.prevent_default();
                self.close();
            }
            "Enter" if open => {
                if let Some(href) = self.active.get_untracked().and_then(|entry| self.href(entry)) {
                    event.prevent_default();
                    follow(&href);
                }
            }
            // the field's own: the text cursor moves, and the list lets go
            "Home" | "End" | "ArrowLeft" | "ArrowRight" => self.active.set(None),
            _ => {}
        }
    }
}

fn follow(href: &str) {
    // nothing to be done where the browser refuses
    let _ = window().location().set_href(href);
}

fn entry_id(entry: usize) -> String {
    format!("q-entry-{entry}")
}

/// The field with its button.
#[island]
pub fn SearchBox(
    /// Its words.
    texts: SearchTexts,
    /// The reader's language.
    lang: Lang,
    /// What is in the field at first.
    value: String,
) -> impl IntoView {
    let state = State::new(value.clone());
    // only where the list can open is the field more than a field
    let (awake, wake) = signal(false);
    Effect::new(move |_| wake.set(true));
    let counts = StoredValue::new(texts.counts);
    let mut ask = debounce(PAUSE, move |()| state.ask(lang, counts));
    let form = NodeRef::<leptos::html::Form>::new();
    let everything = texts.everything;
    let entries = move || {
        let hits = state.hits.get();
        let last = hits.len();
        let words = everything.replace(SearchTexts::QUESTION, state.typed.get().trim());
        let found = hits.into_iter().enumerate().map(|(n, hit)| {
            let other = (hit.lang != lang).then(|| hit.lang.tag());
            let href = hit.href;
            let pieces: Vec<_> = hit
                .title
                .into_iter()
                .map(|piece| if piece.marked { view! { <mark>{piece.text}</mark> }.into_any() } else { piece.text.into_any() })
                .collect();
            view! {
                <li role="option" id=entry_id(n) lang=other aria-selected=move || (state.active.get() == Some(n)).to_string()
                    on:click=move |_| follow(&href)>{pieces}</li>
            }
        });
        view! {
            {found.collect_view()}
            <li role="option" class="search-everything" id=entry_id(last)
                aria-selected=move || (state.active.get() == Some(last)).to_string()
                on:click=move |_| if let Some(form) = form.get_untracked() { let _ = form.request_submit(); }>{words}</li>
        }
    };
    view! {
        <form class="search-form" role="search" method="get" action="/search" node_ref=form>
            <label class="ds-label" data-weight="medium" for="q">{texts.label}</label>
            <input class="ds-input" id="q" name="q" type="search" maxlength="200" value=value
                autocomplete=move || awake.get().then_some("off")
                role=move || awake.get().then_some("combobox")
                aria-autocomplete=move || awake.get().then_some("list")
                aria-controls=move || awake.get().then_some("q-entries")
                aria-expanded=move || awake.get().then(|| state.open.get().to_string())
                aria-activedescendant=move || state.active.get().map(entry_id)
                on:input=move |event| {
                    state.typed.set(event_target_value(&event));
                    ask(());
                }
                on:keydown=move |event| state.key(&event)
                on:blur=move |_| state.close()/>
            <button class="ds-button" data-variant="primary" type="submit">{texts.button}</button>
            // a press on the list must not take the focus from the field
            <ul role="listbox" id="q-entries" aria-label=texts.suggestions hidden=move || !state.open.get()
                on:mousedown=|event| event.prevent_default()>{entries}</ul>
            <p class="visually-hidden" role="status">{state.said}</p>
        </form>
    }
}
