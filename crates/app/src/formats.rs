//! `formats`: what exports are recognised, as a page of text or as data.

use crate::AppError;
use ostrakon_ingest::preset;
use serde::Serialize;
use utoipa::ToSchema;

/// A known export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ExportFormat)]
pub struct Format {
    /// Name that an analysis or `--format` takes.
    pub name: &'static str,
    /// What it is, in a sentence.
    pub description: &'static str,
    /// Platform that its posts are from; empty where it is of none.
    pub platform: &'static str,
    /// What goes wrong with it when one does not know better, a sentence each.
    pub traps: &'static [String],
}

/// All known exports, in the order of the catalogue.
pub fn all() -> Vec<Format> {
    let format = |preset: &'static preset::Preset| Format {
        name: preset.name(),
        description: preset.description(),
        platform: preset.platform(),
        traps: preset.traps(),
    };
    preset::names().filter_map(preset::by_name).map(format).collect()
}

/// The list of formats, or one of them described.
pub fn describe(name: Option<&str>) -> Result<String, AppError> {
    let Some(name) = name else {
        let lines = preset::names().map(|name| {
            let about = preset::by_name(name).map(preset::Preset::description).unwrap_or_default();
            format!("{name:<28} {about}")
        });
        return Ok(lines.collect::<Vec<_>>().join("\n"));
    };
    let preset = preset::by_name(name).ok_or_else(|| {
        AppError::Usage(format!("there is no format `{name}`; `ostrakon formats` lists them"))
    })?;
    Ok(format!("{}: {}", preset.name(), preset.description()))
}
