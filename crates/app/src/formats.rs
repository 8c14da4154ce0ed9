//! `formats`: what exports are recognised.

use crate::AppError;
use ostrakon_ingest::preset;

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
