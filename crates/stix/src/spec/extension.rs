//! Extensions that others have agreed upon and that objects of our partners carry.
//!
//! Their ids are the only thing that tells them apart: `event` means one thing by `OpenCTI` (with `stop_time`) and another
//! by the OASIS incident extensions (with `end_time`). What an extension asks for is no rule of the standard; a breach is
//! a warning.

/// An agreed extension.
#[derive(Debug)]
pub struct Extension {
    /// Its id, `extension-definition--…`.
    pub id: &'static str,
    /// What it is.
    pub name: &'static str,
    /// Types it brings along; empty for one that adds properties to existing types.
    pub types: &'static [&'static str],
    /// Properties its content must have.
    pub required: &'static [&'static str],
    /// Properties of its content that take words of a closed list.
    pub words: &'static [(&'static str, &'static [&'static str])],
}

const fn extension(id: &'static str, name: &'static str, types: &'static [&'static str]) -> Extension {
    Extension { id, name, types, required: &[], words: &[] }
}

/// `OpenCTI`: channels, narratives, events, and properties on other objects.
pub const OPENCTI: &str = "extension-definition--ea279b3e-5c71-4632-ac08-831c66a786ba";
/// `OpenCTI`: observables such as media content and personas.
pub const OPENCTI_OBSERVABLES: &str = "extension-definition--f93e2c80-4231-4f9a-af8b-95c9bd566a82";
/// OASIS: the incident core.
pub const INCIDENT_CORE: &str = "extension-definition--ef765651-680c-498d-9894-99799f2fa126";
/// OASIS: TLP 2.0 on marking definitions.
pub const TLP_2: &str = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

/// All of them.
pub const EXTENSIONS: &[Extension] = &[
    extension(OPENCTI, "OpenCTI", &["channel", "narrative", "event"]),
    extension(OPENCTI_OBSERVABLES, "OpenCTI observables", &["media-content", "persona"]),
    extension("extension-definition--322b8f77-262a-4cb8-a915-1e441e00329b", "OpenCTI MITRE", &[]),
    Extension {
        required: &["determination", "investigation_status"],
        ..extension(INCIDENT_CORE, "incident core (OASIS)", &[])
    },
    extension("extension-definition--4ca6de00-5b0d-45ef-a1dc-ea7279ea910e", "event (OASIS)", &["event"]),
    extension("extension-definition--7cc33dd6-f6a1-489b-98ea-522d351d71b9", "impact (OASIS)", &["impact"]),
    extension("extension-definition--2074a052-8be4-4932-849e-f5e7798e0030", "task (OASIS)", &["task"]),
    extension("extension-definition--66e2492a-bbd3-4be6-88f5-cc91a017a498", "identity contact (OASIS)", &[]),
    Extension {
        required: &["tlp_2_0"],
        words: &[("tlp_2_0", &["clear", "green", "amber", "amber+strict", "red"])],
        ..extension(TLP_2, "TLP 2.0 (OASIS)", &[])
    },
];

/// The extension with this id, if it is one of them.
pub fn lookup(id: &str) -> Option<&'static Extension> {
    EXTENSIONS.iter().find(|extension| extension.id == id)
}
