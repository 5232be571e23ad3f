//! Steps of a guide that readers tick off. What is ticked stays on the device, and nobody else learns of it.

use leptos::prelude::*;

/// Adds a checkbox to each step of the article around the element `.guide-progress`: to the entries of its numbered lists.
#[island]
pub fn GuideProgress() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    let _ = start();
}

#[cfg(feature = "hydrate")]
fn start() -> Option<()> {
    use std::rc::Rc;

    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlElement, HtmlInputElement};

    use super::browser::{claim, data, on, set};

    let progress: HtmlElement = claim(".guide-progress")?;
    let article = progress.closest("article").ok()??;
    let steps = article.query_selector_all(".prose > ol > li").ok()?;
    // private browsing may have no storage: then nothing is ticked off
    let storage = window().local_storage().ok()??;
    let key = format!("guide:{}", data(&progress, "slug"));
    let kept = storage.get_item(&key).ok()?.unwrap_or_default();
    let mut boxes = Vec::new();
    for place in 0..steps.length() {
        let step: Element = steps.item(place)?.dyn_into().ok()?;
        let tick: HtmlInputElement = document().create_element("input").ok()?.dyn_into().ok()?;
        let label = document().create_element("label").ok()?;
        set(&tick, "type", "checkbox");
        set(&tick, "class", "ds-input");
        set(&label, "class", "guide-step");
        tick.set_checked(kept.split(',').any(|done| done.parse() == Ok(place)));
        let text = document().create_element("span").ok()?;
        text.set_text_content(Some(&format!("{} {}", data(&progress, "step"), place + 1)));
        label.append_child(&tick).ok()?;
        label.append_child(&text).ok()?;
        step.append_child(&label).ok()?;
        boxes.push(tick);
    }
    if boxes.is_empty() {
        return None;
    }
    progress.set_hidden(false);
    let boxes = Rc::new(boxes);
    let show = {
        let (boxes, progress) = (Rc::clone(&boxes), progress.clone());
        move || {
            let done = boxes.iter().filter(|tick| tick.checked()).count();
            progress.set_text_content(Some(&format!("{} {done}/{}", data(&progress, "done"), boxes.len())));
        }
    };
    show();
    let ticked = Rc::clone(&boxes);
    on(&article, "change", move |_| {
        let done: Vec<String> = (0..)
            .zip(ticked.iter())
            .filter(|(_, tick)| tick.checked())
            .map(|(n, _): (u32, _)| n.to_string())
            .collect();
        let _ = storage.set_item(&key, &done.join(","));
        show();
    });
    Some(())
}
