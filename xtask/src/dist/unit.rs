//! The systemd unit, `dist/fyr.service`: what it runs, and how systemd judges it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;
use crate::{packages, sh};

/// The name of the unit.
pub const NAME: &str = "fyr.service";
/// Where the unit expects the program.
const PROGRAM: &str = "/usr/bin/fyr";
/// The most that `systemd-analyze security` may say, in tenths of its exposure: 100 is a program without any limits.
const MAX_EXPOSURE: u32 = 20;

/// The unit in the checkout.
pub fn path(workspace: &Workspace) -> PathBuf {
    workspace.path("dist").join(NAME)
}

/// Lets systemd read the unit and judge how much the program could do. Skipped, with a message, where systemd is not there.
///
/// # Errors
/// Where the unit is wrong, or allows more than it should.
pub fn check(workspace: &Workspace, program: &Path) -> Result<()> {
    if packages::find("systemd-analyze").is_none() {
        println!("The unit was not checked: this system has no systemd-analyze.");
        return Ok(());
    }
    let text = fs::read_to_string(path(workspace))?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join(NAME);
    fs::write(&file, text.replace(PROGRAM, &program.display().to_string()))?;
    let analyze = |arguments: &[&str]| {
        let mut command = Command::new("systemd-analyze");
        command.args(arguments).arg(&file);
        command
    };
    // It warns about a line that it does not understand, and succeeds.
    let output = analyze(&["verify", "--man=false", "--recursive-errors=no"]).output()?;
    let messages = String::from_utf8_lossy(&output.stderr);
    let of_unit: Vec<_> = messages.lines().filter(|line| line.contains(NAME)).collect();
    if !output.status.success() || !of_unit.is_empty() {
        bail!("systemd finds fault with dist/{NAME}: {messages}");
    }
    let threshold = format!("--threshold={MAX_EXPOSURE}");
    let security = sh::capture(&mut analyze(&["security", "--offline=true", "--no-pager", &threshold]))
        .with_context(|| format!("dist/{NAME} allows more than it should"))?;
    println!("{}", security.lines().last().unwrap_or_default().trim_start_matches('→').trim());
    Ok(())
}

/// What a unit runs, and as whom.
pub struct Service {
    pub user: String,
    /// As `NAME=value`.
    pub environment: Vec<String>,
    pub working_directory: String,
    /// The command before the start, as words.
    pub check: Vec<String>,
    /// The command, as words.
    pub start: Vec<String>,
}

impl Service {
    /// Reads a unit.
    pub fn parse(unit: &str) -> Result<Self> {
        let value = |key: &str| {
            let line = unit.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
            line.with_context(|| format!("the unit has no {key}"))
        };
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        Ok(Self {
            user: value("User")?.to_owned(),
            environment: words(value("Environment")?),
            working_directory: value("WorkingDirectory")?.to_owned(),
            check: words(value("ExecStartPre")?),
            start: words(value("ExecStart")?),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const UNIT: &str = include_str!("../../../dist/fyr.service");

    #[test]
    fn the_unit_runs_the_installed_program_as_its_user() {
        let service = Service::parse(UNIT).expect("a unit");
        assert_eq!((service.user.as_str(), service.start.join(" ").as_str()), ("fyr", "/usr/bin/fyr serve"));
        assert_eq!(service.check, [PROGRAM, "check-config"]);
        assert_eq!(service.environment, ["FYR_CONFIG=/etc/fyr/fyr.toml"]);
    }

    #[test]
    fn no_line_of_the_unit_is_there_twice() {
        let lines: Vec<_> = UNIT.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(lines.len(), lines.iter().collect::<BTreeSet<_>>().len());
    }
}
