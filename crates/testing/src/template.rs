//! What a test starts with, kept in memory between tests: the files of a folder.

use std::{
    any::TypeId,
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use crate::{Engine, Fixture};

/// The files of a folder and of the folders in it.
pub(crate) struct Files(Vec<(PathBuf, Vec<u8>)>);

type Templates = Mutex<HashMap<(TypeId, Engine), Arc<Files>>>;

/// The files of each fixture on each engine.
static TEMPLATES: std::sync::LazyLock<Templates> = std::sync::LazyLock::new(Templates::default);

/// The files that a fixture has on an engine; `fill` writes them into a folder the first time. Others wait meanwhile.
pub(crate) fn files<F: Fixture>(engine: Engine, fill: impl FnOnce(&Path)) -> Arc<Files> {
    let mut templates = TEMPLATES.lock().unwrap_or_else(PoisonError::into_inner);
    let files = templates.entry((TypeId::of::<F>(), engine)).or_insert_with(|| {
        let folder = tempfile::tempdir().unwrap();
        fill(folder.path());
        Arc::new(Files::read(folder.path()))
    });
    Arc::clone(files)
}

impl Files {
    fn read(folder: &Path) -> Self {
        let mut files = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            for entry in fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.push((path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap()));
                }
            }
        }
        Self(files)
    }

    /// Writes copies into a folder.
    pub(crate) fn write(&self, folder: &Path) {
        for (path, content) in &self.0 {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
    }
}
