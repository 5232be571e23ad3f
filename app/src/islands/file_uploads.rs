//! Uploads files as soon as they are chosen, and shows the progress. Without JavaScript, or if the upload fails, the files are
//! submitted with the form.

use leptos::prelude::*;

/// Uploads the files of the form around the next element `.uploads`, and lists them there.
#[island]
pub fn FileUploads() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    let _ = uploader::start();
}

#[cfg(feature = "hydrate")]
mod uploader {
    use std::rc::Rc;

    use wasm_bindgen::JsValue;
    use web_sys::{Element, FormData, HtmlElement, HtmlInputElement};

    use crate::islands::browser::{Body, Request, Response, append_template, claim, data, find, on, target};

    struct Uploader {
        element: HtmlElement,
        status: Element,
        problems: Element,
        list: Element,
    }

    pub fn start() -> Option<()> {
        let element = claim(".uploads")?;
        let form = element.closest("form").ok()??;
        let uploader = Rc::new(Uploader {
            status: find(&element, "[role=status]")?,
            problems: find(&element, "[role=alert]")?,
            list: find(&element, "ul")?,
            element,
        });
        on(&form, "change", move |event| {
            let input = target::<HtmlInputElement>(&event).filter(|input| input.name() == "attachments");
            if let Some(input) = input {
                // if the upload cannot be started, the files are submitted with the form
                let _ = uploader.upload(input);
            }
        });
        Some(())
    }

    impl Uploader {
        fn say(&self, name: &str) {
            self.status.set_text_content(Some(&data(&self.element, name)));
        }

        fn upload(self: &Rc<Self>, input: HtmlInputElement) -> Result<(), JsValue> {
            let Some(files) = input.files().filter(|files| files.length() > 0) else { return Ok(()) };
            let body = FormData::new()?;
            body.append_with_str("form_key", &data(&self.element, "form-key"))?;
            for index in 0..files.length() {
                if let Some(file) = files.get(index) {
                    body.append_with_blob_and_filename("attachments", &file, &file.name())?;
                }
            }
            let request = Request::new("POST", &data(&self.element, "action"))?;
            let (status, sending) = (self.status.clone(), data(&self.element, "sending"));
            request.on_progress(move |percent| {
                status.set_text_content(Some(&format!("{sending} {percent} %")));
            })?;
            let this = Rc::clone(self);
            request.send(&Body::Form(body), move |response| this.finish(&response, &input))
        }

        /// Shows the result. What the server has read is not submitted with the form once more.
        fn finish(&self, response: &Response, input: &HtmlInputElement) {
            match response.status {
                200 => {
                    let files = response.text("files");
                    self.say(if files.is_empty() { "" } else { "ready" });
                    self.list.set_inner_html(&files);
                    self.problems.set_inner_html(&response.text("problems"));
                    input.set_value("");
                }
                // submitted with the form, the files would exceed the limit again
                413 => {
                    self.say("");
                    self.problems.set_inner_html("");
                    append_template(&self.element, &self.problems);
                    input.set_value("");
                }
                _ => self.say("failed"),
            }
        }
    }
}
