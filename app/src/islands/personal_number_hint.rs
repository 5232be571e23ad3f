//! That something looks like a personal identity number, below the field while it is typed. Nothing is stopped by it.

use leptos::prelude::*;

/// Watches the field with this id.
#[island]
pub fn NumberHint(
    /// What is said.
    text: String,
    /// The field.
    field: String,
) -> impl IntoView {
    let (found, find) = signal(false);
    #[cfg(feature = "hydrate")]
    watch(field, find);
    #[cfg(not(feature = "hydrate"))]
    let _ = (field, find);
    view! {
        <div class="number-hint" role="status">
            {move || found.get().then(|| view! { <p class="ds-alert" data-color="warning">{text.clone()}</p> })}
        </div>
    }
}

#[cfg(feature = "hydrate")]
fn watch(field: String, find: WriteSignal<bool>) {
    use leptos::ev;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlInputElement, HtmlTextAreaElement};

    fn typed(element: &Element) -> Option<String> {
        let line = element.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value);
        line.or_else(|| element.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value))
    }

    let look = move |element: &Element| {
        let has = typed(element).is_some_and(|text| fyr_domain::personal_number::has(&text));
        find.update(|found| *found = has);
    };
    let own = field.clone();
    // what a draft or the browser has filled in
    Effect::new(move |_| {
        if let Some(element) = document().get_element_by_id(&own) {
            look(&element);
        }
    });
    // lives as long as the page
    let _ = window_event_listener(ev::input, move |event| {
        let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let Some(element) = element.filter(|element| element.id() == field) {
            look(&element);
        }
    });
}
