//! The committed figures: of each engine and language, all kinds of queries together.

use std::{collections::BTreeMap, error::Error, fs, path::Path, process::ExitCode};

use fyr_domain::Lang;

use crate::measures::{LESS_IS_BETTER, Measures};

/// How much worse a figure may be than the committed one: less than one query among a thousand.
const TOLERANCE: f64 = 0.000_9;

/// Engine, language, name, value.
type ByEngine = BTreeMap<String, BTreeMap<String, BTreeMap<String, f64>>>;

/// The figures of a run.
#[derive(Default)]
pub struct Figures(ByEngine);

impl Figures {
    /// Adds what was measured of an engine in a language, rounded to three digits.
    pub fn insert(&mut self, engine: &str, lang: Lang, measures: &Measures) {
        let rounded = |(name, value): (&str, f64)| (name.to_owned(), (value * 1_000.0).round() / 1_000.0);
        let figures = measures.figures().into_iter().map(rounded).collect();
        self.0.entry(engine.to_owned()).or_default().insert(lang.to_string(), figures);
    }

    /// Compares with the committed figures, or writes them; those of engines that were not measured stay.
    ///
    /// # Errors
    /// A file that cannot be parsed or written.
    pub fn finish(self, path: &Path, write: bool) -> Result<ExitCode, Box<dyn Error>> {
        let mut committed: ByEngine = toml::from_str(&fs::read_to_string(path).unwrap_or_default())?;
        if write {
            committed.extend(self.0);
            fs::write(path, toml::to_string(&committed)?)?;
            println!("\nwritten to {}", path.display());
            return Ok(ExitCode::SUCCESS);
        }
        let mut worse = 0;
        for (engine, languages) in &self.0 {
            for (lang, figures) in languages {
                for (name, value) in figures {
                    let before = committed.get(engine).and_then(|languages| languages.get(lang)?.get(name));
                    let Some(before) = before else { continue };
                    let lost = if name == LESS_IS_BETTER { value - before } else { before - value };
                    if lost > TOLERANCE {
                        println!("worse: {engine} {lang} {name} {value:.3}, was {before:.3}");
                        worse += 1;
                    }
                }
            }
        }
        println!(
            "\n{}",
            if worse == 0 { "no figure is worse than the committed ones" } else { "not good enough" }
        );
        Ok(if worse == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
