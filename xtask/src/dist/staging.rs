//! Folders that are packed: every file and folder in them gets its mode by name, whatever the umask is.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::site;

/// Makes a folder empty.
pub fn recreate(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("{} cannot be deleted", folder.display()));
        }
        _ => {}
    }
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))
}

/// A folder whose content is packed.
pub struct Staging {
    root: PathBuf,
}

impl Staging {
    /// Begins with an empty folder.
    pub fn new(root: PathBuf) -> Result<Self> {
        recreate(&root)?;
        fs::set_permissions(&root, fs::Permissions::from_mode(0o755))?;
        Ok(Self { root })
    }

    /// The path of the folder that is packed.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Writes a file, and makes the folders above it with mode 755.
    pub fn write(&self, path: &str, mode: u32, content: impl AsRef<[u8]>) -> Result<()> {
        let mut folder = self.root.clone();
        let above = Path::new(path).parent().context("a file without a folder")?;
        for name in above.components() {
            folder.push(name);
            if !folder.is_dir() {
                fs::create_dir(&folder)?;
                fs::set_permissions(&folder, fs::Permissions::from_mode(0o755))?;
            }
        }
        let target = self.root.join(path);
        fs::write(&target, content)?;
        self.set_mode(path, mode)
    }

    /// Copies a file.
    pub fn copy(&self, path: &str, mode: u32, source: &Path) -> Result<()> {
        let content = fs::read(source).with_context(|| format!("{} cannot be read", source.display()))?;
        self.write(path, mode, content)
    }

    /// Copies a folder with everything in it; all files get the mode 644.
    pub fn copy_folder(&self, path: &str, source: &Path) -> Result<()> {
        for name in site::list_files(source)? {
            self.copy(&format!("{path}/{}", name.display()), 0o644, &source.join(&name))?;
        }
        Ok(())
    }

    /// Sets the mode of a file or folder.
    pub fn set_mode(&self, path: &str, mode: u32) -> Result<()> {
        Ok(fs::set_permissions(self.root.join(path), fs::Permissions::from_mode(mode))?)
    }

    /// All files, as sorted relative paths.
    pub fn files(&self) -> Result<Vec<PathBuf>> {
        site::list_files(&self.root)
    }
}
