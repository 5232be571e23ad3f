//! The event stream of an open ticket page.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use futures::StreamExt;
use fyr_domain::live::{ThreadUpdate, TicketUpdate};

use crate::support::Browser;

/// An open stream.
pub struct LiveStream(BodyDataStream);

/// A message of an open stream.
pub struct LiveMessage {
    /// Its event name and id.
    pub head: String,
    /// What it says.
    pub update: TicketUpdate,
}

impl LiveMessage {
    /// The list items of its events.
    pub fn html(&self) -> String {
        match &self.update.thread {
            ThreadUpdate::Added { events } | ThreadUpdate::Replaced { events, .. } => {
                events.iter().map(|event| event.html.as_str()).collect()
            }
        }
    }
}

impl LiveStream {
    /// Opens it at a path.
    pub async fn open(browser: &Browser, path: &str) -> Self {
        let response = browser.open("GET", path, "", Body::empty()).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert!(
            response.headers().get("content-encoding").is_none(),
            "small pieces must not wait in a compressor"
        );
        Self(response.into_body().into_data_stream())
    }

    /// The next message; `None` where nothing comes for a moment.
    pub async fn next(&mut self) -> Option<LiveMessage> {
        let piece = tokio::time::timeout(Duration::from_millis(500), self.0.next()).await.ok()??;
        let piece = String::from_utf8(piece.unwrap().to_vec()).unwrap();
        let (head, data) = piece.split_once("\ndata: ").expect("a message with data");
        let update = serde_json::from_str(data.trim_end()).expect("an update in one line");
        Some(LiveMessage { head: head.to_owned(), update })
    }

    /// Whether the stream ends, with nothing more in it, within `wait`.
    pub async fn ends_within(&mut self, wait: Duration) -> bool {
        tokio::time::timeout(wait, self.0.next()).await.is_ok_and(|piece| piece.is_none())
    }
}
