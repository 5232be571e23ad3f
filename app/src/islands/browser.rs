//! What islands need of the browser: elements and their data, listeners, requests. Nothing here outlives the page, so listeners and
//! closures are never removed.

use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    Element, Event, EventTarget, FormData, HtmlElement, HtmlTemplateElement, ProgressEvent, UrlSearchParams,
    XmlHttpRequest, XmlHttpRequestResponseType,
};

/// The first element that matches `selector` and that no island has claimed yet. An island of which a page has several claims one
/// each time it is hydrated, in the order of the document.
pub fn claim(selector: &str) -> Option<HtmlElement> {
    let free = format!("{selector}:not([data-hydrated])");
    let element: HtmlElement = document().query_selector(&free).ok()??.dyn_into().ok()?;
    element.set_attribute("data-hydrated", "yes").ok()?;
    Some(element)
}

/// The element with an id.
pub fn by_id<T: JsCast>(id: &str) -> Option<T> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// The first element below `parent` that matches `selector`.
pub fn find<T: JsCast>(parent: &Element, selector: &str) -> Option<T> {
    parent.query_selector(selector).ok()??.dyn_into().ok()
}

/// The attribute `data-{name}` of an element; empty where it has none.
pub fn data(element: &Element, name: &str) -> String {
    element.get_attribute(&format!("data-{name}")).unwrap_or_default()
}

/// Sets an attribute. The names are constants, and what the browser refuses is a name alone.
pub fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

/// Appends what is in the template below `element` to `parent`.
pub fn append_template(element: &Element, parent: &Element) {
    let template = find::<HtmlTemplateElement>(element, "template");
    if let Some(content) = template.and_then(|template| template.content().clone_node_with_deep(true).ok()) {
        let _ = parent.append_child(&content);
    }
}

/// Calls `handler` for each event of a kind.
pub fn on(target: &EventTarget, kind: &str, handler: impl FnMut(Event) + 'static) {
    let closure = Closure::<dyn FnMut(Event)>::new(handler).into_js_value();
    // a target takes every kind
    let _ = target.add_event_listener_with_callback(kind, closure.unchecked_ref());
}

/// The element that an event is about, as a type.
pub fn target<T: JsCast>(event: &Event) -> Option<T> {
    event.target()?.dyn_into().ok()
}

/// The body of a request.
pub enum Body {
    /// None.
    Empty,
    /// Fields and files, as `multipart/form-data`.
    Form(FormData),
    /// Fields, URL-encoded.
    Fields(UrlSearchParams),
}

/// The response to a request.
pub struct Response {
    /// The HTTP status; 0 where there was no response.
    pub status: u16,
    body: JsValue,
}

impl Response {
    /// Whether the server has done what it was asked for.
    pub fn is_ok(&self) -> bool {
        self.status == 200
    }

    /// A text of the JSON object in the body; empty where it has none.
    pub fn text(&self, name: &str) -> String {
        text(&self.body, name)
    }
}

/// A property of a JSON object; `undefined` where it has none.
pub fn property(object: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(object, &name.into()).unwrap_or_default()
}

/// A text in a JSON object; empty where it has none.
pub fn text(object: &JsValue, name: &str) -> String {
    property(object, name).as_string().unwrap_or_default()
}

/// A request to this site, whose response is JSON.
pub struct Request {
    inner: XmlHttpRequest,
}

/// The language of the page.
pub fn page_lang() -> String {
    document().document_element().and_then(|html| html.get_attribute("lang")).unwrap_or_default()
}

impl Request {
    /// Prepares a request to a URL of this site.
    ///
    /// # Errors
    /// Where the browser makes none.
    pub fn new(method: &str, url: &str) -> Result<Self, JsValue> {
        let inner = XmlHttpRequest::new()?;
        inner.open(method, url)?;
        inner.set_response_type(XmlHttpRequestResponseType::Json);
        Ok(Self { inner })
    }

    /// Prepares the request for articles about a text, in the language of the page.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn for_articles(path: &str, text: &str) -> Result<Self, JsValue> {
        let lang = page_lang();
        let text = String::from(js_sys::encode_uri_component(text));
        Self::new("GET", &format!("{path}?q={text}&lang={lang}"))
    }

    /// Reports how much of the body was sent, in percent.
    ///
    /// # Errors
    /// Where the browser does not say.
    pub fn on_progress(&self, report: impl Fn(u32) + 'static) -> Result<(), JsValue> {
        on(&self.inner.upload()?.into(), "progress", move |event| {
            let Ok(event) = event.dyn_into::<ProgressEvent>() else { return };
            if event.total() > 0.0 {
                // an integer: formatting floats would add ten kilobytes to the module
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
                report((event.loaded() / event.total() * 100.0) as u32);
            }
        });
        Ok(())
    }

    /// Sends the request; `done` gets the response, also where there was none.
    ///
    /// # Errors
    /// Where the browser does not send it; `done` is not called.
    pub fn send(self, body: &Body, done: impl FnOnce(Response) + 'static) -> Result<(), JsValue> {
        let finished = self.inner.clone();
        let on_end = Closure::once_into_js(move || {
            done(Response {
                status: finished.status().unwrap_or_default(),
                body: finished.response().unwrap_or_default(),
            });
        });
        self.inner.set_onloadend(Some(on_end.unchecked_ref()));
        match body {
            Body::Empty => self.inner.send(),
            Body::Form(data) => self.inner.send_with_opt_form_data(Some(data)),
            Body::Fields(fields) => self.inner.send_with_opt_url_search_params(Some(fields)),
        }
    }
}
