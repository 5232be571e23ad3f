//! A warning below a field whose text looks like it contains a personal identity number. It does not block submitting.

use leptos::prelude::*;

/// Shows a warning while the value of a field contains a personal identity number.
#[island]
pub fn PersonalNumberHint(
    /// The warning.
    text: String,
    /// The id of the field.
    field_id: String,
) -> impl IntoView {
    let (has_number, set_has_number) = signal(false);
    #[cfg(feature = "hydrate")]
    watch(field_id, set_has_number);
    #[cfg(not(feature = "hydrate"))]
    let _ = (field_id, set_has_number);
    view! {
        <div class="number-hint" role="status">
            {move || has_number.get().then(|| view! { <p class="ds-alert" data-color="warning">{text.clone()}</p> })}
        </div>
    }
}

#[cfg(feature = "hydrate")]
fn watch(field_id: String, set_has_number: WriteSignal<bool>) {
    use leptos::ev;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlInputElement, HtmlTextAreaElement};

    fn field_value(element: &Element) -> Option<String> {
        let input = element.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value);
        input.or_else(|| element.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value))
    }

    let check = move |element: &Element| {
        let contains_number =
            field_value(element).is_some_and(|text| fyr_domain::personal_number::contains(&text));
        set_has_number.set(contains_number);
    };
    let initial_id = field_id.clone();
    // the value that a draft or the browser has filled in
    Effect::new(move |_| {
        if let Some(element) = document().get_element_by_id(&initial_id) {
            check(&element);
        }
    });
    // the listener is never removed: it lives as long as the page
    let _ = window_event_listener(ev::input, move |event| {
        let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let Some(element) = element.filter(|element| element.id() == field_id) {
            check(&element);
        }
    });
}
