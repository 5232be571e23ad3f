//! The bytes of a multipart form on their way to its parser, which by itself would keep the head of a part, however long, and
//! whatever a fast sender sends. They are handed on in small pieces, and counted.

use std::{
    sync::{Arc, Mutex, PoisonError},
    task::Poll,
};

use axum::{
    BoxError,
    body::{Body, Bytes},
};
use futures::{Stream, StreamExt, ready, stream::poll_fn};
use fyr_app::pages::errors::ErrorPage;

/// What the parser gets at a time, in bytes; it keeps at most this much that nobody has asked for.
const PIECE: usize = 16 * 1024;
/// The longest head of a part with the boundary before it, in bytes; browsers send a few hundred.
const MAX_HEAD: usize = 16 * 1024;

/// Counts what the parser gets.
#[derive(Clone, Debug, Default)]
pub struct Meter(Arc<Mutex<Count>>);

#[derive(Debug, Default)]
struct Count {
    /// What may still come before the head of a part ends; `None` while its content is read.
    head: Option<usize>,
    /// Why nothing more is handed on.
    refused: Option<ErrorPage>,
}

impl Meter {
    fn with<T>(&self, change: impl FnOnce(&mut Count) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// From now on the head of a part is read.
    pub fn begin_head(&self) {
        self.with(|count| count.head = Some(MAX_HEAD + PIECE));
    }

    /// From now on the content of a part is read.
    pub fn begin_content(&self) {
        self.with(|count| count.head = None);
    }

    /// Why the stream ended with an error; `None` where that was not ours.
    pub fn refused(&self) -> Option<ErrorPage> {
        self.with(|count| count.refused)
    }

    /// Counts a piece, of which `charge` is told first.
    fn count(
        &self,
        bytes: usize,
        charge: &mut impl FnMut(usize) -> Result<(), ErrorPage>,
    ) -> Result<(), ErrorPage> {
        self.with(|count| {
            let counted = match (count.refused, count.head) {
                (Some(page), _) => Err(page),
                (None, Some(left)) if left < bytes => Err(ErrorPage::BadRequest),
                (None, head) => {
                    count.head = head.map(|left| left - bytes);
                    charge(bytes)
                }
            };
            counted.inspect_err(|page| count.refused = Some(*page))
        })
    }

    /// The bytes of a body in pieces, each counted. Where `charge` or the meter refuses one, the stream ends with an error.
    pub fn pieces<F: FnMut(usize) -> Result<(), ErrorPage> + Send>(
        &self,
        body: Body,
        mut charge: F,
    ) -> impl Stream<Item = Result<Bytes, BoxError>> + Send + use<F> {
        let (meter, mut data, mut left, mut pause) =
            (self.clone(), body.into_data_stream(), Bytes::new(), false);
        poll_fn(move |cx| {
            // the parser asks on until nothing is there for the moment; only then it looks at what it has
            if std::mem::take(&mut pause) {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            while left.is_empty() {
                match ready!(data.poll_next_unpin(cx)) {
                    None => return Poll::Ready(None),
                    Some(Err(error)) => return Poll::Ready(Some(Err(error.into()))),
                    Some(Ok(chunk)) => left = chunk,
                }
            }
            let piece = left.split_to(left.len().min(PIECE));
            pause = true;
            Poll::Ready(Some(match meter.count(piece.len(), &mut charge) {
                Ok(()) => Ok(piece),
                Err(_) => Err("more than the form may have".into()),
            }))
        })
    }
}
