//! What every handler works with.

use std::sync::Arc;

use fyr_services::Services;

use crate::{assets::Assets, config::Config};

/// The state of the program. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    /// The use cases.
    pub services: Services,
    /// Style, module, pictures.
    pub assets: &'static Assets,
    /// What the operator chose.
    pub config: Arc<Config>,
}
