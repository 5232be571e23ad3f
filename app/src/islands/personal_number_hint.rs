//! A warning below a field whose text looks like it contains a personal identity number. It does not block submitting.

use leptos::prelude::*;

/// Shows the warning in the next element `.number-hint` while the value of its field contains a personal identity number.
#[island]
pub fn PersonalNumberHint() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    let _ = watch();
}

#[cfg(feature = "hydrate")]
fn watch() -> Option<()> {
    use fyr_domain::personal_number;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlInputElement, HtmlTextAreaElement};

    use super::browser::{append_template, by_id, claim, data, find, on};

    fn has_number(field: &Element) -> bool {
        let input = field.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value);
        let text = input.or_else(|| field.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value));
        text.is_some_and(|text| personal_number::contains(&text))
    }

    let hint = claim(".number-hint")?;
    let field: Element = by_id(&data(&hint, "field"))?;
    let watched = field.clone();
    let check = move || match (has_number(&watched), find::<Element>(&hint, "p")) {
        (true, None) => append_template(&hint, &hint),
        (false, Some(warning)) => warning.remove(),
        _ => {}
    };
    // the value that a draft or the browser has filled in
    check();
    on(&field, "input", move |_| check());
    Some(())
}
