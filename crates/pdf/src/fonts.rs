//! The typefaces, from `target/fonts`, where `cargo xtask site` puts them.

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use krilla::text::{Font, Tag};
use parley::{
    FontContext, FontFamily, LayoutContext,
    fontique::{Blob, Collection, CollectionOptions, FontInfoOverride, SourceCache},
    layout::Run,
    style::FontFamilyName,
};
use rust_embed::RustEmbed;

use crate::PdfError;

#[derive(RustEmbed)]
#[folder = "../../target/fonts"]
#[allow_missing = true]
struct Files;

/// The typefaces: each letter is taken from the first one that has it.
pub struct Fonts {
    /// For setting text.
    pub context: FontContext,
    /// What setting text keeps from one to the next.
    pub layout: LayoutContext<()>,
    families: Vec<String>,
    drawn: HashMap<FontKey, Font>,
}

/// A typeface with its weight, as bits.
type FontKey = (u64, Vec<u32>);

impl Fonts {
    /// Reads the typefaces, Latin ones first.
    pub fn load() -> Result<Self, PdfError> {
        let options = CollectionOptions { shared: false, system_fonts: false };
        let mut collection = Collection::new(options);
        let mut families: Vec<_> = Files::iter().map(Cow::into_owned).collect();
        if families.is_empty() {
            return Err(PdfError::NoFonts);
        }
        families.sort_by_key(|name| (!name.starts_with("inter-latin-wght"), name.clone()));
        for name in &families {
            let file = Files::get(name).ok_or_else(|| PdfError::BrokenFont(name.clone()))?;
            let info = FontInfoOverride { family_name: Some(name), ..FontInfoOverride::default() };
            if collection.register_fonts(Blob::new(Arc::new(file.data)), Some(info)).is_empty() {
                return Err(PdfError::BrokenFont(name.clone()));
            }
        }
        let context = FontContext { collection, source_cache: SourceCache::default() };
        Ok(Self { context, layout: LayoutContext::new(), families, drawn: HashMap::new() })
    }

    /// All families, in the order in which they are asked for a letter.
    pub fn families(&self) -> FontFamily<'static> {
        let names = self.families.iter().map(|name| FontFamilyName::Named(Cow::Owned(name.clone())));
        FontFamily::List(names.collect())
    }

    /// The typeface in which a run of letters is drawn.
    pub fn of_run(&mut self, run: &Run<'_, ()>) -> Result<Font, PdfError> {
        let synthesis = run.synthesis();
        let variations = synthesis.variation_settings();
        let (data, id) = run.font().data.clone().into_raw_parts();
        let key = (id, variations.iter().map(|(_, value)| value.to_bits()).collect());
        if let Some(known) = self.drawn.get(&key) {
            return Ok(known.clone());
        }
        let axes: Vec<_> =
            variations.iter().map(|(tag, value)| (Tag::new(&tag.into_bytes()), *value)).collect();
        let font = Font::new_variable(data.into(), run.font().index, &axes)
            .ok_or_else(|| PdfError::BrokenFont(id.to_string()))?;
        self.drawn.insert(key, font.clone());
        Ok(font)
    }
}
