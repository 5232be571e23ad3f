//! Live updates of a ticket's page by server-sent events: a [`TicketUpdate`](fyr_domain::live::TicketUpdate) after each change,
//! with what the actor who has the page open may see.

use leptos::prelude::*;

/// Appends new events to the list with the id `thread`, and updates the elements with the ids `ticket-state` and `next-step`. If
/// the page's forms do not fit the new status, the element `.live` offers a link that reloads the page.
#[island]
pub fn LiveThread() -> impl IntoView {
    // without a stream the page works, only without live updates
    #[cfg(feature = "hydrate")]
    let _ = stream::open();
}

#[cfg(feature = "hydrate")]
mod stream {
    use std::{cell::Cell, rc::Rc};

    use leptos::prelude::document;
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{Element, Event, EventSource, HtmlElement, MessageEvent};

    use crate::islands::browser::{append_template, by_id, claim, data, find, on, property, set, text};

    struct LiveThread {
        element: HtmlElement,
        /// Says that the page is connected.
        connected: Element,
        /// Announces news.
        status: Element,
        shown: Cell<Shown>,
    }

    /// What the status says.
    #[derive(Clone, Copy, Default, PartialEq)]
    struct Shown {
        news: bool,
        outdated: bool,
    }

    pub fn open() -> Option<()> {
        let element = claim(".live")?;
        let source = EventSource::new(&data(&element, "url")).ok()?;
        let live = Rc::new(LiveThread {
            connected: find(&element, "p")?,
            status: find(&element, "[role=status]")?,
            shown: Cell::default(),
            element,
        });
        let this = Rc::clone(&live);
        // only news is announced: that the page is connected would come between what was pressed and its answer
        on(&source, "open", move |_| {
            this.connected.set_text_content(Some(&data(&this.element, "connected")));
        });
        on(&source, "update", move |event| {
            live.update(&event);
        });
        Some(())
    }

    impl LiveThread {
        fn update(&self, event: &Event) -> Option<()> {
            let json = event.dyn_ref::<MessageEvent>()?.data().as_string()?;
            let update = js_sys::JSON::parse(&json).ok()?;
            let state = property(&update, "state");
            let compatible = data(&self.element, "statuses");
            let outdated = !compatible.split(' ').any(|status| status == text(&state, "status"));
            show_state(&state);
            let has_news = show_thread(&property(&update, "thread"))?;
            if has_news {
                self.connected.set_text_content(None);
            }
            self.show(Shown { news: has_news || self.shown.get().news, outdated });
            Some(())
        }

        fn show(&self, shown: Shown) {
            if self.shown.replace(shown) == shown {
                return;
            }
            let news = shown.news.then(|| data(&self.element, "news"));
            self.status.set_text_content(news.as_deref());
            if shown.outdated {
                append_template(&self.element, &self.status);
            }
        }
    }

    fn show_state(state: &JsValue) {
        // the page of support has neither
        if let Ok(Some(tag)) = document().query_selector("#ticket-state > *") {
            tag.set_text_content(Some(&text(state, "label")));
            set(&tag, "data-color", &text(state, "color"));
        }
        if let Some(next_step) = by_id::<Element>("next-step") {
            next_step.set_text_content(Some(&text(state, "next_step")));
        }
    }

    /// Shows a change of the thread; returns whether events were added. `None` for a message of another release, which the next
    /// reload understands.
    fn show_thread(thread: &JsValue) -> Option<bool> {
        let list: Element = by_id("thread")?;
        let added = property(thread, "added");
        if !added.is_undefined() {
            return Some(list.insert_adjacent_html("beforeend", &html_of(&added)?).is_ok());
        }
        let replaced = property(thread, "replaced");
        list.set_inner_html(&html_of(&replaced)?);
        if let Ok(Some(heading)) = document().query_selector("h1") {
            heading.set_text_content(Some(&text(&replaced, "subject")));
        }
        Some(false)
    }

    fn html_of(change: &JsValue) -> Option<String> {
        let events: js_sys::Array = property(change, "events").dyn_into().ok()?;
        Some(events.iter().map(|event| text(&event, "html")).collect())
    }
}
