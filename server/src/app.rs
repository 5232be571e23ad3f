//! The state that all handlers share.

use std::sync::Arc;

use fyr_usecases::Backend;

use crate::{assets::Assets, config::Config};

/// The application state. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    /// The use cases' backend.
    pub backend: Backend,
    /// Style sheet, module and pictures.
    pub assets: &'static Assets,
    /// The operator's configuration.
    pub config: Arc<Config>,
}
