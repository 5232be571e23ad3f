//! Suggestions below the search field while a query is typed, following the combobox pattern of the ARIA Authoring Practices (list
//! autocomplete with manual selection). Without them the field is one of a form that submits to `/search`.

use leptos::prelude::*;

/// Suggests articles below the field with the id `q` in the list with the id `q-entries`.
#[island]
pub fn SearchSuggestions() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    let _ = combobox::start();
}

#[cfg(feature = "hydrate")]
mod combobox {
    use std::{
        cell::{Cell, RefCell},
        rc::Rc,
        time::Duration,
    };

    use leptos::{leptos_dom::helpers::debounce, prelude::window};
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{Element, Event, HtmlElement, HtmlFormElement, HtmlInputElement, KeyboardEvent};

    use crate::islands::browser::{Body, Request, by_id, data, find, on, set, target};

    /// The pause in typing after which suggestions are requested.
    const DEBOUNCE: Duration = Duration::from_millis(120);
    /// The minimum length of a query that gets suggestions, in characters.
    const MIN_QUERY_LENGTH: usize = 2;

    struct Combobox {
        form: HtmlFormElement,
        field: HtmlInputElement,
        list: HtmlElement,
        /// Where the number of suggestions is announced.
        status: HtmlElement,
        /// The index of the selected option; with `None`, Enter submits the form.
        selected: Cell<Option<u32>>,
        /// The query whose suggestions were requested last.
        requested: RefCell<String>,
    }

    pub fn start() -> Option<()> {
        let field: HtmlInputElement = by_id("q")?;
        let form = field.form()?;
        let combobox = Rc::new(Combobox {
            list: by_id("q-entries")?,
            status: find(&form, "[role=status]")?,
            selected: Cell::new(None),
            requested: RefCell::default(),
            form,
            field,
        });
        // set here alone: without a script the list cannot open
        for (name, value) in [
            ("autocomplete", "off"),
            ("role", "combobox"),
            ("aria-autocomplete", "list"),
            ("aria-controls", "q-entries"),
            ("aria-expanded", "false"),
        ] {
            set(&combobox.field, name, value);
        }
        let this = Rc::clone(&combobox);
        let mut request = debounce(DEBOUNCE, move |()| this.request());
        on(&combobox.field, "input", move |_| request(()));
        let this = Rc::clone(&combobox);
        on(&combobox.field, "keydown", move |event| this.handle_key(&event));
        let this = Rc::clone(&combobox);
        on(&combobox.field, "blur", move |_| this.close());
        // a click on an option must not take the focus from the field
        on(&combobox.list, "mousedown", |event| event.prevent_default());
        let this = Rc::clone(&combobox);
        on(&combobox.list, "click", move |event| {
            let option =
                target::<Element>(&event).and_then(|element| element.closest("[role=option]").ok()?);
            if let Some(option) = option {
                this.choose(&option);
            }
        });
        Some(())
    }

    impl Combobox {
        fn is_open(&self) -> bool {
            !self.list.hidden()
        }

        fn open(&self) {
            self.list.set_hidden(false);
            set(&self.field, "aria-expanded", "true");
        }

        fn close(&self) {
            self.list.set_hidden(true);
            set(&self.field, "aria-expanded", "false");
            self.select(None);
            self.status.set_text_content(None);
        }

        /// Requests suggestions. The response is ignored if others were requested in the meantime.
        fn request(self: &Rc<Self>) {
            let query = self.field.value();
            self.requested.replace(query.clone());
            if query.trim().chars().count() < MIN_QUERY_LENGTH {
                self.list.set_inner_html("");
                return self.close();
            }
            // without suggestions the form can still be submitted
            let _ = self.send(query);
        }

        fn send(self: &Rc<Self>, query: String) -> Result<(), JsValue> {
            let request = Request::for_articles("/islands/suggest", &query)?;
            let this = Rc::clone(self);
            request.send(&Body::Empty, move |response| {
                if *this.requested.borrow() != query {
                    return;
                }
                let options = response.text("html");
                this.list.set_inner_html(&options);
                if options.is_empty() {
                    this.close();
                } else {
                    this.select(None);
                    this.open();
                }
                this.status.set_text_content(Some(&response.text("status")));
            })
        }

        fn option(&self, index: u32) -> Option<Element> {
            self.list.children().item(index)
        }

        fn select(&self, next: Option<u32>) {
            if let Some(option) = self.selected.get().and_then(|index| self.option(index)) {
                set(&option, "aria-selected", "false");
            }
            self.selected.set(next);
            match next.and_then(|index| self.option(index)) {
                Some(option) => {
                    set(&option, "aria-selected", "true");
                    set(&self.field, "aria-activedescendant", &option.id());
                }
                None => drop(self.field.remove_attribute("aria-activedescendant")),
            }
        }

        /// Selects the next or the previous option; after the last one none, and then from the other end.
        fn move_selection(&self, down: bool) {
            let count = self.list.child_element_count();
            self.select(match (self.selected.get(), down) {
                (None, true) => Some(0),
                (None, false) => count.checked_sub(1),
                (Some(at), true) => (at + 1 < count).then_some(at + 1),
                (Some(at), false) => at.checked_sub(1),
            });
        }

        /// Goes where an option leads. The last one has no address: it submits the form.
        fn choose(&self, option: &Element) {
            let href = data(option, "href");
            // there is no fallback if the browser refuses
            let _ = if href.is_empty() {
                self.form.request_submit()
            } else {
                window().location().set_href(&href)
            };
        }

        fn handle_key(&self, event: &Event) {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            match event.key().as_str() {
                key @ ("ArrowDown" | "ArrowUp") if self.list.child_element_count() > 0 => {
                    event.prevent_default();
                    self.open();
                    if !event.alt_key() {
                        self.move_selection(key == "ArrowDown");
                    }
                }
                "Escape" if self.is_open() => {
                    event.prevent_default();
                    self.close();
                }
                "Enter" if self.is_open() => {
                    if let Some(option) = self.selected.get().and_then(|index| self.option(index)) {
                        event.prevent_default();
                        self.choose(&option);
                    }
                }
                // these move the text cursor, and clear the selection
                "Home" | "End" | "ArrowLeft" | "ArrowRight" => self.select(None),
                _ => {}
            }
        }
    }
}
