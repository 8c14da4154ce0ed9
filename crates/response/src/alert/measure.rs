//! The figures that the Rapid Alert System was blamed for lacking.

use super::Alert;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How quickly the addressees of one alert answered, by country; milliseconds since it was issued.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
#[schema(as = AlertMeasured)]
pub struct Measured {
    /// Time to the first acknowledgement, of those that have one.
    pub first: BTreeMap<String, i64>,
    /// Time to the last one, where every addressee of the country has acknowledged.
    pub last: BTreeMap<String, i64>,
    /// Addressees that are silent, by country.
    pub silent: BTreeMap<String, u32>,
}

/// Measures one alert.
pub fn measure(alert: &Alert) -> Measured {
    let mut measured = Measured::default();
    let Some((issued, _)) = &alert.issued else { return measured };
    let mut by_country: BTreeMap<&str, Vec<Option<i64>>> = BTreeMap::new();
    for one in alert.recipients.values() {
        let took = one.acknowledged.as_ref().map(|done| done.at - issued);
        by_country.entry(&one.country).or_default().push(took);
    }
    for (country, took) in by_country {
        let silent = took.iter().filter(|one| one.is_none()).count();
        if let Some(first) = took.iter().flatten().min() {
            measured.first.insert(country.into(), *first);
        }
        match took.iter().flatten().max() {
            Some(last) if silent == 0 => drop(measured.last.insert(country.into(), *last)),
            _ => drop(measured.silent.insert(country.into(), silent as u32)),
        }
    }
    measured
}
