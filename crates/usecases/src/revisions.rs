//! The revisions of what each process keeps in memory, read at most once for a page.

use std::sync::Arc;

use fyr_store::settings::{Revision, Revisions};
use tokio::sync::OnceCell;

use crate::{Backend, Error};

tokio::task_local! {
    static OF_PAGE: Arc<OnceCell<Revisions>>;
}

/// Runs `work`, which only reads, with one reading of the revisions for all of it: a page shows what was current when its request
/// came. Without this every use case asks the database for each thing that it has in memory.
pub fn read_once<T>(work: impl Future<Output = T>) -> impl Future<Output = T> {
    OF_PAGE.scope(Arc::default(), work)
}

/// The revision in the database; within [`read_once`] as it was when the first of them was read.
pub(crate) async fn current(backend: &Backend, revision: Revision) -> Result<i64, Error> {
    let read = || backend.store.revisions();
    Ok(match OF_PAGE.try_with(Arc::clone) {
        Ok(of_page) => of_page.get_or_try_init(read).await?.get(revision),
        Err(_) => read().await?.get(revision),
    })
}
