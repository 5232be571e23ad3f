//! Reading the configuration: the file and the environment over the defaults, each section from the same flat names.

use std::{collections::HashMap, path::Path};

use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
    value::Dict,
};
use serde::de::DeserializeOwned;

use super::{Config, ConfigError, error::is_scalar_but_not_text};

/// Reads file and environment; without `file`, `fyr.toml` in the working directory where there is one.
pub(super) fn read(file: Option<&Path>) -> Result<Config, ConfigError> {
    let toml = match file {
        Some(path) if !path.is_file() => {
            let problem = format!("there is no file {}; name one that exists", path.display());
            return Err(ConfigError::new("config", problem));
        }
        Some(path) => Toml::file_exact(path),
        None => Toml::file("fyr.toml"),
    };
    extract(with_defaults(Figment::from(toml)))
}

/// The file merged over the defaults. A calendar in the file replaces the default one as a whole: default days and holidays
/// are not merged into it.
pub(super) fn with_defaults(file: Figment) -> Figment {
    let mut defaults = serde_json::to_value(Config::default()).unwrap_or_default();
    if let (true, Some(settings)) = (file.contains("calendar"), defaults.as_object_mut()) {
        settings.remove("calendar");
    }
    Figment::from(Serialized::defaults(defaults)).merge(file)
}

/// The configuration of the file, overridden by the environment, checked.
pub(super) fn extract(file: Figment) -> Result<Config, ConfigError> {
    let names = Config::names();
    refuse_unknown_names(&file, &names)?;
    let is_known = move |key: &figment::value::UncasedStr| {
        let top = key.as_str().split("__").next().unwrap_or_default().to_lowercase();
        names.contains(&top)
    };
    let mut source = file.merge(Env::prefixed("FYR_").filter(is_known).split("__"));
    let config = Config {
        http: section(&mut source)?,
        storage: section(&mut source)?,
        search: section(&mut source)?,
        mail: section(&mut source)?,
        files: section(&mut source)?,
        keys: section(&mut source)?,
        support: section(&mut source)?,
        accounts: section(&mut source)?,
        sessions: section(&mut source)?,
        limits: section(&mut source)?,
        privacy: section(&mut source)?,
        identity: section(&mut source)?,
        webhooks: section(&mut source)?,
    };
    config.validate()?;
    Ok(config)
}

/// Sections read only their own names, so names of none of them are found here.
fn refuse_unknown_names(source: &Figment, names: &[String]) -> Result<(), ConfigError> {
    let given: Dict = source.extract()?;
    match given.into_keys().find(|name| !names.contains(name)) {
        None => Ok(()),
        Some(unknown) => {
            let problem = format!("is not the name of a setting; these are: {}", names.join(", "));
            Err(ConfigError::new(&unknown, problem))
        }
    }
}

/// Extracts one section. Where a text is expected and the environment has a value that parses as a number or a boolean, such as
/// the telephone number 112, the unparsed text is used.
fn section<S: DeserializeOwned>(source: &mut Figment) -> Result<S, ConfigError> {
    let mut replaced: HashMap<Vec<String>, figment::Error> = HashMap::new();
    loop {
        let error = match source.extract() {
            Ok(section) => return Ok(section),
            Err(error) => error,
        };
        if let Some(first) = replaced.remove(&error.path) {
            // the unparsed text does not help: no text is expected
            return Err(first.into());
        }
        let Some(text) = is_scalar_but_not_text(&error.kind).then(|| env_text(&error.path)).flatten() else {
            return Err(error.into());
        };
        *source = source.clone().merge(Serialized::default(&error.path.join("."), text));
        replaced.insert(error.path.clone(), error);
    }
}

/// The unparsed text of a setting's environment variable, whatever its case.
fn env_text(path: &[String]) -> Option<String> {
    let name = format!("FYR_{}", path.join("__"));
    let found = std::env::vars_os().find(|(variable, _)| variable.eq_ignore_ascii_case(&name));
    found?.1.into_string().ok()
}
