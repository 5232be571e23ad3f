//! Takes a picture that is pasted or dropped into the text of an article. Without it the picture is chosen with the file field.

use leptos::prelude::*;

/// Puts a pasted or dropped picture into the file field with the id `image` and asks what it shows, in the form with the id
/// `article-form`; remembers where in the text it goes.
#[island]
pub fn PasteImage() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    let _ = watch();
}

#[cfg(feature = "hydrate")]
fn watch() -> Option<()> {
    use wasm_bindgen::JsCast;
    use web_sys::{
        ClipboardEvent, DataTransfer, DragEvent, HtmlElement, HtmlFormElement, HtmlInputElement,
        HtmlTextAreaElement,
    };

    use super::browser::{by_id, claim, find, on, set};

    /// Takes the files of a paste or drop, where they are pictures.
    fn take(data: Option<DataTransfer>, fields: &HtmlElement) -> Option<()> {
        let files = data?.files()?;
        if !files.get(0)?.type_().starts_with("image/") {
            return None;
        }
        by_id::<HtmlInputElement>("image")?.set_files(Some(&files));
        set(fields, "open", "");
        by_id::<HtmlElement>("image_text")?.focus().ok()
    }

    let fields = claim("#image-fields")?;
    let form: HtmlFormElement = by_id("article-form")?;
    let text: HtmlTextAreaElement = by_id("source")?;
    let (pasted, dropped) = (fields.clone(), fields);
    on(&text, "paste", move |event| {
        let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
        if take(data, &pasted).is_some() {
            event.prevent_default();
        }
    });
    on(&text, "drop", move |event| {
        let data = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
        if take(data, &dropped).is_some() {
            event.prevent_default();
        }
    });
    let place: HtmlInputElement = find(&form, "[name=image_place]")?;
    on(&form.clone(), "submit", move |_| {
        if let Ok(Some(start)) = text.selection_start() {
            place.set_value(&start.to_string());
        }
    });
    Some(())
}
