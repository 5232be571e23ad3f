//! Shows an article as readers will see it while it is written. Without it a button of the form renders it.

use leptos::prelude::*;

/// Renders the form with the id `article-form` in the element `.article-preview` 0.4 seconds after the last input.
#[island]
pub fn ArticlePreview() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    let _ = watch();
}

#[cfg(feature = "hydrate")]
fn watch() -> Option<()> {
    use std::{cell::Cell, rc::Rc, time::Duration};

    use leptos::leptos_dom::helpers::debounce;
    use wasm_bindgen::JsValue;
    use web_sys::{FormData, HtmlElement, HtmlFormElement, UrlSearchParams};

    use super::browser::{Body, Request, by_id, claim, find, on, set};

    /// Requests the preview of what is typed; an answer to an earlier request is dropped.
    fn request(form: &HtmlFormElement, section: &HtmlElement, latest: &Rc<Cell<u32>>) -> Result<(), JsValue> {
        let fields = FormData::new_with_form(form)?;
        let fields = UrlSearchParams::new_with_str_sequence_sequence(&fields)?;
        let number = latest.get() + 1;
        latest.set(number);
        let (section, latest) = (section.clone(), latest.clone());
        Request::new("POST", "/islands/preview_article")?.send(&Body::Fields(fields), move |response| {
            if let (true, true, Some(preview)) =
                (response.is_ok(), latest.get() == number, find::<HtmlElement>(&section, ".preview"))
            {
                preview.set_inner_html(&response.text("html"));
                set(&section, "data-shown", "yes");
            }
        })
    }

    let section = claim(".article-preview")?;
    let form: HtmlFormElement = by_id("article-form")?;
    let latest = Rc::new(Cell::new(0));
    let typed = form.clone();
    let mut show = debounce(Duration::from_millis(400), move |()| {
        // without a preview the text can still be saved
        let _ = request(&typed, &section, &latest);
    });
    show(());
    on(&form, "input", move |_| show(()));
    Some(())
}
